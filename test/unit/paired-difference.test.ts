import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../shared/evaluation/paired-difference.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';

const Z = 1.959963984540054;
const of = (bothRight: number, onlyFirst: number, onlySecond: number, bothWrong: number) =>
  pairedDifference({ bothRight, onlyFirst, onlySecond, bothWrong })!;

describe('the difference of paired shares', () => {
  it('has the intervals of the literature', () => {
    // Fagerland, Lydersen and Laake (2014): airway hyper-responsiveness of 21 children before and after a transplantation.
    const airways = of(1, 1, 7, 12);
    expect(airways.difference).toBeCloseTo(-0.286, 3);
    expect(airways.interval95.map((end) => end.toFixed(3))).toEqual(['-0.517', '-0.026']);
    // Tango (1998): two ways of disinfecting contact lenses, 44 pairs.
    expect(of(43, 0, 1, 0).interval95.map((end) => end.toFixed(3))).toEqual(['-0.118', '0.059']);
  });

  it('with pairs that never differ is what a closed form says: z² / (n + z²) on either side', () => {
    const end = (Z * Z) / (100 + Z * Z);
    const { difference, interval95 } = of(90, 0, 0, 10);
    expect([difference, interval95[0], interval95[1]]).toEqual([0, expect.closeTo(-end, 9), expect.closeTo(end, 9)]);
  });

  it('turns its sign with the models, and stays between -1 and 1', () => {
    for (const [first, second] of [
      [1, 9],
      [40, 60],
      [0, 100],
      [100, 0],
    ] as const) {
      const [own, turned] = [of(100 - first, first, second, 0), of(100 - first, second, first, 0)];
      expect(turned.difference).toBeCloseTo(-own.difference, 12);
      expect(turned.interval95[0]).toBeCloseTo(-own.interval95[1], 9);
      expect(own.interval95[0]).toBeGreaterThanOrEqual(-1);
      expect(own.interval95[1]).toBeLessThanOrEqual(1);
      expect(own.interval95[0]).toBeLessThan(own.interval95[1]);
    }
  });

  it('where one model is right in all and the other in none is as sure as that many images allow', () => {
    // Nothing but pairs of one kind: Wilson's interval of the share of such pairs, less the one of the others.
    const [low, high] = of(0, 5, 0, 0).interval95;
    expect(low).toBeCloseTo(2 * wilsonInterval(5, 5)[0] - 1, 9);
    expect(high).toBeCloseTo(1, 9);
  });

  it('holds 0 exactly where McNemar’s test without correction cannot tell', () => {
    for (let first = 0; first <= 20; first++)
      for (let second = 0; second <= 20; second++) {
        if (first + second === 0) continue;
        const isSure = Math.abs(first - second) / Math.sqrt(first + second) > Z;
        const [low, high] = of(500, first, second, 20).interval95;
        expect(low > 0 || high < 0).toBe(isSure);
      }
  });

  it('is nothing of no images', () => {
    expect(pairedDifference({ bothRight: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 })).toBeNull();
  });
});
