import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { transferFacts } from '../../shared/runs/transfer-report.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { axeFaults, layoutFaults, settled } from '../fixtures/page-faults.ts';
import { chooseLook, goTo, press, RUN_PATIENCE } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let studio: WebStudio;
let problems: string[];
/** The route of the experiment that was made. */
let experiment: string;

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, async (opened) => {
  ({ page, studio, problems } = opened);
  await chooseLook(page, studio.origin, 'en', 'light');
});

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
  { width: 640, height: 400 },
] as const;

describe('the transfer experiment in a browser', () => {
  it('is set up from the Train page, stopped, resumed, and shows its curves and what they say', async () => {
    await goTo(page, 'Train');
    await page.getByRole('radio', { name: /\bLeNet-5\b/ }).click();
    await page.getByRole('spinbutton', { name: 'Images to use' }).fill('600');
    await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
    await page.getByRole('spinbutton', { name: 'Batch size' }).fill('16');
    await page.getByRole('main').getByRole('link', { name: 'Transfer: 0–4 → 5–9' }).click();
    await page.getByRole('heading', { level: 1, name: 'Transfer experiment' }).waitFor();
    for (const size of ['5', '10', '50', '500']) {
      await page.getByRole('button', { name: `${size} images a class`, exact: true }).click();
    }
    await page.getByRole('button', { name: '2 images a class', exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Draws' }).fill('1');
    await page.getByText('conv2d, conv2d_1').waitFor();
    await press(page, 'Start the experiment');

    await page.waitForURL(/#\/experiments\/lenet5/);
    experiment = new URL(page.url()).hash;
    await page.getByText(/^Training 0–4, then 5–9 1\/5/).waitFor();
    await press(page, 'Stop');
    await page.getByRole('heading', { name: 'Not all of its runs are finished' }).waitFor();
    await press(page, 'Resume');
    await page.getByText(/^With 2 images a class, the model that had learned 0–4/).waitFor({ timeout: RUN_PATIENCE });
    await page.getByText(/^With all images, the model that had learned 0–4/).waitFor({ timeout: RUN_PATIENCE });
    await page.getByRole('progressbar', { name: /of 5 runs finished/ }).waitFor({ state: 'detached' });
    expect(await page.getByRole('main').locator('tbody tr').count()).toBe(4);
    await page.getByRole('img', { name: /Transfer: .*%.*From scratch: .*%/ }).waitFor();

    const downloading = page.waitForEvent('download');
    await press(page, 'Export');
    await page.getByRole('menuitem', { name: /^All numbers/ }).click();
    const facts = JSON.parse(readFileSync((await (await downloading).path())!, 'utf8')) as ReturnType<
      typeof transferFacts
    >;
    expect(facts.experiment).toMatchObject({ state: 'finished', done: 5, count: 5 });
    expect(facts.points.map(({ perClass }) => perClass)).toEqual([2, null, 2, null]);

    // Each run is one of the list, and leads back.
    await page.getByRole('link', { name: /^Transfer, 2 images a class/ }).click();
    await page.getByRole('link', { name: 'Show the experiment' }).click();
    await page.waitForURL(/#\/experiments\/lenet5/);
    expect(problems).toEqual([]);
  }, 600_000);

  it.each(['en', 'zh-CN'])(
    'is whole at all sizes in both themes, in %s, and so is the screen before it',
    async (language) => {
      // What was told of the exported file's name looks like a word's key.
      await page.reload();
      for (const theme of ['light', 'dark']) {
        await page.setViewportSize(SIZES[0]);
        await chooseLook(page, studio.origin, language, theme);
        for (const route of [experiment, '#/experiments/transfer', '#/experiments/never-was']) {
          await page.goto(`${studio.origin}/${route}`);
          await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
          // A theme changes no layout.
          for (const size of theme === 'light' ? SIZES : SIZES.slice(-1)) {
            await page.setViewportSize(size);
            await settled(page);
            const faults = [...(await layoutFaults(page)), ...(await axeFaults(page))];
            expect.soft(faults, `${route} ${theme} ${size.width}`).toEqual([]);
          }
        }
      }
      expect(problems).toEqual([]);
    },
    300_000,
  );
});
