import path from 'node:path';
import type { Page } from 'playwright';
import readExcel from 'read-excel-file/node';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folders.ts';
import { formFiles, type FormFiles } from '../fixtures/form-files.ts';
import { checkByKeys, defineForm, DRAWN, exportTable, pagesInTable, readFilledForms } from '../fixtures/form-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
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
});
