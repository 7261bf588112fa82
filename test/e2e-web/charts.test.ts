import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { press } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

const RUN = 'tutorial-20261125-184235-391';
const home = temporaryFolder();
let page: Page;
let problems: string[];

beforeAll(() => {
  const folder = path.join(home.folder, 'runs');
  cpSync(path.join(repositoryRoot, 'test', 'fixtures', 'old-runs'), folder, { recursive: true });
  // With a rate that changes there is a third chart, whose labels are much narrower.
  const record = path.join(folder, RUN, 'run.json');
  const run = JSON.parse(readFileSync(record, 'utf8')) as { spec: { recipe: Record<string, unknown> } };
  run.spec.recipe['schedule'] = { kind: 'cosine', final: 0 };
  writeFileSync(record, JSON.stringify(run));
});
// Of several, the last one is the first to be done: the studio ends before its folder goes.
afterAll(() => home.remove());
inWebStudio({ home: home.folder }, async (opened) => {
  ({ page, problems } = opened);
  await page.goto(`${opened.studio.origin}/#/runs/${RUN}`);
  await page.locator('.plot').nth(2).waitFor();
});

describe('the charts of a run', () => {
  it('have each step at one place', async () => {
    const places: string[][] = [];
    for (const key of ['Home', 'End']) {
      const at: string[] = [];
      for (const plot of await page.locator('.plot').all()) {
        await plot.focus();
        await page.keyboard.press(key);
        at.push(await plot.locator('.reading').evaluate((reading: HTMLElement) => reading.style.left));
      }
      places.push(at);
    }
    for (const at of places) expect(at).toEqual(Array(3).fill(at[0]));
    expect(places[0]![0]).not.toBe(places[1]![0]);
  });

  it('are saved by the browser where there is no dialog of the host’s', async () => {
    for (const [button, extension] of [
      ['CSV', 'csv'],
      ['PNG', 'png'],
    ] as const) {
      const downloaded = page.waitForEvent('download');
      await press(page, button);
      expect((await downloaded).suggestedFilename()).toBe(`${RUN}-loss.${extension}`);
      await page.getByText(`Your browser is saving “${RUN}-loss.${extension}”`).first().waitFor();
    }
    expect(problems).toEqual([]);
  });
});
