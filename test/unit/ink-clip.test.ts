import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extendOnSheet, isOnSheet } from '../../shared/ink/clip.ts';
import type { Drawing, Point } from '../../shared/ink/types.ts';

const RUNS = { numRuns: 500, seed: 10 };
/** The pieces of a pen that comes down on the first point and goes through the others. */
const pieces = ([first, ...rest]: readonly Point[], width = 1): Drawing =>
  extendOnSheet(isOnSheet(first!, width) ? [[first!]] : [], first!, rest, width).pieces;

const near = fc.double({ min: -1, max: 2, noNaN: true });
const point = fc.tuple(near, near);

describe('a pen on its sheet', () => {
  it('keeps what lies on it as it is', () => {
    const inside = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.uniqueArray(inside, { minLength: 1, maxLength: 20, selector: String }), (way) => {
        expect(pieces(way)).toEqual([way]);
      }),
      RUNS,
    );
  });

  it('leaves nothing beyond the edge, whole pieces, and no point twice', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (way) => {
        for (const piece of pieces(way)) {
          expect(piece.every((each) => isOnSheet(each))).toBe(true);
          expect(piece.length).toBeGreaterThan(0);
          for (let i = 1; i < piece.length; i++) expect(piece[i]).not.toEqual(piece[i - 1]);
        }
        // Every point that was on the sheet is still there.
        const kept = pieces(way).flat().map(String);
        for (const [x, y] of way) if (x > 0 && x < 1 && y > 0 && y < 1) expect(kept).toContain(String([x, y]));
      }),
      RUNS,
    );
  });

  it('is the same however the way is told: at once or point by point', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (way) => {
        let [told, at]: [Drawing, Point] = [isOnSheet(way[0]!) ? [[way[0]!]] : [], way[0]!];
        for (const next of way.slice(1)) ({ pieces: told, at } = extendOnSheet(told, at, [next]));
        expect(told).toEqual(pieces(way));
      }),
      RUNS,
    );
  });

  it('cuts a way that crosses it from side to side', () => {
    expect(
      pieces([
        [-1, 0.5],
        [2, 0.5],
      ]),
    ).toEqual([
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ]);
  });

  it('ends a wide sheet where the sheet ends', () => {
    const way: Point[] = [
      [3, 0.5],
      [5, 0.5],
      [5, 2],
      [2, 2],
      [2, 0.5],
    ];
    expect(pieces(way, 4)).toEqual([
      [
        [3, 0.5],
        [4, 0.5],
      ],
      [
        [2, 1],
        [2, 0.5],
      ],
    ]);
  });

  it('takes no point that is no place', () => {
    expect(
      pieces([
        [0.5, 0.5],
        [NaN, 0.5],
        [0.5, Infinity],
        [0.6, 0.5],
      ]),
    ).toEqual([
      [
        [0.5, 0.5],
        [0.6, 0.5],
      ],
    ]);
  });
});
