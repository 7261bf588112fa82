import path from 'node:path';
import type { Page } from 'playwright';
import readExcel from 'read-excel-file/node';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folders.ts';
import { formFiles, type FormFiles } from '../fixtures/form-files.ts';
import { checkByKeys, defineForm, DRAWN, exportTable, pagesInTable, readFilledForms } from '../fixtures/form-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { press, untilStatus } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

const PAGES = 20;

const temporary = temporaryFolder();
afterAll(() => temporary.remove());
let page: Page;
let problems: string[];
let files: FormFiles;

inWebStudio(
  { env: { INKSTONE_MNIST_DIR: mnistFolder } },
  async (opened) => {
    ({ page, problems } = opened);
    files = await formFiles(temporary.folder, PAGES);
  },
  120_000,
);

describe('forms', () => {
  it('are defined once: a scan, and a box around each place where people write', async () => {
    await defineForm(page, files);
    expect(await page.getByRole('list', { name: 'Fields in the order of the table' }).getByRole('button').count()).toBe(
      DRAWN.length,
    );
  });

  it('are read page by page, checked by keyboard, and become a table', async () => {
    await readFilledForms(page, files);
    await page.getByRole('radio', { name: 'All' }).click();
    await page.getByText(`${DRAWN.length * PAGES} left`).waitFor();
    await checkByKeys(page, files);
    const download = page.waitForEvent('download');
    await exportTable(page);
    const saved = path.join(temporary.folder, 'table.xlsx');
    await (await download).saveAs(saved);
    // What the model was sure of is right 99 times of 100, and all else was decided.
    expect(pagesInTable(await readExcel(saved), files)).toBeGreaterThanOrEqual(PAGES - 1);
    await page.getByRole('radio', { name: 'Table' }).click();
    await page.getByRole('grid', { name: 'Pages and their fields' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('teach their reader what was corrected, which then says what it gained on pages that it did not learn', async () => {
    await press(page, 'Fine-tune the reader with these corrections');
    await page.waitForURL(/#\/train$/);
    await page.locator('.plan').getByText('Line reader').first().waitFor();
    await page.getByText('this share is composed of signs of MNIST').waitFor();
    // As little as can be: what is tried here is the way, and not how well it learns.
    await page.getByRole('spinbutton', { name: 'Lines an epoch' }).fill('32');
    await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.waitForURL(/#\/runs\/.+/);
    await untilStatus(page, 'Finished');
    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    await page.getByText('lines composed of test images').first().waitFor();
    const gain = page.getByRole('region', { name: 'Pages that were not learnt from' });
    await gain.getByRole('table', { name: 'Lines that were read right and wrong' }).waitFor({ timeout: 60_000 });
    expect(await gain.getByText(/\d+ fields? · \d+ pages?/).count()).toBe(1);
    await press(page, 'Keep');
    await page.getByText('This model reads lines').waitFor();
    await press(page, 'Read with it');
    await page.waitForURL(/#\/read/);
    await page
      .getByRole('combobox', { name: 'Model' })
      .getByText(/fine-tuned 1/)
      .waitFor();
    expect(problems).toEqual([]);
  }, 300_000);
});
