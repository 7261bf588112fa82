import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { askForReport, chooseCell, lookAtImage } from '../fixtures/lab-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { goTo, press, RUN_PATIENCE } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];
inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, (opened) => {
  ({ page, problems } = opened);
});

const right = async (): Promise<string> => (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';

describe('the evaluation lab, by keyboard', () => {
  it('reads MNIST’s test images with the starter, and keeps what it read', async () => {
    await goTo(page, 'Evaluate');
    await press(page, 'Evaluate');
    await page.waitForURL(/#\/evaluate\/eval-/, { timeout: RUN_PATIENCE });
    expect(await right()).toBe('99.60%');
    const [first] = [page.url()];
    await goTo(page, 'Evaluate');
    await page.getByRole('row', { name: /Starter model/ }).waitFor();
    await press(page, 'Evaluate');
    await page.waitForURL(first);
  });

  it('goes from the matrix to a cell, from the cell to an image, and says why it was read so', async () => {
    const cell = await chooseCell(page, 9, 4);
    expect(await cell.getAttribute('aria-label')).toBe('9 read as 4: 6');
    expect(await cell.getAttribute('aria-selected')).toBe('true');
    await lookAtImage(page, 9, 4);
    expect(await page.getByRole('img', { name: /^Training image/ }).count()).toBe(4);
    expect([...(await axeFaults(page)), ...(await layoutFaults(page))]).toEqual([]);
  });

  it('takes another label by its key, counts it, and takes it back', async () => {
    await page.keyboard.press('4');
    await page.getByText('1 label of this data set is corrected').waitFor();
    await vi.waitFor(async () => expect(await right()).toBe('99.61%'));
    await page.keyboard.press('Control+z');
    await page.getByText('1 label of this data set is corrected').waitFor({ state: 'detached' });
    await vi.waitFor(async () => expect(await right()).toBe('99.60%'));
  });

  it('draws a map of the images; a line around some lists them, and the map is there at once the next time', async () => {
    await press(page, 'Draw the map');
    const map = page.getByRole('application', { name: 'Map of the images' });
    await map.waitFor({ timeout: RUN_PATIENCE });
    await page.getByText('5,000 of 10,000 images, 40 wrong', { exact: true }).waitFor();
    await map.scrollIntoViewIfNeeded();
    const { x, y, width } = (await map.boundingBox())!;
    const around = [
      [0.02, 0.02],
      [0.98, 0.02],
      [0.98, 0.6],
      [0.02, 0.6],
    ] as const;
    await page.mouse.move(x + around[0][0] * width, y + around[0][1] * width);
    await page.mouse.down();
    for (const [right, down] of around.slice(1))
      await page.mouse.move(x + right * width, y + down * width, { steps: 6 });
    await page.mouse.up();
    await page.getByRole('heading', { name: 'Chosen on the map' }).waitFor();
    const chosen = Number((await page.getByText(/^[\d,]+ images chosen$/).textContent())!.replace(/\D/g, ''));
    expect(chosen).toBeGreaterThan(100);
    expect(chosen).toBeLessThan(5000);
    await vi.waitFor(async () =>
      expect(await page.getByRole('option').first().getAttribute('aria-setsize')).toBe(String(chosen)),
    );
    await map.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Image [\d,]+$/ }).waitFor();
    expect([...(await axeFaults(page)), ...(await layoutFaults(page))]).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Chosen on the map' }).waitFor({ state: 'detached' });
    await page.reload();
    await map.waitFor();
  });

  it('saves the matrix, the calibration and the map as pictures', async () => {
    const fromMenu = (name: string) => async () => {
      await press(page, 'Report');
      await page.getByRole('menuitem', { name }).click();
    };
    for (const ask of [
      fromMenu('Confusion matrix (PNG)'),
      fromMenu('Calibration (PNG)'),
      () => press(page, 'Save as PNG'),
    ]) {
      const downloaded = page.waitForEvent('download');
      await ask();
      const png = readFileSync(await (await downloaded).path());
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      // Width and height, and more in it than a ground: an even picture packs to far less.
      expect([png.readUInt32BE(16), png.readUInt32BE(20)].every((side) => side > 500)).toBe(true);
      expect(png.length).toBeGreaterThan(10_000);
    }
  });

  it('saves a report that stands alone', async () => {
    const downloaded = page.waitForEvent('download');
    await askForReport(page);
    const html = readFileSync(await (await downloaded).path(), 'utf8');
    expect(html).toContain('99.60');
    expect(html).not.toMatch(/<script|src="http|href="http/);
    expect(problems).toEqual([]);
  });
});
