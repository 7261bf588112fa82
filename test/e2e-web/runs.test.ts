import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import { axeFaults } from '../fixtures/page-faults.ts';
import { goTo, LONG, PATIENCE, press, startTraining, untilStatus, untilStep } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ studio, page, problems } = opened));

const main = () => page.getByRole('main');
const waiting = (): Promise<string[]> => main().getByRole('listitem').locator('a').allTextContents();
const rows = () => page.getByRole('grid').locator('.body [role="row"]');

describe('the runs of a person', () => {
  let first: string;

  it('are extended: a finished run goes on, and says before what becomes of its schedule', async () => {
    first = await startTraining(page, { preset: 'Softmax regression', images: 640, epochs: 1 });
    await untilStatus(page, 'Finished');
    await main().getByRole('button', { name: /^More/ }).first().click();
    await page.getByRole('menuitem', { name: 'Add epochs…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('spinbutton', { name: 'More epochs' }).fill('2');
    await dialog.getByText('1 done, 3 in all').waitFor();
    await dialog.getByRole('status').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add to the queue' }).click();
    await page.getByText('of 3', { exact: true }).first().waitFor(PATIENCE);
    await untilStatus(page, 'Finished');
    await vi.waitFor(async () => expect(await main().textContent()).toMatch(/Epoch\s*3\s*of 3/), PATIENCE);
  });

  it('wait in a queue that is reordered by keyboard and by drag, and is the same after a restart', async () => {
    await startTraining(page, { preset: 'Tutorial', images: 4000, epochs: LONG });
    await untilStep(page, 1);
    for (const name of ['Alpha', 'Beta', 'Gamma']) {
      await goTo(page, 'Train');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await page.getByRole('button', { name: /queue/i }).first().click();
      await page.waitForURL(/#\/runs\/.+/);
    }
    await goTo(page, 'Runs');
    await vi.waitFor(async () => expect(await waiting()).toEqual(['Alpha', 'Beta', 'Gamma']), PATIENCE);
    await main()
      .getByRole('button', { name: /^“Gamma”, place 3 of 3/ })
      .press('ArrowUp');
    await vi.waitFor(async () => expect(await waiting()).toEqual(['Alpha', 'Gamma', 'Beta']), PATIENCE);
    const item = (name: string) => main().getByRole('listitem').filter({ hasText: name });
    await item('Beta').dragTo(item('Alpha'), { targetPosition: { x: 120, y: 4 } });
    await vi.waitFor(async () => expect(await waiting()).toEqual(['Beta', 'Alpha', 'Gamma']), PATIENCE);
    await press(page, 'Pause all');
    await main().getByText('The queue is paused').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    // Another tab sees the same, and so does the next start.
    await page.reload();
    await vi.waitFor(async () => expect(await waiting()).toEqual(['Beta', 'Alpha', 'Gamma']), PATIENCE);
    expect(studio.process.exitCode).toBeNull();
  });

  it('are found, tagged and kept as a view, whose address leads back to it', async () => {
    await page.getByRole('textbox', { name: /Filter/ }).fill('epochs = 3');
    await vi.waitFor(async () => expect(await rows().count()).toBe(1), PATIENCE);
    await page.getByRole('grid').focus();
    await page.keyboard.press('x');
    await press(page, 'Tags…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('thesis');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('textbox', { name: /Filter/ }).fill('tag:thesis');
    await vi.waitFor(async () => expect(await rows().count()).toBe(1), PATIENCE);
    await press(page, 'Views');
    await page.getByRole('menuitem', { name: 'Save this view…' }).click();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('For the thesis');
    await page.keyboard.press('Enter');
    await page.getByText('The view “For the thesis” is saved').first().waitFor();
    await page.getByRole('textbox', { name: /Filter/ }).fill('');
    await vi.waitFor(async () => expect(await rows().count()).toBeGreaterThan(3), PATIENCE);
    await press(page, 'Views');
    await page.getByRole('menuitem', { name: 'For the thesis' }).click();
    await vi.waitFor(async () => expect(await rows().count()).toBe(1), PATIENCE);
    expect(page.url()).toContain('q=tag:thesis');
    await page.keyboard.press('Escape');
    await rows().first().click();
    await page.waitForURL(new RegExp(`#/runs/${first}`));
    expect(problems).toEqual([]);
  });
});
