import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAll } from '../../shared/evaluation/compare-all.ts';
import { holmAdjusted } from '../../shared/evaluation/holm.ts';

describe("Holm's correction", () => {
  it('is that of R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    expect(holmAdjusted([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holmAdjusted([])).toEqual([]);
    expect(holmAdjusted([0.2])).toEqual([0.2]);
    expect(holmAdjusted([0.5, 0.6, 1])).toEqual([1, 1, 1]);
  });

  it('makes none smaller, keeps their order, and is at most what Bonferroni says', () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 66 });
    fc.assert(
      fc.property(ps, (list) => {
        const adjusted = holmAdjusted(list);
        list.forEach((p, i) => {
          expect(adjusted[i]!).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]!).toBeLessThanOrEqual(Math.min(1, list.length * p));
          list.forEach((other, k) => {
            if (other <= p) expect(adjusted[k]!).toBeLessThanOrEqual(adjusted[i]!);
          });
        });
      }),
    );
  });
});

describe('several readings of the same images', () => {
  const ids = ['a', 'b', 'c'].map((letter) => `eval-${letter.repeat(32)}`);
  const labels = Int32Array.of(0, 0, 1, 1, 2, -1);
  const readings = [
    [0, 0, 1, 1, 2, 0],
    [0, 1, 1, 1, 0, 1],
    [0, 0, 1, 0, 0, 2],
  ].map((predicted, i) => ({ id: ids[i]!, predicted: Int32Array.from(predicted) }));
  const places = Uint32Array.of(3, 5, 7, 9, 11, 13);

  it('counts each, each pair and what one alone has wrong; an image that is left out counts for none', () => {
    const { n, items, pairs } = compareAll({ readings, labels, places, classes: 3 });
    expect(n).toBe(5);
    expect(items.map(({ right }) => right)).toEqual([5, 3, 3]);
    expect(items.map(({ onlyWrong }) => onlyWrong)).toEqual([
      { count: 0, places: [] },
      { count: 1, places: [5] },
      { count: 1, places: [9] },
    ]);
    expect(items[1]!.classes.map(({ support, right, recall }) => [support, right, recall])).toEqual([
      [2, 1, 0.5],
      [2, 2, 1],
      [1, 0, 0],
    ]);
    expect(pairs.map(({ first, second, onlyFirst, onlySecond }) => [first, second, onlyFirst, onlySecond])).toEqual([
      [0, 1, 2, 0],
      [0, 2, 2, 0],
      [1, 2, 1, 1],
    ]);
    // Two of two: 2 x (1/2)^2; three times the smallest, and the tie.
    expect(pairs.map(({ p, adjusted }) => [p, adjusted])).toEqual([
      [0.5, 1],
      [0.5, 1],
      [1, 1],
    ]);
  });

  it('agree with themselves, whatever they read', () => {
    const image = fc.tuple(fc.integer({ min: -1, max: 2 }), ...ids.map(() => fc.integer({ min: 0, max: 2 })));
    fc.assert(
      fc.property(fc.array(image, { maxLength: 60 }), (images) => {
        const all = compareAll({
          readings: ids.map((id, k) => ({ id, predicted: Int32Array.from(images, (one) => one[k + 1]!) })),
          labels: Int32Array.from(images, ([label]) => label),
          places: Uint32Array.from(images.keys()),
          classes: 3,
        });
        for (const { first, second, bothRight, onlyFirst, onlySecond, bothWrong } of all.pairs) {
          expect(bothRight + onlyFirst).toBe(all.items[first]!.right);
          expect(bothRight + onlySecond).toBe(all.items[second]!.right);
          expect(bothRight + onlyFirst + onlySecond + bothWrong).toBe(all.n);
        }
        for (const { right, classes, onlyWrong } of all.items) {
          expect(classes.reduce((sum, one) => sum + one.right, 0)).toBe(right);
          expect(onlyWrong.count).toBeLessThanOrEqual(all.n - right);
        }
      }),
    );
  });
});
