import path from 'node:path';
import type { Page } from 'playwright';
import readExcel from 'read-excel-file/node';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../fixtures/folders.ts';
import { formFiles, type FormFiles } from '../fixtures/form-files.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { goTo, press, untilStatus } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

const PAGES = 20;
/** Two codes and a tick box are enough to see that fields are found again. */
const DRAWN = ['f1', 'f4', 'f8'] as const;

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
    await goTo(page, 'Read');
    await page.getByRole('main').getByRole('link', { name: 'Forms' }).click();
  },
  120_000,
);

/** Draws a field's box on the empty form, and says what it is. */
async function drawField(id: string): Promise<void> {
  const { box, kind, length, name } = files.form.fields.find((field) => field.id === id)!;
  const { width, height } = files.form.empty;
  const layer = page.getByRole('group', { name: 'Fields on the form' });
  await layer.evaluate((node, share) => {
    const scroller = node.closest('.left')!;
    scroller.scrollTop = share * node.clientHeight - scroller.clientHeight / 2;
  }, box.y / height);
  const area = (await layer.boundingBox())!;
  const at = (x: number, y: number): [number, number] => [
    area.x + (x / width) * area.width,
    area.y + (y / height) * area.height,
  ];
  await page.mouse.move(...at(box.x, box.y));
  await page.mouse.down();
  await page.mouse.move(...at(box.x + box.width / 2, box.y + box.height / 2), { steps: 3 });
  await page.mouse.move(...at(box.x + box.width, box.y + box.height), { steps: 3 });
  await page.mouse.up();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('combobox', { name: 'What people write there' }).click();
  await page.getByRole('option', { name: kind === 'mark' ? 'Tick box' : 'Code' }).click();
  if (length !== null) await page.getByRole('spinbutton', { name: 'Length' }).fill(String(length));
}

describe('forms', () => {
  it('are defined once: a scan, and a box around each place where people write', async () => {
    await page.getByRole('main').getByRole('button', { name: 'New template' }).first().click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Bill');
    await page.getByTestId('picture-files').setInputFiles(files.empty);
    await page.waitForURL(/#\/forms\/form-/);
    await page.getByRole('img', { name: 'The empty form' }).waitFor();
    for (const id of DRAWN) await drawField(id);
    await page.getByText('saved', { exact: true }).waitFor();
    expect(await page.getByRole('list', { name: 'Fields in the order of the table' }).getByRole('button').count()).toBe(
      DRAWN.length,
    );
  });

  it('are read page by page, checked by keyboard, and become a table', async () => {
    await page.getByRole('button', { name: 'Read filled forms…' }).click();
    await page.getByTestId('import-drop').locator('input[webkitdirectory]').setInputFiles(files.pages);
    await page.waitForURL(/#\/batches\/batch-/);
    await page.getByText('Finished', { exact: true }).waitFor({ timeout: 120_000 });
    const texts = [...files.texts.values()];
    await page.getByRole('radio', { name: 'All' }).click();
    await page.getByText(`${DRAWN.length * PAGES} left`).waitFor();
    await page.getByRole('radio', { name: 'To check' }).click();
    // Whatever the model is sure of: a person who knows the pages decides the rest.
    const where = page.getByText(/^page \d+\.jpg, page \d+$/).first();
    const done = page.getByText('Everything is checked');
    for (;;) {
      await where.or(done).first().waitFor();
      if (await done.isVisible()) break;
      const file = (await where.textContent())!.split(',')[0]!;
      const name = (await page.getByRole('main').locator('.one h2').textContent())!;
      const { id, kind } = files.form.fields.find((field) => field.name === name)!;
      const truth = files.texts.get(file)![id]!;
      const before = `${file} ${name}`;
      if (kind === 'mark') await page.keyboard.press(truth === '' ? 'n' : 'y');
      else {
        const text = await page.getByTestId('line-text').textContent();
        if (text !== truth) {
          await page.keyboard.press('F2');
          await page.getByRole('textbox', { name: 'Text of the line' }).fill(truth);
        }
        await page.keyboard.press('Enter');
      }
      await vi.waitFor(async () => {
        if (await done.isVisible()) return;
        const now = `${(await where.textContent())!.split(',')[0]!} ${await page.locator('.one h2').textContent()}`;
        expect(now).not.toBe(before);
      }, PATIENCE);
    }
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Excel (XLSX)' }).click();
    const saved = path.join(temporary.folder, 'table.xlsx');
    await (await download).saveAs(saved);
    const sheets = await readExcel(saved);
    const table = JSON.stringify(sheets);
    const right = texts.filter((one) => table.includes(one['f1']!) && table.includes(one['f4']!));
    // What the model was sure of is right 99 times of 100, and all else was decided.
    expect(right.length).toBeGreaterThanOrEqual(PAGES - 1);
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
    expect(await gain.getByText(/\d+ fields on \d+ pages/).count()).toBe(1);
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
