import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import { keepAndGoBack } from '../fixtures/own-hand-user.ts';
import { draw, expectDigit, goTo, press, SEVEN, untilStatus } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ page, problems } = opened));

describe('fine-tuning in a browser', () => {
  it('goes on from the starter, shows before and after, keeps the new model, and goes back', async () => {
    await goTo(page, 'Train');
    await page.getByRole('radio', { name: 'A trained model' }).click();
    await page.getByText('the classes stay the model’s 10').waitFor();
    await page.getByRole('radio', { name: 'Features', exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Images to use' }).fill('640');
    await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
    await page.locator('.plan').getByText('Starter model').first().waitFor();
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.waitForURL(/#\/runs\/.+/);
    await untilStatus(page, 'Finished');

    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    const counts = page.getByRole('table', { name: 'Images that were read right and wrong' }).first();
    const cells = await counts.locator('tbody td').allInnerTexts();
    const images = cells.reduce((sum, cell) => sum + Number(cell.replace(/,/g, '')), 0);
    expect(images).toBe(10_000);
    await page.getByText(/Goes on from a trained model: [\d,]+ weights are trained/).waitFor();
    expect(await page.getByText('“Starter model” is unchanged').count()).toBe(1);

    await keepAndGoBack(page);

    await press(page, 'Discard');
    await page.waitForURL(/#\/runs$/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: /MNIST, fine-tuned 1/ }).waitFor();

    // The starter is as it was.
    await goTo(page, 'Draw');
    await draw(page, SEVEN);
    await expectDigit(page, '7');
    expect(problems).toEqual([]);
  }, 600_000);
});
