import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import { goTo, RUN_PATIENCE, startTraining, untilStatus } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

/** A run of each family, started from the Train screen by its preset's name, on few images: the whole way through. */
const FAMILIES = [
  ['a CNN', 'Quick', 'Quick, run'],
  ['an RNN', 'LSTM', 'LSTM, run'],
  ['a Transformer', 'ViT', 'ViT, run'],
  ['a baseline', 'Softmax regression', 'Softmax regression, run'],
] as const;

let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ page, problems } = opened));

describe('a run of each family', () => {
  it.each(FAMILIES)('%s', async (_, preset, name) => {
    await startTraining(page, { preset, images: 640, epochs: 2 });
    const main = page.getByRole('main');
    await main.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) }).waitFor();
    await untilStatus(page, 'Finished');
    await main.getByText(/95% confidence interval/).waitFor();
    // Every family is traced: none runs op by op.
    await main.getByText(/TensorFlow .*, graph/).waitFor();
    expect(await main.getByText('Why no graph').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe('several at once', () => {
  it('are queued as a group and summed up', async () => {
    await goTo(page, 'Train');
    await page.getByRole('radio', { name: /Softmax regression/ }).click();
    await page.getByRole('spinbutton', { name: 'Images to use' }).fill('640');
    await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
    await page.getByRole('spinbutton', { name: 'Number of seeds' }).fill('3');
    await page.getByRole('button', { name: 'Start 3 runs' }).click();
    await page.waitForURL(/#\/runs\?group=.+/);
    await page.getByText('3 of 3 finished').waitFor({ timeout: RUN_PATIENCE });
    await page.getByText(/±/).first().waitFor();
    await page
      .getByText(/95% confidence interval/)
      .first()
      .waitFor();
    expect(await page.getByRole('row', { name: /Softmax regression, run .* \d\/3/ }).count()).toBe(3);
    await page
      .getByRole('button', { name: 'All runs' })
      .or(page.getByRole('link', { name: 'All runs' }))
      .first()
      .click();
    await page.getByRole('row', { name: /LSTM, run/ }).waitFor();
    expect(problems).toEqual([]);
  });
});

describe('the learning-rate finder', () => {
  it('finds a rate on real images and fills it in', async () => {
    await goTo(page, 'Train');
    await page.getByRole('radio', { name: /MLP/ }).click();
    await page.getByRole('spinbutton', { name: 'Number of seeds' }).fill('1');
    await page.getByRole('button', { name: /^Find/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Suggested: /).waitFor({ timeout: RUN_PATIENCE });
    const suggested = /[\d.E-]+$/.exec((await dialog.getByText(/^Suggested: /).textContent()) ?? '')![0];
    await dialog.getByRole('button', { name: 'Use it' }).click();
    const field = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
    expect(Number(await field.getAttribute('aria-valuenow'))).toBeCloseTo(Number(suggested), 4);
    expect(problems).toEqual([]);
  });
});

describe('presets of one’s own', () => {
  it('are saved, exported, removed, imported again and trained with', async () => {
    await goTo(page, 'Train');
    await page.getByRole('radio', { name: /MLP/ }).click();
    await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
    await page.getByRole('button', { name: /^Save as a preset/ }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Quick MLP');
    await page.keyboard.press('Enter');
    await page.getByText('“Quick MLP” was saved').first().waitFor();

    const more = page.getByRole('button', { name: 'More actions for “Quick MLP”' });
    await more.click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export' }).click(),
    ]);
    const file = await download.path();
    await more.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByText('“Quick MLP” was removed').first().waitFor();
    expect(await more.count()).toBe(0);

    await page.locator('input[type=file][accept=".json"]').setInputFiles(file);
    await page.getByText('“Quick MLP” was imported').first().waitFor();
    expect(await page.getByRole('radio', { name: /Quick MLP/ }).getAttribute('aria-checked')).toBe('true');
    expect(await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).inputValue()).toBe('1');
    await startTraining(page, { images: 640, epochs: 1 });
    await untilStatus(page, 'Finished');
    expect(problems).toEqual([]);
  });
});
