import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { mnistFolder, readMnist } from '../fixtures/mnist.ts';
import { PAPERS, pictureOf } from '../fixtures/papers.ts';
import { encodePng } from '../fixtures/png.ts';
import { draw, expectDigit, goTo, ONE } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];

inWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }, async (opened) => {
  ({ page, problems } = opened);
  await goTo(page, 'Draw');
});

const paper = PAPERS['dark ruled lines, askew']!;
const seven = readMnist('test').images.subarray(0, 784);
const photograph = (image: Uint8Array | null): Buffer => encodePng(pictureOf(paper, image), paper.width, paper.height);

/** As a person who lets a file go over the page. */
const drop = (name: string, bytes: Buffer): Promise<void> =>
  page.evaluate(
    ([name, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0))], name!));
      const init = { dataTransfer: transfer, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent('dragover', init));
      document.body.dispatchEvent(new DragEvent('drop', init));
    },
    [name, bytes.toString('base64')],
  );

describe('a picture on the pad', () => {
  it('that was chosen is read, and the way to the model shown', async () => {
    await page
      .getByTestId('picture-file')
      .setInputFiles({ name: 'seven.png', mimeType: 'image/png', buffer: photograph(seven) });
    await expectDigit(page, '7');
    await page.getByRole('button', { name: 'What the model sees' }).click();
    await page.getByRole('dialog').getByText('From picture to 28 × 28').waitFor();
    await page.keyboard.press('Escape');
  });

  it('without ink, or that is none, is said in words, never as a digit', async () => {
    await drop('empty page.png', photograph(null));
    await page.getByRole('alert').getByText('There is no ink in empty page.png').waitFor();
    expect(await page.getByTestId('digit').count()).toBe(0);
    await drop('page.png', Buffer.from('<!doctype html><html></html>'));
    await page.getByRole('alert').getByText('page.png is a web page').waitFor();
  });

  it('goes when something is drawn', async () => {
    await drop('seven.png', photograph(seven));
    await expectDigit(page, '7');
    await page.getByRole('button', { name: 'Back to the pad' }).click();
    await draw(page, ONE);
    await expectDigit(page, '1');
    expect(problems).toEqual([]);
  });
});
