import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseImages } from '../../shared/data/choose.ts';
import { foldSplit } from '../../shared/data/split.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';

const labelsOf = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 300 })
  .map((values) => Uint8Array.from(values));
const ascending = (a: number, b: number): number => a - b;
const counts = (labels: Uint8Array, indices: Iterable<number>): number[] => {
  const perClass = new Array<number>(10).fill(0);
  for (const index of indices) perClass[labels[index]!]! += 1;
  return perClass;
};
/** Whether the largest is at most one more than the smallest. */
const even = (sizes: readonly number[]): boolean => Math.max(...sizes) - Math.min(...sizes) <= 1;

describe('folds', () => {
  it('hold every image once, the classes evenly, and train on all the others', () => {
    fc.assert(
      fc.property(labelsOf, fc.integer({ min: 2, max: 20 }), fc.nat(), (labels, folds, seed) => {
        const splits = Array.from({ length: folds }, (_, i) => foldSplit(labels, folds, i, stream(seed, 'split')));
        const held = splits.flatMap(({ validation }) => [...validation]);
        expect(held.sort(ascending)).toEqual([...labels.keys()]);
        expect(even(splits.map(({ validation }) => validation.length))).toBe(true);
        const perFold = splits.map(({ validation }) => counts(labels, validation));
        for (let digit = 0; digit < 10; digit++) expect(even(perFold.map((n) => n[digit]!))).toBe(true);
        for (const { train, validation } of splits) {
          expect([...train, ...validation].sort(ascending)).toEqual([...labels.keys()]);
          expect([...train].sort(ascending)).toEqual([...train]);
        }
      }),
    );
  });

  it('of a limited part of real images: the same images for every fold, others for another seed', () => {
    const { labels } = readMnist('test');
    const fold = (index: number, seed = 1) =>
      chooseImages(labels, { limit: 1000, validation: { kind: 'fold', folds: 5, index }, seed });
    const parts = [0, 1, 2, 3, 4].map((index) => fold(index));
    const held = parts.flatMap(({ validation }) => [...validation]).sort(ascending);
    expect(new Set(held).size).toBe(1000);
    for (const { train, validation } of parts) {
      expect([...train, ...validation].sort(ascending)).toEqual(held);
      expect(validation.length).toBe(200);
    }
    expect(fold(0)).toEqual(parts[0]);
    expect(fold(0, 2)).not.toEqual(parts[0]);
  });

  it('of too few images to train on any are refused', () => {
    const labels = Uint8Array.from([3]);
    expect(() => chooseImages(labels, { validation: { kind: 'fold', folds: 2, index: 0 }, seed: 1 })).toThrow(
      'dataset-empty',
    );
  });
});
