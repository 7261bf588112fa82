import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { projectiveRows, type AffineMap } from '../../electron/trainer/augment/affine.ts';
import { augment } from '../../electron/trainer/augment/augment.ts';
import { sampleImages, transformImages } from '../../electron/trainer/ops/resample.ts';
import type { Augmentation } from '../../shared/contract/schemas/recipe.ts';
import { NO_AUGMENTATION, STRONG } from '../../shared/data/augment.ts';
import { someDigits } from '../fixtures/train-steps.ts';

const N = 64;
let digits: Float32Array;

beforeAll(() => {
  loadTensorflow();
  digits = Float32Array.from(someDigits(N).images, (value) => value / 255);
});

const images = (): Tensor => tf.tensor4d(digits, [N, 28, 28, 1]);

function changed(limits: Partial<Augmentation>, step = 1, seed = 3): Float32Array {
  return tf.tidy(() =>
    augment(images(), { ...NO_AUGMENTATION, ...limits }, seed, tf.scalar(step, 'int32'))
      .dataSync<'float32'>()
      .slice(),
  );
}

const ink = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
/** The centre of mass of one image: [column, row]. */
function centre(values: Float32Array, image: number): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < 784; i++) {
    const value = values[image * 784 + i]!;
    mass += value;
    x += value * (i % 28);
    y += value * Math.floor(i / 28);
  }
  return [x / mass, y / mass];
}

describe('augmentation', () => {
  it('of nothing changes nothing', () => {
    expect(changed({})).toEqual(digits);
  });

  it('is a function of seed and step, anew for each', () => {
    expect(changed(STRONG)).toEqual(changed(STRONG));
    expect(changed(STRONG, 2)).not.toEqual(changed(STRONG, 1));
    expect(changed(STRONG, 1, 4)).not.toEqual(changed(STRONG, 1, 3));
  });

  it('keeps greys within paper and ink, and leaves a digit there', () => {
    for (const step of [1, 2, 3]) {
      const values = changed({ ...STRONG, noise: 0.1 }, step);
      expect(values.every((value) => value >= 0 && value <= 1.0001)).toBe(true);
      expect(ink(values) / ink(digits)).toBeGreaterThan(0.5);
    }
  });

  it('shifts by up to its limit, and by all of it in the run of many images', () => {
    const moved = changed({ shift: 3 });
    const shifts = Array.from({ length: N }, (_, i) => centre(moved, i)[0] - centre(digits, i)[0]);
    for (const shift of shifts) expect(Math.abs(shift)).toBeLessThan(3.1);
    expect(Math.max(...shifts)).toBeGreaterThan(1.5);
    expect(Math.min(...shifts)).toBeLessThan(-1.5);
    // Whatever its place, the ink is the same (all digits keep four pixels to the border).
    expect(ink(moved) / ink(digits)).toBeCloseTo(1, 1);
  });

  it('zooms both ways', () => {
    const moved = changed({ zoom: 0.3 });
    const ratios = Array.from(
      { length: N },
      (_, i) => ink(moved.subarray(i * 784, (i + 1) * 784)) / ink(digits.subarray(i * 784, (i + 1) * 784)),
    );
    expect(Math.max(...ratios)).toBeGreaterThan(1.2);
    expect(Math.min(...ratios)).toBeLessThan(0.8);
  });

  it('thickens and thins strokes', () => {
    const moved = changed({ thickness: 1 });
    const ratios = Array.from(
      { length: N },
      (_, i) => ink(moved.subarray(i * 784, (i + 1) * 784)) / ink(digits.subarray(i * 784, (i + 1) * 784)),
    );
    expect(Math.max(...ratios)).toBeGreaterThan(1.3);
    expect(Math.min(...ratios)).toBeLessThan(0.7);
  });

  it('erases squares of up to its limit, and adds nothing', () => {
    const moved = changed({ erase: 10 });
    expect(moved.every((value, i) => value === digits[i] || value === 0)).toBe(true);
    expect(moved.some((value, i) => value !== digits[i])).toBe(true);
  });

  it('adds noise of its deviation to paper', () => {
    const moved = changed({ noise: 0.2 });
    // Paper's noise is cut off at 0: half of it stays, with a mean square of half the variance.
    const paper = [...moved].filter((_, i) => digits[i] === 0);
    const meanSquare = paper.reduce((sum, value) => sum + value * value, 0) / paper.length;
    expect(meanSquare).toBeCloseTo(0.5 * 0.2 ** 2, 3);
  });

  it('bends elastically by up to its limit', () => {
    const [bent, still] = [changed({ elastic: 2 }), changed({ elastic: 1e-6 })];
    still.forEach((value, i) => expect(Math.abs(value - digits[i]!)).toBeLessThan(1e-4));
    const shifts = Array.from({ length: N }, (_, i) => Math.abs(centre(bent, i)[0] - centre(digits, i)[0]));
    expect(Math.max(...shifts)).toBeLessThan(2.2);
    expect(Math.max(...shifts)).toBeGreaterThan(0.3);
  });
});

describe('resampling', () => {
  it('reads whole pixels as they are and between them evenly, outside as paper', () => {
    const read = (column: number, row: number): number =>
      tf.tidy(() => {
        const image = tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]);
        const at = (value: number) => tf.fill([1, 2, 2], value);
        return sampleImages(image, at(column), at(row)).dataSync()[0]!;
      });
    expect(read(1, 0)).toBe(1);
    expect(read(0.5, 0.5)).toBeCloseTo(1.5, 5);
    expect(read(1.5, 1)).toBeCloseTo(1.5, 5);
    expect(read(9, 0)).toBe(0);
    expect(read(-9, -9)).toBe(0);
  });

  it('by an affine map and pixel by pixel is the same', () => {
    tf.tidy(() => {
      const each = (value: number): Tensor => tf.fill([N], value);
      const map: AffineMap = {
        xx: each(0.9),
        xy: each(0.2),
        x: each(1.3),
        yx: each(-0.1),
        yy: each(1.1),
        y: each(-0.7),
      };
      const byMap = transformImages(images(), projectiveRows(map)).dataSync();
      const grid = tf.range(0, 28);
      const [u, v] = [tf.reshape(grid, [1, 1, 28]), tf.reshape(grid, [1, 28, 1])];
      const places = (a: number, b: number, c: number) =>
        tf.tile(tf.add(tf.add(tf.mul(u, a), tf.mul(v, b)), c), [N, 1, 1]);
      const byPixel = sampleImages(images(), places(0.9, 0.2, 1.3), places(-0.1, 1.1, -0.7)).dataSync();
      byMap.forEach((value, i) => expect(Math.abs(value - byPixel[i]!)).toBeLessThan(1e-3));
    });
  });
});
