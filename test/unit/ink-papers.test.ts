import { describe, expect, it } from 'vitest';
import { findInk } from '../../shared/ink/find-ink.ts';
import { fromGrey, pictureSteps } from '../../shared/ink/from-grey.ts';
import { MNIST_FRAME } from '../../shared/ink/frame.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { PAPERS, pictureOf } from '../fixtures/papers.ts';

const { images } = readMnist('test');
const digit = (i: number): Uint8Array => images.subarray(i * 784, (i + 1) * 784);
const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, level, i) => sum + Math.abs(level - b[i]!), 0) / 784 / 255;

/** A 7, a 2, a 1, a 4 and a 9: bars, loops and lone strokes, which lines and shadows disturb most. */
const DIGITS = [0, 1, 2, 4, 9];

describe.each(Object.entries(PAPERS))('a picture of %s', (_, paper) => {
  const isLarge = paper.width > 1000;

  it('gives the digit that is on it', () => {
    for (const i of isLarge ? DIGITS.slice(0, 1) : DIGITS) {
      const image = fromGrey(pictureOf(paper, digit(i), i + 1), paper.width, paper.height);
      // Another digit differs by 0.15 and more.
      expect(difference(image, digit(i)), `image ${i}`).toBeLessThan(0.11);
    }
  });

  it('that is empty has no ink', () => {
    for (const seed of isLarge ? [1] : [1, 2, 3]) {
      expect(findInk(pictureOf(paper, null, seed), paper.width, paper.height), `seed ${seed}`).toBeNull();
    }
  });
});

describe('the steps of a picture', () => {
  it('say where the sign is, and lead to the image', () => {
    const paper = PAPERS['a small sign on a large sheet']!;
    const grey = pictureOf(paper, digit(0));
    const steps = pictureSteps(grey, paper.width, paper.height, MNIST_FRAME)!;
    expect(steps.image).toEqual(new Uint8Array(fromGrey(grey, paper.width, paper.height)));
    const sign = paper.sign!;
    expect(steps.box.x).toBeGreaterThan(sign.x);
    expect(steps.box.x + steps.box.width).toBeLessThan(sign.x + sign.side);
    expect(steps.box.y * paper.height).toBeGreaterThan(sign.y * paper.width);
    expect(steps.picture).toMatchObject({ width: 224, height: 168 });
    expect(Math.max(...steps.ink.levels)).toBeGreaterThan(240);
  });
});
