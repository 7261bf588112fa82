import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { studyRecordSchema, type StudyInfo, type StudyRecord } from '../../shared/contract/schemas/study.ts';
import { runCommand } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { focusOn } from '../fixtures/keyboard-user.ts';
import { RUN_PATIENCE } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ studio, page, problems } = opened));
const { folder, remove } = temporaryFolder();
afterAll(remove);

/** The studies in a storage folder, as their files say. */
function studiesIn(home: string): StudyRecord[] {
  const studies = path.join(home, 'studies');
  const names = readdirSync(studies).filter((name) => name.startsWith('study-'));
  return names.map((name) =>
    studyRecordSchema.parse(JSON.parse(readFileSync(path.join(studies, name, 'study.json'), 'utf8'))),
  );
}

async function type(name: RegExp, text: string): Promise<void> {
  await focusOn(page, name);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Opens what has this name by the keyboard, and closes it again: it is searched then. */
async function pick(name: RegExp, within?: RegExp): Promise<void> {
  await focusOn(page, name);
  await page.keyboard.press('Enter');
  await page.locator('.ui-popover').waitFor();
  if (within) {
    await focusOn(page, within);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Escape');
  await page.locator('.ui-popover').waitFor({ state: 'detached' });
}

async function next(name: RegExp, step: string): Promise<void> {
  await focusOn(page, name);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash === `#/train/${step}`);
}

describe('a search that is made in the steps of the Train screen', () => {
  it('is picked by the keyboard, field by field, and is the study that its file is for the command line', async () => {
    await page.goto(`${studio.origin}/#/train/data`);
    await type(/^Images to use/, '300');
    await next(/^Next: Model/, 'model');
    await pick(/^Search options of Layer 1 · Conv2D/, /^Filters/);
    await next(/^Next: Recipe/, 'recipe');
    await type(/^Epochs/, '1');
    await pick(/^Search this: Batch size/);
    await pick(/^Search this: Learning rate/);
    // The focus comes back to the button, and the range stands in the field.
    await page.getByText('0.0001 – 0.01, log').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Searched: Learning rate',
    );
    await next(/^Next: Review/, 'review');
    await type(/^Number of trials/, '2');
    await page.getByRole('link', { name: 'Layer 1 · Conv2D · Filters' }).waitFor();
    const saved = page.waitForEvent('download');
    await focusOn(page, /^Save the space/);
    await page.keyboard.press('Enter');
    const file = path.join(folder, 'space.json');
    await (await saved).saveAs(file);
    await page.keyboard.press('Control+Enter');
    await vi.waitFor(() => expect(studiesIn(studio.home)).toHaveLength(1), { timeout: RUN_PATIENCE, interval: 200 });
    const [{ spec }] = studiesIn(studio.home) as [StudyRecord];
    expect(Object.keys(spec.space)).toEqual([
      'model.layers.0.filters',
      'recipe.batchSize',
      'recipe.optimizer.learningRate',
    ]);
    expect([spec.sampler, spec.budget, spec.base.recipe.epochs]).toEqual(['tpe', { trials: 2 }, 1]);

    const home = path.join(folder, 'home');
    const { code } = await runCommand(home, ['search', '--space', file, '--json']);
    expect(code).toBe(0);
    const listed = await runCommand(home, ['search', 'list', '--json']);
    const [own] = listed.lines.at(-1)!['studies'] as StudyInfo[];
    expect(own!.spec).toEqual(spec);
    await vi.waitFor(() => expect(studiesIn(studio.home)[0]!.status).toBe('finished'), {
      timeout: RUN_PATIENCE,
      interval: 200,
    });
  });

  it('is remembered, taken back from its file, and complained of nothing', async () => {
    await page.goto(`${studio.origin}/#/train/recipe?search=recipe.batchSize`);
    await page.reload();
    // The address leads to the field's search.
    await page.locator('.ui-popover').getByText('Search Batch size').waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${studio.origin}/#/train/review`);
    await page.getByRole('button', { name: 'Search nothing' }).click();
    await page.getByText('Every field has one value').waitFor();
    await page.locator('input[type=file]').first().setInputFiles(path.join(folder, 'space.json'));
    await page.getByText('The space of “space.json” was taken: 3 options').first().waitFor();
    await page.getByRole('button', { name: /^Start search/ }).waitFor();
    expect(problems).toEqual([]);
  });
});
