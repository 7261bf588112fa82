import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Locator, Page } from 'playwright';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { learn as englishLearn } from '../../renderer/i18n/en/learn.ts';
import { lessons as english } from '../../renderer/i18n/en/lessons.ts';
import { paper as englishPaper } from '../../renderer/i18n/en/paper.ts';
import { learn as chineseLearn } from '../../renderer/i18n/zh/learn.ts';
import { lessons as chinese } from '../../renderer/i18n/zh/lessons.ts';
import { paper as chinesePaper } from '../../renderer/i18n/zh/paper.ts';
import { openPdf } from '../../electron/formats/pdf/open-pdf.ts';
import { tabTo } from '../fixtures/keyboard-user.ts';
import { axeFaults, layoutFaults, settled } from '../fixtures/page-faults.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { chooseLook } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

/** A lesson made, saved as a file, opened by a student and finished, without a pointer. INKSTONE_LOOKS names a folder for pictures of the way. */
let studio: WebStudio;
let page: Page;
let problems: string[];

inWebStudio({}, (opened) => void ({ studio, page, problems } = opened));

const looks = process.env['INKSTONE_LOOKS'];
const main = (): Locator => page.getByRole('main');
const named = (role: 'button' | 'link' | 'checkbox' | 'textbox', name: string): Locator =>
  main().getByRole(role, { name, exact: true }).first();

/** Goes to something with the Tab key and presses a key on it. */
async function press(target: Locator, key: string): Promise<void> {
  await target.waitFor(PATIENCE);
  await tabTo(page, target);
  await page.keyboard.press(key);
}
async function write(name: string, text: string): Promise<void> {
  const field = named('textbox', name);
  await press(field, 'ControlOrMeta+A');
  await page.keyboard.type(text);
}
/** Nothing is cut off, and axe finds nothing; with a picture where those are wished. */
async function expectWhole(name: string): Promise<void> {
  await settled(page);
  expect([...(await layoutFaults(page)), ...(await axeFaults(page))], name).toEqual([]);
  if (looks === undefined) return;
  mkdirSync(looks, { recursive: true });
  await page.screenshot({ path: path.join(looks, `${name}.png`), fullPage: false });
}

describe.each([
  ['en', english, englishLearn, englishPaper],
  ['zh-CN', chinese, chineseLearn, chinesePaper],
] as const)('by keyboard, in %s', (language, words, learn, paper) => {
  beforeAll(() => chooseLook(page, studio.origin, language, language === 'en' ? 'light' : 'dark'));
  const { data, softmax } = learn.chapters;
  let file: Buffer;
  /** Leaves questions out, of the one chapter whose settings are open. */
  async function untick(...questions: number[]): Promise<void> {
    for (const n of questions) await press(named('checkbox', words.edit.tryOut.replace('{n}', String(n))), 'Space');
  }

  it('a lesson is made and saved as a file', async () => {
    await page.goto(`${studio.origin}/#/learn`);
    await press(named('button', words.make), 'Enter');
    await write(words.edit.name, 'Unit 1');
    await write(words.edit.note, 'First of all: write a digit.');
    await press(named('checkbox', softmax.title), 'Space');
    await press(named('checkbox', data.title), 'Space');
    // The second to the front; it stays in hand.
    await press(named('button', words.edit.move.replace('{chapter}', data.title)), 'ArrowUp');
    await vi.waitFor(async () =>
      expect((await main().locator('.pick').allTextContents()).slice(0, 2)).toEqual([data.title, softmax.title]),
    );
    await press(main().getByRole('button', { name: words.edit.more.replace('{chapter}', data.title) }), 'Enter');
    await press(named('textbox', words.edit.chapterNote), 'ControlOrMeta+A');
    await page.keyboard.type('Count the pixels.');
    await untick(2, 3);
    await press(main().getByRole('button', { name: words.edit.more.replace('{chapter}', data.title) }), 'Enter');
    await press(main().getByRole('button', { name: words.edit.more.replace('{chapter}', softmax.title) }), 'Enter');
    await untick(1, 2, 3);
    await main().getByText(words.edit.state.saved, { exact: true }).waitFor(PATIENCE);
    await expectWhole(`teacher-${language}`);
    const download = page.waitForEvent('download');
    await press(named('button', words.save), 'Enter');
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('Unit 1.inkstone-lesson');
    const chunks: Buffer[] = [];
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer);
    file = Buffer.concat(chunks);
    expect(problems).toEqual([]);
  });

  it('a student opens it, reads its chapters, solves its question, and has finished it', async () => {
    await page.goto(`${studio.origin}/#/learn`);
    await page
      .getByTestId('lesson-file')
      .setInputFiles({ name: 'unit.inkstone-lesson', mimeType: 'application/zip', buffer: file });
    await page.waitForURL(/#\/lessons\/lesson-/, PATIENCE);
    await main().getByText('First of all: write a digit.').waitFor();
    await expectWhole(`lesson-${language}`);
    await press(named('link', learn.begin), 'Enter');
    await main().getByText('Count the pixels.').waitFor(PATIENCE);
    const questions = main().locator('li.item');
    await vi.waitFor(async () => expect(await questions.count()).toBe(1));
    await expectWhole(`lesson-chapter-${language}`);
    await tabTo(page, questions.locator('input').first());
    await page.keyboard.type('784');
    await page.keyboard.press('Enter');
    await main().getByRole('img', { name: learn.tryOuts.solved, exact: true }).waitFor();
    await press(main().getByRole('link', { name: softmax.title, exact: true }).last(), 'Enter');
    await press(named('link', words.finish), 'Enter');
    await page.getByTestId('finished').waitFor();
    expect(await page.getByTestId('finished').textContent()).toContain(
      words.result.replace('{all}', '1').replace('{solved}', '1').replace('{shown}', '0'),
    );
    await expectWhole(`finished-${language}`);
    // Opened once more it is the same, and is still finished.
    await page.goto(`${studio.origin}/#/learn`);
    await page
      .getByTestId('lesson-file')
      .setInputFiles({ name: 'unit.inkstone-lesson', mimeType: 'application/zip', buffer: file });
    await page.getByTestId('finished').waitFor(PATIENCE);
    expect(problems).toEqual([]);
  });

  it('it comes on paper: light pages, a chapter each, the answers behind them', async () => {
    await press(named('link', paper.open), 'Enter');
    await main().getByRole('switch', { name: paper.answers }).waitFor();
    await press(main().getByRole('switch', { name: paper.answers }), 'Space');
    await main().getByRole('button', { name: paper.print, exact: true }).waitFor(PATIENCE);
    await page.locator('html[data-theme="light"]').waitFor({ state: 'attached' });
    await expectWhole(`paper-${language}`);
    const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    if (looks !== undefined) writeFileSync(path.join(looks, `paper-${language}.pdf`), bytes);
    const pdf = await openPdf(new Uint8Array(bytes), 'paper.pdf');
    expect(pdf.pages).toBeGreaterThanOrEqual(3);
    // Nothing dark of the window around it: paper at all edges.
    const { pixels, width, height } = await pdf.draw(0);
    const corners = [0, width - 1, (height - 1) * width, height * width - 1].map((at) => pixels[at]);
    expect(corners).toEqual([255, 255, 255, 255]);
    expect(problems).toEqual([]);
  });
});
