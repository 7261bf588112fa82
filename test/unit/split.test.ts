import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augmentImages, LIGHT } from '../../shared/data/augment.ts';
import { stratifiedSample, stratifiedSplit, tailSplit } from '../../shared/data/split.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';

const labelsOf = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 400 })
  .map((values) => Uint8Array.from(values));
const counts = (labels: Uint8Array, indices: Iterable<number>): number[] => {
  const perClass = new Array<number>(10).fill(0);
  for (const index of indices) perClass[labels[index]!]! += 1;
  return perClass;
};

describe('splits', () => {
  it('stratified: every image once, each class by its fraction', () => {
    fc.assert(
      fc.property(labelsOf, fc.double({ min: 0.01, max: 0.5, noNaN: true }), fc.nat(), (labels, fraction, seed) => {
        const { train, validation } = stratifiedSplit(labels, fraction, stream(seed, 'split'));
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()]);
        const whole = counts(labels, labels.keys());
        expect(counts(labels, validation)).toEqual(whole.map((n) => Math.round(n * fraction)));
      }),
    );
  });

  it('stratified: the seed decides', () => {
    const { labels } = readMnist('test');
    const split = (seed: number): Uint32Array => stratifiedSplit(labels, 0.1, stream(seed, 'split')).validation;
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  it("tail: Keras's last images, in order", () => {
    const { train, validation } = tailSplit(60_000, 0.1);
    expect([train.length, train[0], train.at(-1)]).toEqual([54_000, 0, 53_999]);
    expect([validation.length, validation[0], validation.at(-1)]).toEqual([6000, 54_000, 59_999]);
    expect(tailSplit(10, 0.25).train.length).toBe(7);
  });

  it('a sample holds exactly as many as asked for, in the proportions of the whole', () => {
    fc.assert(
      fc.property(labelsOf, fc.integer({ min: 1, max: 500 }), fc.nat(), (labels, limit, seed) => {
        const sample = stratifiedSample(labels, limit, stream(seed, 'split'));
        expect(new Set(sample).size).toBe(Math.min(limit, labels.length));
        expect(sample).toEqual(sample.slice().sort());
        const whole = counts(labels, labels.keys());
        counts(labels, sample).forEach((n, c) => {
          expect(Math.abs(n - (whole[c]! * sample.length) / labels.length)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('augmentation', () => {
  const { images } = readMnist('test');
  const some = images.subarray(0, 200 * 784);

  it('is the same for the same stream, and changes every image', () => {
    const once = augmentImages(some, stream(1, 'augment'));
    expect(augmentImages(some, stream(1, 'augment'))).toEqual(once);
    for (let i = 0; i < 200; i++)
      expect(once.subarray(i * 784, (i + 1) * 784)).not.toEqual(some.subarray(i * 784, (i + 1) * 784));
  });

  it('with nothing allowed changes nothing', () => {
    expect(augmentImages(some, stream(1, 'augment'), { rotation: 0, shift: 0, zoom: 0, shear: 0 })).toEqual(some);
  });

  it('takes the same numbers for any image, so that a resumed stream goes on alike', () => {
    const random = stream(2, 'augment');
    augmentImages(some.subarray(0, 784), random);
    const whole = augmentImages(some.subarray(0, 2 * 784), stream(2, 'augment'));
    expect(augmentImages(some.subarray(784, 2 * 784), random)).toEqual(whole.subarray(784));
  });

  it('keeps the ink: neither much is lost nor made', () => {
    const ink = (bytes: Uint8Array): number => bytes.reduce((sum, grey) => sum + grey, 0);
    expect(ink(augmentImages(some, stream(3, 'augment'))) / ink(some)).toBeCloseTo(1, 1);
  });

  it('moves ink to where the geometry says', () => {
    const dot = new Uint8Array(784);
    dot[10 * 28 + 20] = 255;
    const still = { ...LIGHT, rotation: 0, zoom: 0, shear: 0, shift: 0 };
    const random = stream(5, 'augment');
    const [, , , dx, dy] = Array.from({ length: 5 }, () => random.uniform(-2, 2)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const moved = augmentImages(dot, stream(5, 'augment'), { ...still, shift: 2 });
    const [x, y] = [20 + dx, 10 + dy];
    const share = (1 - (x - Math.floor(x))) * (1 - (y - Math.floor(y)));
    expect(moved[Math.floor(y) * 28 + Math.floor(x)]).toBeCloseTo(255 * share, -1);
  });
});
