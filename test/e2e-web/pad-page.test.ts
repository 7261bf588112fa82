import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeHtml } from '../../electron/formats/exports/html/html-page.ts';
import { exportedCard } from '../../electron/formats/exports/exported-card.ts';
import { rounded } from '../../electron/formats/exports/packing/rounded.ts';
import { readModelFolder, type StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import type { ExportWeights } from '../../shared/contract/schemas/export.ts';
import { launchBrowser } from '../fixtures/browser.ts';
import { everyLayerStored } from '../fixtures/every-layer.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { draw, expectDigit, ONE, SEVEN } from '../fixtures/studio-user.ts';

const home = temporaryFolder();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  home.remove();
});

/** What the page asked for, said and was refused, beside the page itself. */
let told: string[] = [];
afterEach(() => {
  expect(told).toEqual([]);
  told = [];
});

/** A written page, opened from the disk without a network. */
async function opened(
  whole: StoredModel,
  options: BrowserContextOptions = {},
  weights: ExportWeights = 'float32',
): Promise<Page> {
  const file = path.join(home.folder, 'page.html');
  const { model, packing } = rounded(whole, 'html', weights);
  writeFileSync(file, (await writeHtml(model, packing))[0]!.bytes);
  const address = pathToFileURL(file).href;
  const context = await browser.newContext({ locale: 'en-GB', offline: true, ...options });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (request.url() !== address) told.push(`request ${request.url()}`);
  });
  page.on('console', (message) => told.push(`console ${message.text()}`));
  page.on('pageerror', (error) => told.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    told.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  await page.locator('.pad canvas').waitFor();
  return page;
}

const starter = () => readModelFolder(path.join(repositoryRoot, 'resources', 'starter'));

describe('a model as one HTML page', () => {
  it('reads what is drawn on it, offline and with no request; keys clear the pad and bring the drawing back', async () => {
    const page = await opened(await starter());
    await draw(page, SEVEN);
    await expectDigit(page, '7');
    await page.keyboard.press('Escape');
    await page.getByText('Nothing drawn yet').waitFor();
    await page.keyboard.press('Control+z');
    await expectDigit(page, '7');
    await page.keyboard.press('Control+z');
    await page.getByText('Nothing drawn yet').waitFor();
    await page.keyboard.press('Control+y');
    await expectDigit(page, '7');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Nothing drawn yet').waitFor();
    await page.context().close();
  });

  it('speaks the browser’s language and has its theme; axe finds nothing, and nothing is cut off, on a phone too', async () => {
    for (const [locale, colorScheme, width, height] of [
      ['zh-CN', 'dark', 1280, 800],
      ['en-GB', 'light', 1024, 640],
      ['zh-TW', 'light', 390, 844],
      ['fr-FR', 'dark', 360, 640],
    ] as const) {
      const page = await opened(await starter(), { locale, colorScheme, viewport: { width, height } });
      const chinese = locale.startsWith('zh');
      await page.getByText(chinese ? '可离线使用' : 'Works offline').waitFor();
      expect(
        await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']]),
      ).toEqual([chinese ? 'zh-CN' : 'en', colorScheme]);
      await draw(page, SEVEN);
      await expectDigit(page, '7');
      // A phone's page is longer than its window, and no wider.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const cut = width < 1000 ? [] : await layoutFaults(page);
      expect([...cut, ...(await axeFaults(page))]).toEqual([]);
      await page.context().close();
    }
  });

  it('shows names as text, whatever they hold', async () => {
    const model = everyLayerStored(3);
    const name = '</title><img src="x" onerror="alert(1)"><!--<script>';
    const page = await opened({ ...model, card: { ...model.card, name } });
    expect(await page.title()).toBe(name);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
    const names = page.locator('.bars .name');
    expect(await names.allTextContents()).toEqual(model.card.task.classes);
    await draw(page, SEVEN);
    await vi.waitFor(
      async () => expect(model.card.task.classes).toContain(await page.getByTestId('digit').textContent()),
      PATIENCE,
    );
    await page.context().close();
  });

  it.each([
    ['en-GB', 'light', 1280, 800],
    ['zh-CN', 'dark', 1024, 640],
    ['en-GB', 'dark', 390, 844],
  ] as const)('of lines has a wide pad, and says what is written on it: %s, %s, %i', async (locale, colorScheme, width, height) => {
    const stored = await readModelFolder(path.join(repositoryRoot, 'resources', 'line-reader'));
    const model = { ...stored, card: exportedCard(stored.card) };
    const page = await opened(model, { locale, colorScheme, viewport: { width, height } }, 'float16');
    const beside = (strokes: typeof ONE, place: number) =>
      strokes.map((stroke) => stroke.map(([x, y]) => [(place + x) / 4, y] as const));
    const expectLine = (text: string): Promise<void> =>
      vi.waitFor(async () => expect(await page.getByTestId('line').textContent({ timeout: 5000 })).toBe(text), PATIENCE);
    await draw(page, beside(ONE, 0));
    await draw(page, beside(SEVEN, 0.8));
    await expectLine('17');
    await page.keyboard.press('Control+z');
    await expectLine('1');
    await page.keyboard.press('Control+y');
    await expectLine('17');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const cut = width < 1000 ? [] : await layoutFaults(page);
    expect([...cut, ...(await axeFaults(page))]).toEqual([]);
    await page.context().close();
  });
});
