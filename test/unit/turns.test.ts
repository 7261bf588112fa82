import { describe, expect, it } from 'vitest';
import { beforeTurn, turnedBy, type Quarters } from '../../shared/page/quarters.ts';
import { evidenceOf, isBetter, turnsToTry } from '../../shared/reading/turns.ts';

/** Lines with so many signs each and one confidence. */
const lines = (count: number, signs: number, confidence: number) =>
  Array.from({ length: count }, () => ({
    confidence,
    symbols: Array.from({ length: signs }, () => ({ empty: false })) as never,
  }));

describe('a picture that is turned', () => {
  const image = { width: 3, height: 2, levels: Uint8Array.from([1, 2, 3, 4, 5, 6]) };

  it.each<[Quarters, number, number[]]>([
    [0, 3, [1, 2, 3, 4, 5, 6]],
    [1, 2, [4, 1, 5, 2, 6, 3]],
    [2, 3, [6, 5, 4, 3, 2, 1]],
    [3, 2, [3, 6, 2, 5, 1, 4]],
  ])('by %i quarters has its pixels where they then are', (quarters, width, levels) => {
    const turned = turnedBy(image, quarters);
    expect([turned.width, turned.height, [...turned.levels]]).toEqual([width, 6 / width, levels]);
    // Each pixel's place leads back to where it was.
    levels.forEach((level, i) => {
      const at = { x: i % width, y: Math.floor(i / width), width: 1, height: 1 };
      const { x, y } = beforeTurn(at, turned, quarters);
      expect(image.levels[y * image.width + x]).toBe(level);
    });
    expect(beforeTurn({ x: 0, y: 0, width, height: 6 / width }, turned, quarters)).toEqual({
      ...{ x: 0, y: 0, width: 3, height: 2 },
    });
  });
});

describe('a page', () => {
  it('that reads well, or has nothing on it, is left as it lies', () => {
    expect(turnsToTry(lines(8, 5, 0.95), false)).toEqual([]);
    expect(turnsToTry(lines(1, 9, 0.8), true)).toEqual([]);
    expect(turnsToTry([], false)).toEqual([]);
  });

  it('that does not is tried upside down, and on its sides where its lines are short or nothing is right', () => {
    expect(turnsToTry(lines(8, 5, 0.5), false)).toEqual([2]);
    expect(turnsToTry(lines(8, 5, 0.1), false)).toEqual([1, 3, 2]);
    expect(turnsToTry(lines(5, 1, 0.95), false)).toEqual([1, 3, 2]);
    expect(turnsToTry(lines(1, 5, 0.5), true)).toEqual([1, 3, 2]);
    // Empty boxes say nothing.
    const boxes = [{ confidence: 0.9, symbols: [{ empty: true }, { empty: true }, { empty: false }] as never }];
    expect(turnsToTry(boxes, false)).toEqual([1, 3, 2]);
    expect(evidenceOf(boxes)).toBeCloseTo(Math.log(9));
  });

  it('is turned only for much that speaks for it', () => {
    expect(isBetter(lines(1, 5, 0.97), lines(1, 5, 0.2))).toBe(true);
    // 1559 and 6991.
    expect(isBetter(lines(1, 4, 0.755), lines(1, 4, 0.727))).toBe(false);
    expect(isBetter(lines(1, 5, 0.9), lines(1, 5, 0.8))).toBe(false);
    expect(isBetter(lines(1, 1, 1), lines(1, 1, 0))).toBe(false);
    expect(isBetter(lines(3, 5, 0.9), lines(12, 1, 0.9))).toBe(true);
    // Single signs, of which many are read as something, lose against whole lines.
    expect(isBetter(lines(1, 5, 0.985), lines(4, 2, 0.8))).toBe(true);
    expect(isBetter(lines(4, 2, 0.8), lines(1, 5, 0.985))).toBe(false);
  });
});
