import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, it, vi } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { chooseCell, evaluateTraining, fineTuneWithCorrections, lookAtImage } from '../fixtures/lab-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { collectTenDigits, learnHand, takeInSheet } from '../fixtures/own-hand-user.ts';
import { encodePng } from '../fixtures/png.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { draw, goTo, SEVEN } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];
const files = temporaryFolder();
afterAll(() => files.remove());
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ studio, page, problems } = opened));

const main = () => page.getByRole('main');

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
  const seen = await collectTenDigits(page, 'Left hand');
  expect(seen.sort()).toEqual([...'0123456789']);
  expect(count('added')).toBe(10);
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
  const added = await takeInSheet(page, files.folder);
  await main()
    .getByText(`${10 + added} drawings`)
    .first()
    .waitFor();
  expect(count('added')).toBe(10 + added);
});

it('says what is wrong with a picture that is no sheet, and keeps nothing', async () => {
  const blank = path.join(files.folder, 'blank.png');
  writeFileSync(blank, encodePng(new Uint8Array(900 * 1200).fill(230), 900, 1200));
  const before = count('added');
  await main().getByRole('button', { name: 'From paper' }).click();
  await page.getByRole('tab', { name: 'Import a photograph' }).click();
  await page.getByTestId('picture-files').setInputFiles(blank);
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await page.getByRole('button', { name: /^Keep 0/ }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  expect(count('added')).toBe(before);
});

it('learns the hand by one click', async () => {
  await learnHand(page);
  await main().getByText('Left hand, learnt').first().waitFor();
});

it('corrects a label of the hand in the lab, and fine-tunes with it', async () => {
  await evaluateTraining(page, 'Left hand');
  await chooseCell(page, 3, 3);
  await lookAtImage(page, 3, 3);
  await page.keyboard.press('5');
  await page.getByText('1 label of this data set is corrected').waitFor();
  const run = await fineTuneWithCorrections(page, 1);
  const { spec } = JSON.parse(readFileSync(path.join(studio.home, 'runs', run, 'run.json'), 'utf8')) as Run;
  // The run says which image it saw as what.
  expect(Object.values(spec.data.transforms!.relabel!)).toEqual([[[expect.any(Number), '5']]]);
  expect(spec.from?.model).toBe('starter');
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
