import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pensFromBytes, pensToBytes } from '../../shared/data/pen-bytes.ts';
import type { PenDrawing } from '../../shared/ink/change-strokes.ts';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const strokes = (point: fc.Arbitrary<[number, number] | [number, number, number]>) =>
  fc.array(fc.array(point, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });
const pen: fc.Arbitrary<PenDrawing | null> = fc.option(
  fc.record({
    strokes: fc.oneof(strokes(fc.tuple(number, number)), strokes(fc.tuple(number, number, number))),
    sheet: fc.option(fc.record({ x: number, y: number, width: number, height: number }), { nil: undefined }),
  }),
);

describe('the drawings of a data set', () => {
  it('come back from their file as they were, in any order', () => {
    fc.assert(
      fc.property(fc.array(pen, { maxLength: 12 }), (pens) => {
        const read = pensFromBytes(pensToBytes(pens))!;
        expect(read.count).toBe(pens.length);
        for (const i of [...pens.keys()].reverse()) expect(read.at(i)).toEqual(pens[i]);
      }),
    );
  });

  it('of which one has no time everywhere lose the times of that stroke alone', () => {
    const mixed: PenDrawing = {
      strokes: [
        [
          [1, 2, 3],
          [4, 5],
        ],
        [[6, 7, 8]],
      ],
    };
    expect(pensFromBytes(pensToBytes([mixed]))!.at(0)!.strokes).toEqual([
      [
        [1, 2],
        [4, 5],
      ],
      [[6, 7, 8]],
    ]);
  });

  it('are refused where the file is torn', () => {
    const whole = pensToBytes([null, { strokes: [[[1, 2, 3]], [[4, 5, 6]]] }, null]);
    expect(pensFromBytes(whole)!.count).toBe(3);
    // Cut behind the first, which is whole, or behind the second: those are files of fewer drawings.
    const fewer = new Set([0, 8, whole.length - 8]);
    for (let length = 0; length < whole.length; length++)
      expect(pensFromBytes(whole.subarray(0, length)) !== null, String(length)).toBe(fewer.has(length));
  });

  it('are refused or read, never more than the bytes hold, whatever they are', () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(NaN, Infinity, 1e9, 2 ** 53, 0.5), fc.double()),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(numbers, (some) => {
        const bytes = new Uint8Array(Float64Array.from(some).buffer);
        const read = pensFromBytes(bytes);
        for (let i = 0; i < (read?.count ?? 0); i++) {
          const drawing = read!.at(i);
          if (drawing) expect(drawing.strokes.flat(2).every(Number.isFinite)).toBe(true);
        }
        expect(read?.count ?? 0).toBeLessThanOrEqual(some.length);
      }),
    );
  });
});
