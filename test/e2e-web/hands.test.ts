import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, it, vi } from 'vitest';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { extentOf } from '../../shared/ink/fit.ts';
import { stream } from '../../shared/random/random.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { encodePng } from '../fixtures/png.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { photograph } from '../fixtures/sheet-photo.ts';
import { draw, goTo, SEVEN, untilStatus } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';
import { writtenSheet } from '../fixtures/written-sheet.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];
const files = temporaryFolder();
afterAll(() => files.remove());
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ studio, page, problems } = opened));

const main = () => page.getByRole('main');
const random = stream(1, 'synthetic');

/** A digit's strokes as somebody writes it in the middle of the pad, in shares of its side. */
function strokesOf(digit: number) {
  const { drawing } = syntheticDigit(random, digit);
  const { x, y, width, height } = extentOf(drawing)!;
  const scale = 0.6 / Math.max(width, height, 1e-6);
  return drawing.map((stroke) =>
    stroke
      .filter((_, i) => i % 4 === 0 || i === stroke.length - 1)
      .map(([px, py]) => [0.5 + (px - x - width / 2) * scale, 0.5 + (py - y - height / 2) * scale] as const),
  );
}

/** The lines of all sittings on the disk. */
function written(): { type: string }[] {
  const hands = path.join(studio.home, 'hands');
  return readdirSync(hands, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(hands, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { type: string });
}
const count = (type: string): number => written().filter((line) => line.type === type).length;

it('collects ten signs: each is asked for, goes on when the pen rests, and is on the disk', async () => {
  await goTo(page, 'Handwriting');
  await main().getByRole('button', { name: 'New hand' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Left hand');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await main().getByRole('button', { name: 'How to collect' }).click();
  await page.getByRole('spinbutton', { name: 'Times each sign' }).fill('1');
  // Longer than any machine needs from one stroke of a sign to the next.
  await page.getByRole('slider', { name: 'Rest before the next sign' }).press('End');
  await page.getByRole('button', { name: 'Done' }).click();
  const asked = page.getByTestId('asked');
  const seen: string[] = [];
  for (let i = 1; i <= 10; i++) {
    await main().getByText(`${i} of 10`).waitFor();
    const label = (await asked.textContent())!.replace('Write ', '');
    seen.push(label);
    await draw(page, strokesOf(Number(label)));
  }
  await main().getByRole('heading', { name: '10 drawings collected' }).waitFor();
  expect(seen.sort()).toEqual([...'0123456789']);
  expect(count('added')).toBe(10);
  await main().getByRole('button', { name: 'Finish and check' }).click();
  await main().getByRole('listbox', { name: 'Drawings' }).waitFor();
  // What another window, or the next start, would see.
  await page.reload();
  await main().getByRole('combobox', { name: 'Show' }).waitFor();
  await main().getByText('10 drawings').first().waitFor();
});

it('labels by a key and takes it back by another', async () => {
  const grid = main().getByRole('listbox', { name: 'Drawings' });
  await grid.focus();
  await page.keyboard.press('Home');
  const first = grid.getByRole('option').first();
  const before = (await first.getAttribute('aria-label'))!;
  const other = before.startsWith('5') ? '6' : '5';
  await page.keyboard.press(other);
  await vi.waitFor(
    async () => expect(await first.getAttribute('aria-label')).toMatch(new RegExp(`^${other}`)),
    PATIENCE,
  );
  await page.keyboard.press('Control+z');
  await vi.waitFor(async () => expect(await first.getAttribute('aria-label')).toBe(before), PATIENCE);
  expect(count('relabelled')).toBe(2);
});

it('takes in a photographed sheet: what is written is kept, empty and crossed-out boxes are not', async () => {
  const { sheet, states } = await writtenSheet();
  const { levels, width, height } = photograph(sheet);
  const photo = path.join(files.folder, 'sheet.png');
  writeFileSync(photo, encodePng(Uint8Array.from(levels, Math.round), width, height));
  await main().getByRole('button', { name: 'From paper' }).click();
  await page.getByRole('tab', { name: 'Import a photograph' }).click();
  await page.getByTestId('paper-file').setInputFiles(photo);
  const writing = states.filter((state) => state === 'written').length;
  await page.getByRole('button', { name: `Keep ${writing} drawings` }).waitFor();
  // The first box is switched off.
  await page.getByRole('group', { name: 'Boxes of the page' }).getByRole('button').first().click();
  await page.getByRole('button', { name: `Keep ${writing - 1} drawings` }).click();
  await main()
    .getByText(`${10 + writing - 1} drawings`)
    .first()
    .waitFor();
  expect(count('added')).toBe(10 + writing - 1);
});

it('says what is wrong with a picture that is no sheet, and keeps nothing', async () => {
  const blank = path.join(files.folder, 'blank.png');
  writeFileSync(blank, encodePng(new Uint8Array(900 * 1200).fill(230), 900, 1200));
  const before = count('added');
  await main().getByRole('button', { name: 'From paper' }).click();
  await page.getByRole('tab', { name: 'Import a photograph' }).click();
  await page.getByTestId('paper-file').setInputFiles(blank);
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await page.getByRole('button', { name: /^Keep 0/ }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  expect(count('added')).toBe(before);
});

it('learns the hand by one click', async () => {
  await main()
    .getByRole('button', { name: /^Learn my hand/ })
    .click();
  await page.waitForURL(/#\/runs\/.+/);
  await untilStatus(page, 'Finished');
  await main().getByText('Left hand, learnt').first().waitFor();
});

it('keeps a drawing of the pad in two keys, and takes it back', async () => {
  const before = count('added');
  await goTo(page, 'Draw');
  await page.keyboard.press('Escape');
  await draw(page, SEVEN);
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('7');
  await page.getByText('Kept as 7 in “Left hand”').first().waitFor();
  await vi.waitFor(() => expect(count('added')).toBe(before + 1), PATIENCE);
  const deleted = count('deleted');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await vi.waitFor(() => expect(count('deleted')).toBe(deleted + 1), PATIENCE);
  expect(problems).toEqual([]);
});
