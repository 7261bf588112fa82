import type { Page } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import { mnistFolder } from '../fixtures/mnist.ts';
import { draw, expectDigit, goTo, ONE, SEVEN, startTraining, untilStatus } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => void ({ page, problems } = opened));

/** How many pixels of the pad carry ink. */
const inked = (): Promise<number> =>
  page.locator('.pad canvas').evaluate(async (node) => {
    // What was drawn is painted with the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const canvas = node as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, i) => i % 4 === 3 && value > 0).length;
  });

describe('the pad', () => {
  beforeEach(async () => {
    await goTo(page, 'Draw');
    await page.keyboard.press('Escape');
    await page.getByText('Nothing drawn yet').waitFor();
  });

  it('paints a dot where a press moves to the same point', async () => {
    const box = (await page.locator('.pad canvas').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.up();
    await page.getByTestId('digit').waitFor();
    expect(await inked()).toBeGreaterThan(100);
  });

  it('reads a seven though the pen goes on beside the pad: that ink is not there', async () => {
    const [stroke] = SEVEN;
    await draw(page, [[...stroke!, [0.42, 1.5], [-0.4, 1.5], [-0.4, -0.3]]]);
    await expectDigit(page, '7');
    await page.getByRole('button', { name: 'What the model sees' }).click();
    // The frame around the ink ends at the pad's edge: nothing that is not seen stretches it.
    const frame = await page
      .getByRole('dialog')
      .locator('canvas.paper')
      .evaluate((node) => {
        const canvas = node as HTMLCanvasElement;
        const { data, width, height } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let left = width;
        for (let i = 0; i < width * height; i++) if (data[4 * i + 3]! > 0) left = Math.min(left, i % width);
        return left / width;
      });
    expect(frame).toBeGreaterThan(0.1);
    await page.keyboard.press('Escape');
  });
});

describe('the pad at home', () => {
  it('shows whose answer stands beside it, and lets another model read', async () => {
    await startTraining(page, { preset: 'Softmax regression', images: 640, epochs: 1 });
    await untilStatus(page, 'Finished');
    await page.getByRole('main').getByRole('button', { name: 'Draw with it' }).click();
    await goTo(page, 'Home');
    const model = page.getByRole('main').getByRole('combobox', { name: 'Model' });
    expect(await model.textContent()).toContain('Softmax regression, run');
    await model.click();
    await page.getByRole('option', { name: 'Starter model' }).click();
    expect(await model.textContent()).toContain('Starter model');
    await page.keyboard.press('Escape');
    await draw(page, ONE);
    await expectDigit(page, '1');
    await goTo(page, 'Draw');
    expect(await page.getByRole('combobox', { name: 'Model' }).textContent()).toContain('Starter model');
    expect(problems).toEqual([]);
  });
});
