import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { focusOn } from '../fixtures/keyboard-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { RUN_PATIENCE, untilStatus } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ studio, page, problems } = opened));

const path = (): string => new URL(page.url()).hash;
const step = (): Promise<string | null> => page.locator('[aria-current=step] .title').textContent();

const tabTo = (name: RegExp): Promise<void> => focusOn(page, name);

describe('the steps of the Train screen', () => {
  it('lead to a run by the keyboard alone', async () => {
    await page.goto(`${studio.origin}/#/train`);
    await tabTo(/^Step by step/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/train\/data$/);
    await tabTo(/^Images to use/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('640');
    await tabTo(/^Next: Model/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/train\/model$/);
    await tabTo(/^Next: Recipe/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/train\/recipe$/);
    await tabTo(/^Epochs/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('1');
    await tabTo(/^Next: Review/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/train\/review$/);
    await page.getByText('It takes 1 epoch of').waitFor();
    // Too few images and epochs, as was meant: that is said, and keeps nobody.
    await page.getByText(/steps in all: below 100 hardly anything is learnt/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/#\/runs\/.+/);
    await untilStatus(page, 'Finished');
  });

  it('are gone to directly, back and forth, and remembered by the next window', async () => {
    await page.goto(`${studio.origin}/#/train/recipe`);
    await page.locator('[aria-current=step]').waitFor();
    expect(await step()).toBe('Recipe');
    const epochs = page.getByRole('spinbutton', { name: 'Epochs', exact: true });
    expect(await epochs.inputValue()).toBe('1');
    await epochs.fill('7');
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /Data/ }).click();
    await page.waitForURL(/#\/train\/data$/);
    await page.goBack();
    await page.waitForURL(/#\/train\/recipe$/);
    expect(await epochs.inputValue()).toBe('7');
    await page.reload();
    await page.locator('[aria-current=step]').waitFor();
    expect(path()).toBe('#/train/recipe');
    expect(await epochs.inputValue()).toBe('7');
    await page.getByRole('link', { name: 'All on one page' }).click();
    await page.waitForURL(/#\/train$/);
    expect(await epochs.inputValue()).toBe('7');
    await page.goto(`${studio.origin}/#/train/never-was`);
    await page.waitForURL(/#\/$/);
  });

  it('show what augmentation does to the chosen images, and find a rate in the page', async () => {
    await page.goto(`${studio.origin}/#/train/recipe`);
    const augmentation = page.getByRole('radiogroup', { name: 'Augmentation', exact: true });
    await augmentation.getByRole('radio', { name: 'Strong' }).click();
    const samples = page.getByRole('region', { name: 'Images before and after' });
    const drawn = (): Promise<readonly string[]> =>
      samples
        .getByRole('img', { name: /, changed$/ })
        .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
    const settled = (): Promise<void> => page.locator('.samples[aria-busy=false]').first().waitFor();
    await settled();
    const plain = await samples
      .getByRole('img', { name: /as it is$/ })
      .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
    const first = await drawn();
    expect([plain.length, first.length, new Set([...plain, ...first]).size]).toEqual([10, 30, 40]);
    await samples.getByRole('button', { name: 'Draw them anew' }).click();
    await expect.poll(async () => new Set([...first, ...(await drawn())]).size, { timeout: RUN_PATIENCE }).toBe(60);
    await augmentation.getByRole('radio', { name: 'None' }).click();

    await page.getByRole('button', { name: 'Find a learning rate' }).click();
    await page.getByText(/^Suggested: /).waitFor({ timeout: RUN_PATIENCE });
    const plot = page.getByRole('group', { name: /^Loss by learning rate/ });
    await plot.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const rate = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
    expect(Number(await rate.getAttribute('aria-valuenow'))).toBeCloseTo(1e-6, 9);
    await page.getByRole('button', { name: 'Use it' }).click();
    expect(Number(await rate.getAttribute('aria-valuenow'))).toBeGreaterThan(1e-5);
  });

  it('mend by one click what the review warns of', async () => {
    await page.goto(`${studio.origin}/#/train/recipe`);
    await page.getByRole('spinbutton', { name: 'Learning rate', exact: true }).fill('3');
    await page.getByRole('link', { name: /^Next: Review/ }).click();
    // As the range test of before has found; without one, experience would say that it is likely.
    const warning = page.getByText(/^The learning rate 3 is (likely )?too high/);
    await warning.waitFor();
    await page.getByRole('button', { name: /^Set the learning rate to/ }).click();
    await warning.waitFor({ state: 'detached' });
  });

  it('keep a recipe under a name, take it back after its removal, and complained of nothing', async () => {
    await page.goto(`${studio.origin}/#/train/recipe`);
    await page.getByRole('button', { name: 'Save this recipe…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Seven');
    await page.keyboard.press('Enter');
    const own = page.getByRole('button', { name: 'Seven', exact: true });
    await own.waitFor();
    await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('9');
    await own.click();
    expect(await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).inputValue()).toBe('7');
    await page.getByRole('button', { name: 'More actions for the recipe “Seven”' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await own.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await own.waitFor();
    expect(problems).toEqual([]);
  });
});
