import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { mnistFolder, readMnist } from '../fixtures/mnist.ts';
import { encodePng } from '../fixtures/png.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { draw, goTo, ONE, SEVEN } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, async (opened) => {
  ({ page, problems } = opened);
  await goTo(page, 'Read');
});

/** Pixels of the picture for one of a digit's. */
const SCALE = 3;
const MARGIN = 40;

/** Handwritten digits side by side on paper that grows darker to the right, as a photograph of a code. */
function photograph(code: string): Buffer {
  const { images, labels } = readMnist('test');
  const side = 28 * SCALE;
  const [width, height] = [code.length * side + 2 * MARGIN, side + 2 * MARGIN];
  const levels = new Uint8Array(width * height).map((_, i) => 225 - Math.round((60 * (i % width)) / width));
  [...code].forEach((digit, place) => {
    const image = labels.indexOf(Number(digit), 100 * place) * 784;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const at = (MARGIN + y) * width + MARGIN + place * side + x;
        const ink = images[image + 28 * Math.floor(y / SCALE) + Math.floor(x / SCALE)]! / 255;
        levels[at] = Math.round(levels[at]! * (1 - 0.85 * ink));
      }
    }
  });
  return encodePng(levels, width, height);
}

const text = (): Promise<string | null> => page.getByTestId('line-text').textContent({ timeout: 5000 });
const expectText = (is: string): Promise<void> => vi.waitFor(async () => expect(await text()).toBe(is), PATIENCE);

describe('lines of writing', () => {
  it('are read from the pen while they grow', async () => {
    const beside = (strokes: typeof ONE, place: number) =>
      strokes.map((stroke) => stroke.map(([x, y]) => [(place + x) / 4, y] as const));
    await draw(page, beside(ONE, 0));
    await draw(page, beside(SEVEN, 0.8));
    await expectText('17');
    await page.keyboard.press('Control+z');
    await expectText('1');
    await page.keyboard.press('Escape');
    await page.getByText('Nothing written yet').waitFor();
  });

  it('are read from a picture, and corrected by a key', async () => {
    const code = '48213';
    await page
      .getByTestId('read-files')
      .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: photograph(code) });
    await expectText(code);
    await page.getByRole('radio', { name: 'Code' }).click();
    await page.getByRole('combobox', { name: 'Length' }).click();
    await page.getByRole('option', { name: '5 characters', exact: true }).click();
    await expectText(code);
    const signs = page.getByRole('group', { name: 'Signs of the line' });
    await signs.getByRole('button').first().click();
    await page.keyboard.press('9');
    await expectText('98213');
    await page.keyboard.press('Control+z');
    await expectText(code);
    await page.getByRole('button', { name: 'How it was cleaned' }).click();
    await page.getByRole('dialog').getByText('Evenly lit').waitFor();
    await page.keyboard.press('Escape');
    expect(problems).toEqual([]);
  });
});
