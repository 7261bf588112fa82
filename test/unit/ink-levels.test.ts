import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { close, highest, lowest } from '../../shared/ink/extremum.ts';
import { quantile } from '../../shared/ink/grey-image.ts';

const pictures = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain((size) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), {
        minLength: size.width * size.height,
        maxLength: size.width * size.height,
      })
      .map((levels) => ({ ...size, levels: Float32Array.from(levels) })),
  );
const reaches = fc.integer({ min: 0, max: 9 });

/** Square by square, of which only what lies in the picture counts. */
function bySquares(
  { levels, width, height }: { levels: Float32Array; width: number; height: number },
  reach: number,
  best: (...levels: number[]) => number,
): Float32Array {
  return levels.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const square: number[] = [];
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++)
      for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++)
        square.push(levels[v * width + u]!);
    return best(...square);
  });
}

describe('levels', () => {
  it('have the highest and lowest of their squares', () => {
    fc.assert(
      fc.property(pictures, reaches, (picture, reach) => {
        expect(highest(picture.levels, picture, reach)).toEqual(bySquares(picture, reach, Math.max));
        expect(lowest(picture.levels, picture, reach)).toEqual(bySquares(picture, reach, Math.min));
      }),
    );
  });

  it('are closed as a picture that goes on at its edges', () => {
    fc.assert(
      fc.property(pictures, reaches, ({ levels, width, height }, reach) => {
        const padded = { width: width + 2 * reach, height: height + 2 * reach };
        const inside = (place: number, side: number): number => Math.min(side - 1, Math.max(0, place - reach));
        const wide = Float32Array.from(
          { length: padded.width * padded.height },
          (_, i) => levels[inside(Math.floor(i / padded.width), height) * width + inside(i % padded.width, width)]!,
        );
        const closed = bySquares(
          { ...padded, levels: bySquares({ ...padded, levels: wide }, reach, Math.max) },
          reach,
          Math.min,
        );
        const expected = levels.map((_, i) => {
          const [x, y] = [i % width, Math.floor(i / width)];
          return closed[(y + reach) * padded.width + x + reach]!;
        });
        expect(close(levels, { width, height }, reach)).toEqual(expected);
      }),
    );
  });

  it('have the quantile that they have in order', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 400 }),
        shares,
        (some, share) => {
          const sorted = [...some].sort((a, b) => a - b);
          const expected = sorted[Math.min(some.length - 1, Math.floor(share * some.length))]!;
          expect(quantile(Float32Array.from(some), share)).toBe(expected);
          expect(quantile(Uint8Array.from(some), share)).toBe(expected);
        },
      ),
    );
  });
});
