import { describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright';
import { inWebStudio } from '../fixtures/web-window.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { goTo, PATIENCE, press, RUN_PATIENCE, untilStatus } from '../fixtures/studio-user.ts';

let page: Page;
let problems: string[];
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, async (opened) => {
  ({ page, problems } = opened);
});

const key = (chord: string): Promise<void> => page.keyboard.press(chord);
/** The types of the layers, from top to bottom. */
const types = (): Promise<string[]> => page.getByRole('treegrid').locator('.row .type').allTextContents();
/** A key's work is on screen a little later. */
const untilTypes = (expected: readonly string[]): Promise<void> =>
  vi.waitFor(async () => expect(await types()).toEqual(expected), PATIENCE);
const untilCount = (n: number): Promise<void> =>
  vi.waitFor(async () => expect(await types()).toHaveLength(n), PATIENCE);
const faults = () => page.getByRole('treegrid').locator('.fault');

/** By keys alone: the palette, a few letters, Enter; then the focus is back in the list. */
async function add(letters: string): Promise<void> {
  await key('a');
  await page.getByRole('combobox', { name: 'Search layers' }).waitFor();
  await page.keyboard.type(letters);
  await key('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('[role="treegrid"]:focus').waitFor();
}

const saved = (): Promise<void> => page.getByText('saved', { exact: true }).waitFor();

describe('an architecture', () => {
  it(
    'is built by keyboard alone, broken, mended by clicks, and trained',
    async () => {
      await goTo(page, 'Models');
      await page.getByText('No architectures of your own yet').waitFor();
      await page.getByRole('button', { name: 'New architecture' }).focus();
      await key('Enter');
      await page.getByText('No layers yet').waitFor();
      await page.getByRole('treegrid').focus();
      for (const letters of ['conv2d', 'maxpool', 'flatten', 'dense']) await add(letters);
      await untilTypes(['Conv2D', 'MaxPooling2D', 'Flatten', 'Dense']);
      await page.waitForURL(/#\/models\/arch-[a-z0-9]{12}$/);

      // Its last layer has 64 units and no softmax: one click.
      await page.getByRole('button', { name: 'Make it softmax over 10 classes' }).click();
      await faults().first().waitFor({ state: 'detached' });
      await saved();

      // Flatten goes by keys, and comes back by a click.
      await page.getByRole('treegrid').focus();
      for (const chord of ['Home', 'ArrowDown', 'ArrowDown', 'Delete']) await key(chord);
      await untilTypes(['Conv2D', 'MaxPooling2D', 'Dense']);
      await page.getByText(/works on vectors and sequences, but gets an image/).waitFor();
      expect(await page.getByRole('button', { name: 'Train this' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Put a Flatten before it' }).click();
      await untilTypes(['Conv2D', 'MaxPooling2D', 'Flatten', 'Dense']);
      await faults().first().waitFor({ state: 'detached' });

      // An option by keys: Enter goes to the options, Escape comes back.
      await page.getByRole('treegrid').focus();
      await key('Home');
      await key('Enter');
      await key('ControlOrMeta+a');
      await page.keyboard.type('8');
      await page.getByText('8 × (3 × 3)').waitFor();
      await saved();

      await press(page, 'Train this');
      await page.waitForURL(/#\/train/);
      await page.getByRole('spinbutton', { name: 'Images to use' }).fill('640');
      await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
      await page.getByRole('button', { name: 'Start training' }).click();
      await page.waitForURL(/#\/runs\/.+/);
      await untilStatus(page, 'Finished');
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
    await untilTypes([start[1]!, start[0]!, ...start.slice(2)]);
    await key('ControlOrMeta+d');
    await untilCount(start.length + 1);
    for (const chord of ['Home', 'Shift+ArrowDown', 'ControlOrMeta+x']) await key(chord);
    await untilCount(start.length - 1);
    await key('ControlOrMeta+v');
    await untilCount(start.length + 1);
    for (let i = 0; i < 4; i++) await key('ControlOrMeta+z');
    await untilTypes(start);
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
    await untilTypes(start);
    await drag();
    await page.mouse.up();
    await untilTypes([start[1]!, start[2]!, start[0]!, ...start.slice(3)]);
  });

  it('is text, too: what cannot be read is kept and told, and comes back after a reload', async () => {
    await goTo(page, 'Models');
    await page.getByRole('link', { name: /^Quick/ }).click();
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    const text = page.getByRole('textbox', { name: 'The model as JSON' });
    await text.fill('{ "layers": [ { "type": "Dense" ');
    await page.getByText(/This is no JSON yet/).waitFor();
    await saved();
    await page.reload();
    expect(await text.inputValue()).toBe('{ "layers": [ { "type": "Dense" ');
    await text.fill(
      '{ "layers": [ { "type": "Flatten" }, { "type": "Dense", "units": 10, "activation": "softmax" } ] }',
    );
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    await untilTypes(['Flatten', 'Dense']);
  });

  it('is followed by another window that has it open', async () => {
    await saved();
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
