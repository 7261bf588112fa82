import type { BrowserContext, Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import {
  draw,
  expectDigit,
  goTo,
  LONG,
  ONE,
  PATIENCE,
  press,
  SEVEN,
  startTraining,
  stepOf,
  untilStatus,
  untilStep,
} from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let context: BrowserContext;
let page: Page;
let problems: string[];

inWebStudio(
  { env: { INKSTONE_MNIST_DIR: mnistFolder } },
  (opened) => void ({ studio, context, page, problems } = opened),
);

describe('the studio in a browser', () => {
  it('reads a drawn seven with the starter model', async () => {
    await goTo(page, 'Draw');
    await draw(page, SEVEN);
    await expectDigit(page, '7');
  });

  it('trains; a second tab sees the same live state and its pause is seen in the first', async () => {
    const id = await startTraining(page, { images: 3000, epochs: LONG });
    const other = await context.newPage();
    await other.goto(`${studio.origin}/#/runs/${id}`);
    await untilStep(page, 4);
    await untilStep(other, 4);

    await press(other, 'Pause');
    await untilStatus(page, 'Paused');
    await untilStatus(other, 'Paused');
    const step = await stepOf(page);
    expect(await stepOf(other)).toBe(step);

    // A page that is loaded anew has the whole curve, not only what comes from now on.
    await page.reload();
    await untilStatus(page, 'Paused');
    await vi.waitFor(async () => expect(await stepOf(page)).toBe(step), PATIENCE);
    await page.getByRole('main').getByText('Training began').waitFor();

    await press(page, 'Resume');
    await untilStatus(other, 'Finished');
    await untilStatus(page, 'Finished');
    await page.getByText(/95% confidence interval/).waitFor();
    await page.getByText(/images of MNIST misclassified/).waitFor();
    await other.close();

    await page
      .getByRole('link', { name: 'Draw with it' })
      .or(page.getByRole('button', { name: 'Draw with it' }))
      .first()
      .click();
    await draw(page, ONE);
    await expectDigit(page, '1');
  });

  it('gives a run a name, deletes it and takes it back', async () => {
    await goTo(page, 'Runs');
    const table = page.getByRole('grid', { name: 'Runs' });
    await table.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('F2');
    await page.getByRole('dialog').getByRole('textbox').fill('My first run');
    await page.keyboard.press('Enter');
    await page.getByText('My first run').first().waitFor();
    await table.focus();
    await page.keyboard.press('Delete');
    await page.getByText('“My first run” was deleted').first().waitFor();
    await page.getByText('No runs yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: /My first run/ }).waitFor();
  });

  it('says when the host is gone, and has complained of nothing before', async () => {
    expect(problems).toEqual([]);
    await studio.kill();
    await page.getByText('Connection lost. Reconnecting').first().waitFor({ timeout: PATIENCE.timeout });
  });
});
