import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
