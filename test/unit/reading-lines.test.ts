import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeLine, type Writing } from '../../shared/lines/compose.ts';
import { glyphOfDrawing, glyphOfImage, type Glyph } from '../../shared/lines/glyph.ts';
import { drawMark, MARKS } from '../../shared/lines/marks.ts';
import { BUSY, CLEAN, onPaper } from '../../shared/lines/paper.ts';
import { seenLine } from '../../shared/lines/seen-line.ts';
import { drawText } from '../../shared/lines/texts.ts';
import { renderDigit, syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { amountGrammar } from '../../shared/reading/amounts.ts';
import { dateGrammar } from '../../shared/reading/dates.ts';
import { accepts, type Grammar } from '../../shared/reading/grammar.ts';

const DIGITS = [...'0123456789'];
const CLASSES = [...DIGITS, ...MARKS];
const HEIGHT = 32;
const EVEN: Writing = { gap: 0.1, gapSpread: 0, sizeSpread: 0, baselineSpread: 0, leanSpread: 0, climb: 0, bend: 0 };
/** Paper that does nothing. */
const NOTHING = Object.fromEntries(Object.keys(CLEAN).map((key) => [key, 0])) as unknown as typeof CLEAN;
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** A digit as somebody writes it. */
function digit(random: Random): Glyph {
  const image = renderDigit(syntheticDigit(random), random);
  return glyphOfImage(image, { width: 28, height: 28 })!;
}
const line = (seed: number, writing = EVEN) => {
  const random = stream(seed, 'sample');
  const glyphs = Array.from({ length: 5 }, () => digit(random));
  return composeLine(random, glyphs, HEIGHT, writing);
};

describe('a composed line', () => {
  it('is the same for the same seed', () => {
    expect(line(7)).toEqual(line(7));
    expect(line(7).ink).not.toEqual(line(8).ink);
  });

  it('has its signs in order, each with ink, and paper around them', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { ink, width, height, spans } = line(seed, { ...EVEN, gap: 0, gapSpread: 0.2, leanSpread: 0.1 });
        expect([height, ink.length, spans.length]).toEqual([HEIGHT, width * HEIGHT, 5]);
        const column = (x: number): number =>
          Math.max(...Array.from({ length: height }, (_, y) => ink[y * width + x]!));
        const inked = Array.from({ length: width }, (_, x) => column(x) > 0);
        expect([inked[0], inked.at(-1)]).toEqual([false, false]);
        spans.forEach(({ left, right }, i) => {
          if (i > 0) expect(left).toBeGreaterThan(spans[i - 1]!.left);
          expect(inked.slice(left, right)).toContain(true);
          expect(right).toBeLessThanOrEqual(width);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('has its strokes where its images have them, but for how far they are bent', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sum = (ink: Uint8Array): number => ink.reduce((total, level) => total + level, 0);
        const [straight, bent] = [line(seed), line(seed, { ...EVEN, bend: 0.03 })];
        expect(bent.ink).not.toEqual(straight.ink);
        expect(sum(bent.ink) / sum(straight.ink)).toBeCloseTo(1, 0);
        // A sign's middle moves by less than the paper beside it is wide.
        const middle = ({ spans }: typeof bent): number => (spans[0]!.left + spans[0]!.right) / 2;
        expect(Math.abs(middle(bent) - middle(straight))).toBeLessThan(8);
      }),
      { numRuns: 50 },
    );
  });

  it('is found again as it is when it is read: on a scan or a photograph, cleaned', () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = stream(seed, 'sample');
      const glyphs = Array.from({ length: 5 }, () => digit(random));
      const seen = seenLine(random, composeLine(random, glyphs, 56, EVEN), NOTHING)!;
      expect([seen.height, seen.ink.length]).toEqual([HEIGHT, seen.width * HEIGHT]);
      expect(seen.width).toBeGreaterThan(1.5 * HEIGHT);
      const inked = Array.from({ length: seen.width }, (_, x) => x).filter((x) =>
        Array.from({ length: HEIGHT }, (_, y) => seen.ink[y * seen.width + x]!).some((level) => level > 128),
      );
      expect(inked.length).toBeGreaterThan(0.8 * HEIGHT);
    }
  });

  it('of which nothing is left is not found', () => {
    const blank = { ink: new Uint8Array(56 * 120), width: 120, height: 56, spans: [] };
    expect(seenLine(stream(1, 'sample'), blank, NOTHING)).toBeNull();
  });

  it('is written closer together with a smaller gap', () => {
    const wide = (gap: number): number => line(3, { ...EVEN, gap }).width;
    expect(wide(0.3)).toBeGreaterThan(wide(0.1));
    expect(wide(-0.1)).toBeLessThan(wide(0.1));
  });
});

describe('what a line says', () => {
  const has = (grammar: Grammar, text: readonly string[]): boolean =>
    accepts(
      grammar,
      text.map((sign) => CLASSES.indexOf(sign)),
    );

  it('is as long as asked for, or an amount, or a day that there is', () => {
    const amounts = amountGrammar(CLASSES);
    const dates = (['day-month-year', 'month-day-year', 'year-month-day'] as const).map((o) => dateGrammar(CLASSES, o));
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = stream(seed, 'sample');
        const drawn = (kind: 'signs' | 'amount' | 'date') =>
          drawText(random, { kind, signs: DIGITS, shortest: 3, longest: 6 });
        expect(drawn('signs').length).toBeGreaterThanOrEqual(3);
        expect(drawn('signs').length).toBeLessThanOrEqual(6);
        const amount = drawn('amount');
        expect(has(amounts, amount), amount.join('')).toBe(true);
        const date = drawn('date');
        expect(
          dates.some((grammar) => has(grammar, date)),
          date.join(''),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a mark', () => {
  it.each(MARKS)('%s has ink, where such a mark stands', (name) => {
    for (let seed = 0; seed < 20; seed++) {
      const glyph = glyphOfDrawing(drawMark(name, stream(seed, 'sample')), 0.1)!;
      expect(Math.max(...glyph.ink)).toBeGreaterThan(200);
      // A full stop and a comma begin low; all others reach the middle of a digit.
      if (name === '.' || name === ',') expect(glyph.top).toBeLessThan(0.5);
      else expect(glyph.top).toBeGreaterThan(0.35);
    }
  });

  it('that is none is refused', () => expect(() => drawMark('x', stream(1, 'sample'))).toThrow(/mark x/));
});

describe('paper', () => {
  it('leaves the ink as it is where nothing is on it', () => {
    const clean = line(1);
    expect(onPaper(stream(1, 'sample'), clean, NOTHING)).toEqual(clean.ink);
  });

  it('makes a line darker between its signs, and never another size', () => {
    const clean = line(1);
    const busy = onPaper(stream(5, 'sample'), clean, { ...BUSY, ruled: 1, boxes: 1, security: 1, shadow: 1 });
    const sum = (levels: Uint8Array): number => levels.reduce((total, level) => total + level, 0);
    expect(busy).toHaveLength(clean.ink.length);
    expect(sum(busy)).toBeGreaterThan(sum(clean.ink));
  });
});
