import { describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright';
import { inWebStudio } from '../fixtures/web-window.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import {
  breakAndMend,
  buildNetwork,
  layerTypes,
  trainEdited,
  untilSaved,
  untilTypes,
} from '../fixtures/editor-user.ts';
import { goTo, PATIENCE, RUN_PATIENCE } from '../fixtures/studio-user.ts';

let page: Page;
let problems: string[];
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, async (opened) => {
  ({ page, problems } = opened);
});

const key = (chord: string): Promise<void> => page.keyboard.press(chord);
const types = (): Promise<string[]> => layerTypes(page);
const untilCount = (n: number): Promise<void> =>
  vi.waitFor(async () => expect(await types()).toHaveLength(n), PATIENCE);

describe('an architecture', () => {
  it(
    'is built by keyboard alone, broken, mended by clicks, and trained',
    async () => {
      await goTo(page, 'Models');
      await page.getByText('No architectures of your own yet').waitFor();
      await buildNetwork(page);
      await breakAndMend(page);
      await trainEdited(page, { images: 640, epochs: 1 });
      await goTo(page, 'Models');
      await page
        .getByRole('region', { name: 'My architectures' })
        .getByRole('link', { name: /^Untitled/ })
        .waitFor();
      expect(problems).toEqual([]);
    },
    RUN_PATIENCE,
  );

  it('is moved, doubled, cut and pasted by keys, and all of it undone', async () => {
    await goTo(page, 'Models');
    await page.getByRole('link', { name: /^Tutorial/ }).click();
    await page.getByRole('treegrid').locator('.row').first().waitFor();
    const start = await types();
    await page.getByRole('treegrid').focus();
    for (const chord of ['Home', 'Alt+ArrowDown']) await key(chord);
    await untilTypes(page, [start[1]!, start[0]!, ...start.slice(2)]);
    await key('ControlOrMeta+d');
    await untilCount(start.length + 1);
    for (const chord of ['Home', 'Shift+ArrowDown', 'ControlOrMeta+x']) await key(chord);
    await untilCount(start.length - 1);
    await key('ControlOrMeta+v');
    await untilCount(start.length + 1);
    for (let i = 0; i < 4; i++) await key('ControlOrMeta+z');
    await untilTypes(page, start);
    for (let i = 0; i < 4; i++) await key('ControlOrMeta+Shift+z');
    await untilCount(start.length + 1);
    expect(problems).toEqual([]);
  });

  it('is moved by pointer: a line shows where to, Escape lets it be', async () => {
    await goTo(page, 'Models');
    await page.getByRole('link', { name: /^LeNet-5/ }).click();
    await page.getByRole('treegrid').locator('.row').first().waitFor();
    const start = await types();
    const grip = page.getByRole('treegrid').locator('.grip').first();
    const third = (await page.getByRole('treegrid').locator('.row').nth(2).boundingBox())!;
    const box = (await grip.boundingBox())!;
    const drag = async (): Promise<void> => {
      await page.mouse.move(box.x + 4, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(third.x + 40, third.y + third.height - 2, { steps: 6 });
      await page.getByRole('treegrid').locator('.line').waitFor();
    };
    await drag();
    await key('Escape');
    await page.mouse.up();
    await untilTypes(page, start);
    await drag();
    await page.mouse.up();
    await untilTypes(page, [start[1]!, start[2]!, start[0]!, ...start.slice(3)]);
  });

  it('is text, too: what cannot be read is kept and told, and comes back after a reload', async () => {
    await goTo(page, 'Models');
    await page.getByRole('link', { name: /^Quick/ }).click();
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    const text = page.getByRole('textbox', { name: 'The model as JSON' });
    await text.fill('{ "layers": [ { "type": "Dense" ');
    await page.getByText(/This is no JSON yet/).waitFor();
    await untilSaved(page);
    await page.reload();
    expect(await text.inputValue()).toBe('{ "layers": [ { "type": "Dense" ');
    await text.fill(
      '{ "layers": [ { "type": "Flatten" }, { "type": "Dense", "units": 10, "activation": "softmax" } ] }',
    );
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    await untilTypes(page, ['Flatten', 'Dense']);
  });

  it('is followed by another window that has it open', async () => {
    await untilSaved(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('row', { name: /Dense/ }).last().click();
    await other.getByRole('spinbutton', { name: 'Units' }).fill('9');
    await other.getByText('saved', { exact: true }).waitFor();
    await page.getByText(/9 units/).waitFor();
    expect(await page.getByRole('button', { name: 'Set units to 10' }).count()).toBe(1);
    await other.close();
  });
});
