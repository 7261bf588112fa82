import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { addToCompared, comparedNames } from '../fixtures/runs-user.ts';
import { press, RUN_PATIENCE, startTraining, untilStatus } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let origin: string;
let problems: string[];
const runs: string[] = [];
inWebStudio(
  { env: { INKSTONE_MNIST_DIR: mnistFolder } },
  async (opened) => {
    ({ page, problems } = opened);
    ({ origin } = opened.studio);
    for (const images of [320, 640, 2000]) {
      runs.push(await startTraining(page, { preset: 'Softmax regression', images, epochs: 2 }));
      await untilStatus(page, 'Finished');
    }
  },
  RUN_PATIENCE,
);

async function exported(item: string): Promise<Download> {
  await press(page, 'Export');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return download;
}

describe('three runs, compared by keyboard', () => {
  it('are found by words and added by Enter', async () => {
    await page.goto(`${origin}/#/runs/compare`);
    await page.getByRole('heading', { name: 'Choose runs to compare' }).waitFor();
    await addToCompared(page, runs);
    expect(decodeURIComponent(new URL(page.url()).hash)).toContain(`runs=${runs.join(',')}`);
    expect(
      await page
        .getByRole('main')
        .getByRole('row', { name: /Training images 320 640 2,000/ })
        .count(),
    ).toBe(1);
  });

  it('are evaluated image by image, and told apart where they are', async () => {
    await press(page, 'Evaluate 3 runs');
    const pairs = page.getByRole('region', { name: 'Really different?' }).getByRole('listitem');
    await pairs.nth(2).waitFor({ timeout: RUN_PATIENCE });
    // From 320 to 2,000 images a linear model gains several per cent of ten thousand test images.
    expect(await pairs.first().textContent()).toContain('yes, p < 0.0001');
    expect([...(await layoutFaults(page)), ...(await axeFaults(page))]).toEqual([]);
  });

  it('show what one alone gets wrong; such an image opens in the lab', async () => {
    const image = page
      .getByRole('main')
      .getByRole('link', { name: /read as .: open in the lab$/ })
      .first();
    const words = (await image.getAttribute('aria-label'))!;
    await image.click();
    await page.waitForURL(/#\/evaluate\/eval-.*place=\d+/);
    const [truth] = words.split(',');
    await page.getByRole('img', { name: /^(where it looked)$/ }).waitFor({ timeout: RUN_PATIENCE });
    expect(
      await page
        .getByRole('main')
        .getByText(new RegExp(`\\b${truth!}\\b`))
        .count(),
    ).toBeGreaterThan(0);
    await page.goBack();
    await page.getByRole('region', { name: 'Really different?' }).waitFor();
    expect(await comparedNames(page)).toHaveLength(3);
  });

  it('are exported as a table, as numbers and as drawings', async () => {
    const table = readFileSync(await (await exported('Table (CSV)')).path(), 'utf8');
    const [head, ...lines] = table.trimEnd().split('\r\n');
    expect(head).toContain('test accuracy');
    expect(lines.map((line) => line.split(',')[1])).toEqual(runs);
    const facts = JSON.parse(readFileSync(await (await exported('All numbers (JSON)')).path(), 'utf8')) as {
      pairs: { p: number; adjusted: number }[];
    };
    expect(facts.pairs).toHaveLength(3);
    for (const { p, adjusted } of facts.pairs) expect(adjusted).toBeGreaterThanOrEqual(p);
    for (const [item, name] of [
      ['Curves (SVG)', 'compare-validation-accuracy.svg'],
      ['Accuracy and cost (SVG)', 'compare-parameters.svg'],
    ] as const) {
      const download = await exported(item);
      expect(download.suggestedFilename()).toBe(name);
      expect(readFileSync(await download.path(), 'utf8')).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    }
    const png = readFileSync(await (await exported('Curves (PNG)')).path());
    expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
  });
});

describe('a run as one file', () => {
  it('goes out of its page, comes in again under an id of its own, and is compared', async () => {
    await page.goto(`${origin}/#/runs/${runs[0]!}`);
    await page.getByRole('main').getByRole('button', { name: 'More actions' }).last().click();
    await page.getByRole('menuitem', { name: 'Export the run…' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${runs[0]!}.run.zip`);
    await page.goto(`${origin}/#/runs/import`);
    const bytes = readFileSync(await download.path());
    await page.getByTestId('run-file').setInputFiles({
      name: download.suggestedFilename(),
      mimeType: 'application/zip',
      buffer: bytes,
    });
    await page.getByText('There is a run of that id already').waitFor({ timeout: RUN_PATIENCE });
    await page.getByRole('main').getByRole('link', { name: 'Compare' }).click();
    await page.getByText('it takes two to compare').waitFor();
    await page.goto(`${origin}/#/runs/import`);
    await page.getByTestId('run-file').setInputFiles({
      name: 'torn.run.zip',
      mimeType: 'application/zip',
      buffer: bytes.subarray(0, bytes.length - 30),
    });
    await page.getByText('torn.run.zip is damaged').waitFor();
    expect(problems).toEqual([]);
  });
});
