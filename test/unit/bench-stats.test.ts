import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLine, isFlat, meanOf, quantile, ratio, summarise } from '../../bench/lib/stats.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('summarise and quantile', () => {
  it('knows least, median and most, in any order', () => {
    expect(summarise([3, 1, 2])).toEqual({ n: 3, least: 1, median: 2, most: 3 });
    expect(summarise([4, 1, 2, 3]).median).toBe(2.5);
  });

  it('goes between two values in proportion', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46, 12);
  });

  it('never leaves the values and never falls as the share grows', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (v, a, b) => {
          const [low, high] = [quantile(v, Math.min(a, b)), quantile(v, Math.max(a, b))];
          const { least, most } = summarise(v);
          expect(low).toBeLessThanOrEqual(high + 1e-6);
          expect(low).toBeGreaterThanOrEqual(least - 1e-6);
          expect(high).toBeLessThanOrEqual(most + 1e-6);
        },
      ),
    );
  });

  it('leaves what it was given as it was, and refuses nothing at all', () => {
    const given = [3, 1, 2];
    summarise(given);
    expect(given).toEqual([3, 1, 2]);
    expect(() => summarise([])).toThrow(RangeError);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('ratio', () => {
  it('compares round by round, so that a slow round of both changes nothing', () => {
    const told = ratio([30, 15, 36], [10, 5, 12]);
    expect(told).toMatchObject({ n: 3, least: 3, median: 3, most: 3 });
    expect(told.ofBests).toBe(3);
  });

  it('takes the bests from different rounds, and only rounds that both had', () => {
    expect(ratio([10, 20], [10, 5]).ofBests).toBe(2);
    expect(ratio([10, 20, 30], [10]).n).toBe(1);
  });
});

describe('meanOf', () => {
  it("tells the mean's standard error: the deviation over the root of how many there are", () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: deviation sqrt(32 / 7).
    const { mean, error } = meanOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(mean).toBe(5);
    expect(error).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
    expect(meanOf([3]).error).toBeNaN();
    expect(() => meanOf([])).toThrow(RangeError);
  });
});

describe('fitLine', () => {
  it('finds a line that is one, without any error', () => {
    const line = fitLine([0, 1, 2, 3], [5, 7, 9, 11]);
    expect(line.slope).toBeCloseTo(2, 12);
    expect(line.intercept).toBeCloseTo(5, 12);
    expect(line.slopeError).toBeCloseTo(0, 12);
  });

  it("tells the slope's standard error as textbooks have it", () => {
    // x 1..5, y 1, 3, 2, 5, 4: slope 0.8, residual sum of squares 3.6, so sqrt(3.6 / 3 / 10).
    const line = fitLine([1, 2, 3, 4, 5], [1, 3, 2, 5, 4]);
    expect(line.slope).toBeCloseTo(0.8, 12);
    expect(line.slopeError).toBeCloseTo(Math.sqrt(0.12), 12);
  });

  it('refuses too few points and uneven lists', () => {
    expect(() => fitLine([1], [1])).toThrow(RangeError);
    expect(() => fitLine([1, 2], [1])).toThrow(RangeError);
    expect(fitLine([0, 1], [0, 1]).slopeError).toBeNaN();
  });

  it('calls noise and falling flat, and growth not', () => {
    expect(isFlat(fitLine([1, 2, 3, 4], [10, 11, 10, 11]))).toBe(true);
    expect(isFlat(fitLine([1, 2, 3, 4], [40, 30.1, 20, 10]))).toBe(true);
    expect(isFlat(fitLine([1, 2, 3, 4], [10, 20.1, 30, 40]))).toBe(false);
  });
});
