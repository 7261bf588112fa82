import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import readExcel from 'read-excel-file/node';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { codePhoto } from '../fixtures/code-photo.ts';
import { dropFiles } from '../fixtures/drop-files.ts';
import { answerSaves, launchStudio, type Studio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { formFiles } from '../fixtures/form-files.ts';
import { checkByKeys, defineForm, exportTable, pagesInTable, readFilledForms } from '../fixtures/form-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { goTo } from '../fixtures/studio-user.ts';

const PAGES = 20;

const temporary = temporaryFolder();
afterAll(() => temporary.remove());
let studio: Studio;
afterEach(() => studio?.close());

async function start(): Promise<Studio['page']> {
  studio = await launchStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } });
  await callFromPage(studio.page, 'settings.update', { language: 'en' });
  return studio.page;
}

it('reads a code from a photograph that is dropped on the window, and takes a correction', async () => {
  const page = await start();
  const photo = path.join(temporary.folder, 'code.png');
  writeFileSync(photo, codePhoto('48213'));
  await goTo(page, 'Read');
  await page.getByRole('main').getByRole('radio', { name: 'Pictures' }).click();
  await dropFiles(page.getByTestId('picture-drop'), [photo]);
  const expectText = (is: string): Promise<void> =>
    vi.waitFor(async () => expect(await page.getByTestId('line-text').textContent()).toBe(is), PATIENCE);
  await expectText('48213');
  await page.getByRole('group', { name: 'Signs of the line' }).getByRole('button').nth(1).click();
  await page.keyboard.press('6');
  await expectText('46213');
  expect(studio.problems).toEqual([]);
});

it('reads filled forms, has them checked by keys, and writes a table that another program opens', async () => {
  const files = await formFiles(temporary.folder, PAGES);
  const page = await start();
  await defineForm(page, files);
  await readFilledForms(page, files);
  await checkByKeys(page, files);
  await answerSaves(studio, temporary.folder);
  await exportTable(page);
  await page
    .getByText(/“Bill.*\.xlsx” was saved/)
    .first()
    .waitFor();
  // A batch is called by its form and its day.
  const table = readdirSync(temporary.folder).find((name) => /^Bill.*\.xlsx$/.test(name))!;
  const sheets = await readExcel(path.join(temporary.folder, table));
  expect(pagesInTable(sheets, files)).toBeGreaterThanOrEqual(PAGES - 1);
  expect(studio.problems).toEqual([]);
});
