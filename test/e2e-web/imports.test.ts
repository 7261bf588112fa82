import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folders.ts';
import { dropOnImport } from '../fixtures/own-signs-user.ts';
import { ownSigns } from '../fixtures/own-signs.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { writeFiles } from '../fixtures/staging.ts';
import { goTo } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

/** Drawings of o and O, which differ in size alone. */
const rings = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, i) => {
      const size = i % 2 === 0 ? 25 : 80;
      // No two of one shape.
      const height = size * (1 - i / 50);
      const point = (_: unknown, k: number) => [100 + size * Math.cos(k / 2), 180 - height + height * Math.sin(k / 2)];
      return { label: 'oO'[i % 2], strokes: [Array.from({ length: 13 }, point)] };
    }),
  );

let files: { folder: string; remove(): void };
let studio: WebStudio;
let page: Page;
let problems: string[];

beforeAll(() => {
  files = temporaryFolder();
  writeFiles(
    files.folder,
    Object.fromEntries(Object.entries(ownSigns(4)).map(([name, bytes]) => [`signs/${name}`, bytes])),
  );
  writeFiles(files.folder, { 'rings/mine.json': rings(24) });
  writeFiles(files.folder, { 'signs/notes': 'mine', 'broken/a.csv': '<html><body>Sign in</body></html>' });
});
afterAll(() => files?.remove());
inWebStudio({}, (opened) => void ({ studio, page, problems } = opened));

const drop = (paths: readonly string[]): Promise<void> => dropOnImport(page, paths);
const dialog = () => page.getByRole('dialog');

describe('the import', () => {
  it('says what is wrong with files that are no data, and lets others be chosen', async () => {
    await goTo(page, 'Train');
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await drop([`${files.folder}/broken`]);
    await dialog().getByText('a.csv is a web page').waitFor();
    expect(await page.getByTestId('import-drop').count()).toBe(1);
  });

  it('shows a dropped folder of own signs before it is kept', async () => {
    await drop([`${files.folder}/signs`]);
    await dialog().getByText('12 images · 32 × 32 pixels · 3 classes').waitFor();
    expect(await dialog().getByRole('img', { name: /arrow/ }).count()).toBeGreaterThan(0);
    await dialog().getByText('1 file was not used').click();
    await dialog().getByText('notes', { exact: true }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    for (const size of [
      { width: 640, height: 400 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      expect(await layoutFaults(page)).toEqual([]);
    }
  });

  it('mends a warning and renames a class, and keeps it so', async () => {
    const invert = dialog().getByRole('switch', { name: 'Invert the images' });
    expect(await invert.isChecked()).toBe(true);
    await invert.click();
    expect(await invert.isChecked()).toBe(false);
    await invert.click();
    await dialog().getByRole('textbox', { name: 'Name of class 3' }).fill('door');
    await dialog().getByRole('textbox', { name: 'Name', exact: true }).fill('My signs');
    await dialog().getByRole('button', { name: 'Import', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    // It is what will be trained on, in place of what was chosen before.
    expect(await page.getByRole('checkbox', { name: /My signs/ }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: /MNIST/ }).isChecked()).toBe(false);
  });

  it('has a page: what is in it, and its names', async () => {
    await page.getByRole('button', { name: 'About My signs' }).click();
    await page.getByRole('heading', { name: 'My signs', exact: true }).waitFor();
    await page.getByText('No run has used it yet.').waitFor();
    await page.getByText('Invert the images').waitFor();
    await page.getByRole('textbox', { name: 'Name of class 1' }).fill('pointer');
    await page.getByRole('button', { name: 'Save the names' }).click();
    await page
      .getByRole('img', { name: /pointer/ })
      .first()
      .waitFor();
    expect(await axeFaults(page)).toEqual([]);
    for (const size of [
      { width: 640, height: 400 },
      { width: 1024, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      expect(await layoutFaults(page)).toEqual([]);
    }
  });

  it('whose files were damaged says so on its page, and can be removed there', async () => {
    const datasets = path.join(studio.home, 'datasets');
    const own = readdirSync(datasets).find((name) => name.startsWith('set-'))!;
    appendFileSync(path.join(datasets, own, 'train-images.u8'), 'x');
    await page.reload();
    await page.getByRole('heading', { name: 'The files of this data set are damaged' }).waitFor();
    expect(await page.getByRole('button', { name: 'Train on it' }).count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    for (const size of [
      { width: 640, height: 400 },
      { width: 1024, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      expect(await layoutFaults(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.waitForURL(/#\/train$/);
    expect(await page.getByRole('checkbox', { name: /My signs/ }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('of drawings shows them centred or as they were written, and keeps them so', async () => {
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await drop([`${files.folder}/rings`]);
    await dialog().getByText('24 images · 28 × 28 pixels · 2 classes').waitFor();
    const written = dialog().getByRole('switch', { name: 'Keep size and place as written' });
    /** The first stamp as it is painted: of an o, the smaller of the two. */
    const painted = (): Promise<string> =>
      dialog()
        .locator('canvas')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const centred = await painted();
    await written.click();
    await dialog().getByRole('switch', { name: 'Keep size and place as written', checked: true }).waitFor();
    expect(await painted()).not.toBe(centred);
    expect(await axeFaults(page)).toEqual([]);
    for (const size of [
      { width: 640, height: 400 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      expect(await layoutFaults(page)).toEqual([]);
    }
    await dialog().getByRole('button', { name: 'Import', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    const datasets = path.join(studio.home, 'datasets');
    const own = readdirSync(datasets).find((name) => name.startsWith('set-'))!;
    expect(JSON.parse(readFileSync(path.join(datasets, own, 'dataset.json'), 'utf8'))).toMatchObject({
      framing: 'as-written',
    });
    expect(problems).toEqual([]);
  });
});
