import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import { axeFaults } from '../fixtures/page-faults.ts';
import { addTwoEpochs, openExtend, queueRuns, reorderQueue, untilWaiting } from '../fixtures/runs-user.ts';
import { LONG, PATIENCE, press, startTraining, untilStatus, untilStep } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ studio, page, problems } = opened));

const main = () => page.getByRole('main');
const rows = () => page.getByRole('grid').locator('.body [role="row"]');

describe('the runs of a person', () => {
  let first: string;

  it('are extended: a finished run goes on, and says before what becomes of its schedule', async () => {
    first = await startTraining(page, { preset: 'Softmax regression', images: 640, epochs: 1 });
    await untilStatus(page, 'Finished');
    const dialog = await openExtend(page);
    await dialog.getByRole('status').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await addTwoEpochs(page, dialog);
  });

  it('wait in a queue that is reordered by keyboard and by drag, and is the same after a restart', async () => {
    await startTraining(page, { preset: 'Tutorial', images: 4000, epochs: LONG });
    await untilStep(page, 1);
    await queueRuns(page, ['Alpha', 'Beta', 'Gamma']);
    await reorderQueue(page);
    await press(page, 'Pause all');
    await main().getByText('The queue is paused').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    // Another tab sees the same, and so does the next start.
    await page.reload();
    await untilWaiting(page, ['Beta', 'Alpha', 'Gamma']);
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
