import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDigit, syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { composeLine, type Writing } from '../../shared/lines/compose.ts';
import { glyphOfDrawing, glyphOfImage, type Glyph } from '../../shared/lines/glyph.ts';
import { drawMark } from '../../shared/lines/marks.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { bestPath } from '../../shared/reading/classic/best-path.ts';
import { cutLine } from '../../shared/reading/classic/classic-reading.ts';
import type { Segment } from '../../shared/reading/classic/segments.ts';

const APART: Writing = { gap: 0.3, gapSpread: 0, sizeSpread: 0, baselineSpread: 0, leanSpread: 0, climb: 0, bend: 0 };
const digit = (random: Random): Glyph =>
  glyphOfImage(renderDigit(syntheticDigit(random), random), { width: 28, height: 28 })!;

describe('the pieces of a line', () => {
  it('have every sign among them, apart or touching', () => {
    let [found, all] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const random = stream(seed, 'sample');
      const glyphs = Array.from({ length: 5 }, () => digit(random));
      const line = composeLine(random, glyphs, 32, seed % 2 === 0 ? APART : { ...APART, gap: -0.02 });
      const { segments } = cutLine(line)!;
      for (const { left, right } of line.spans) {
        all++;
        // A glyph's span has the room that it leans over.
        const [near, most] = [(a: number, b: number) => Math.abs(a - b) <= most, 4];
        if (segments.some(({ place }) => near(place.left, left) && near(place.right, right))) found++;
      }
    }
    expect(found / all).toBeGreaterThan(0.8);
  });

  it('are few: what a model must read grows with the line alone', () => {
    const random = stream(7, 'sample');
    const line = composeLine(
      random,
      Array.from({ length: 12 }, () => digit(random)),
      32,
      { ...APART, gap: -0.05 },
    );
    expect(cutLine(line)!.segments.length).toBeLessThan(12 * 16);
  });

  it('know a full stop and a stroke by where they stand', () => {
    for (const [mark, expected] of [
      ['.', ['.', ',']],
      ['-', ['-']],
    ] as const) {
      let known = 0;
      for (let seed = 0; seed < 20; seed++) {
        const random = stream(seed, 'sample');
        const glyphs = [digit(random), digit(random), glyphOfDrawing(drawMark(mark, random), 0.1)!, digit(random)];
        const { segments } = cutLine(composeLine(random, glyphs, 32, APART))!;
        if (segments.some((segment) => expected.includes(segment.mark as never))) known++;
      }
      expect(known, mark).toBeGreaterThanOrEqual(15);
    }
  });

  it('of a pattern are too many to be looked at', () => {
    const width = 4096;
    const ink = Uint8Array.from({ length: 32 * width }, (_, i) => (Math.floor((i % width) / 3) % 2 === 0 ? 255 : 0));
    expect(cutLine({ ink, width })).toBeNull();
  });

  it('of a blank line are none', () => {
    expect(cutLine({ ink: new Uint8Array(32 * 50), width: 50 })).toEqual({ atoms: 0, segments: [] });
  });
});

describe('the best path', () => {
  const place = { left: 0, right: 20, top: 0, bottom: 20 };
  const segment = (first: number, end: number): Segment => ({ first, end, place, mark: null, image: null, prior: 0 });

  /** Every way to cover the atoms. */
  function* ways(atoms: number, from = 0): Generator<number[][]> {
    if (from === atoms) yield [];
    for (let end = from + 1; end <= Math.min(atoms, from + 3); end++)
      for (const rest of ways(atoms, end)) yield [[from, end], ...rest];
  }

  it('is the best of all ways, with the number of signs that is asked for', () => {
    const scored = fc.integer({ min: 1, max: 6 }).chain((atoms) => {
      const segments = Array.from({ length: atoms }, (_, first) =>
        [1, 2, 3].flatMap((more) => (first + more <= atoms ? [segment(first, first + more)] : [])),
      ).flat();
      const scores = fc.array(fc.double({ min: -5, max: 0, noNaN: true }), {
        minLength: segments.length,
        maxLength: segments.length,
      });
      return fc.record({
        atoms: fc.constant(atoms),
        segments: fc.constant(segments),
        scores,
        length: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
      });
    });
    fc.assert(
      fc.property(scored, ({ atoms, segments, scores, length }) => {
        const scoreOf = (way: readonly (readonly number[])[]): number =>
          way.reduce(
            (sum, [first, end]) => sum + scores[segments.findIndex((s) => s.first === first && s.end === end)]!,
            0,
          );
        const all = [...ways(atoms)];
        const right = all.filter((way) => length === null || way.length === length);
        const among = right.length > 0 ? right : all;
        const path = bestPath(atoms, segments, scores, length).map(({ first, end }) => [first, end]);
        expect(among.map((way) => way.length)).toContain(path.length);
        expect(scoreOf(path)).toBeCloseTo(Math.max(...among.map(scoreOf)), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out dirt, and nothing larger', () => {
    const dot = { ...segment(1, 2), place: { left: 30, right: 33, top: 10, bottom: 13 } };
    const segments = [segment(0, 1), dot, segment(2, 3)];
    expect(bestPath(3, segments, [-0.1, -9, -0.1], null)).toEqual([segments[0], segments[2]]);
    expect(bestPath(3, [segments[0]!, segment(1, 2), segments[2]!], [-0.1, -9, -0.1], null)).toHaveLength(3);
  });
});
