import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readingWishSchema,
  type CheckDigit,
  type FoundLine,
  type ReadingWish,
} from '../../shared/contract/schemas/reading.ts';
import { anyOfThese } from '../../shared/reading/automaton.ts';
import { codeGrammar } from '../../shared/reading/codes.ts';
import { dateGrammar, dayOf } from '../../shared/reading/dates.ts';
import { decodeLine } from '../../shared/reading/decode-line.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { accepts } from '../../shared/reading/grammar.ts';
import { kindOf } from '../../shared/reading/kinds.ts';
import { lineReading } from '../../shared/reading/line-reading.ts';
import { placeSigns } from '../../shared/reading/place-signs.ts';

const CLASSES = [...'0123456789.,-/*#$€'];
const STEP = 4;
const wishFor = (some: Partial<ReadingWish>): ReadingWish => readingWishSchema.parse(some);
const placesOf = (text: readonly string[]): number[] => text.map((sign) => CLASSES.indexOf(sign));

/** What a model says of a line that it reads so, each sign in a step with a blank before it: as sure as `sure` is large. */
function answerOf(text: string, sure = 12, steps = 2 * text.length + 1): Float32Array {
  const width = CLASSES.length + 1;
  const logits = new Float32Array(steps * width);
  for (let t = 0; t < steps; t++) {
    const sign = t % 2 === 1 ? text[(t - 1) / 2] : undefined;
    logits[t * width + (sign === undefined ? CLASSES.length : CLASSES.indexOf(sign))] = sure;
  }
  return logits;
}

const noise = fc.integer({ min: 1, max: 14 }).chain((steps) =>
  fc.array(fc.double({ min: -8, max: 8, noNaN: true }), {
    minLength: steps * (CLASSES.length + 1),
    maxLength: steps * (CLASSES.length + 1),
  }),
);

const wishes = fc.constantFrom(
  ...[
    { kind: 'line' },
    { kind: 'code' },
    { kind: 'code', length: 5 },
    { kind: 'code', length: 8, check: 'ean' },
    { kind: 'code', check: 'luhn' },
    { kind: 'amount' },
    { kind: 'date' },
    { kind: 'date', order: 'year-month-day' },
  ].map((wish) => wishFor(wish as Partial<ReadingWish>)),
);

describe('a line that is read as a kind', () => {
  it('is a string of it, whatever the model says; its numbers are probabilities', () => {
    fc.assert(
      fc.property(noise, wishes, (logits, wish) => {
        const kind = kindOf(CLASSES, wish);
        const read = decodeLine(emissionsOf(logits, CLASSES.length), CLASSES, kind);
        if (read === null) return;
        const { text, share, within, symbols, others } = read;
        // Of an amount what stands around it is left out, after which it still is one.
        expect(accepts(kind.grammar, placesOf([...text])), text).toBe(true);
        expect(symbols.map(({ label }) => label).join('')).toBe(text);
        expect(share).toBeGreaterThan(0);
        expect(share + others.reduce((sum, other) => sum + other.share, 0)).toBeLessThan(1 + 1e-9);
        expect(within).toBeLessThanOrEqual(0);
        for (const other of others) expect(other.share).toBeLessThanOrEqual(share);
        for (const { label, confidence, candidates } of symbols) {
          expect(candidates.map((each) => each.label)).toContain(label);
          expect(candidates.reduce((sum, each) => sum + each.confidence, 0)).toBeLessThan(1 + 1e-9);
          expect(confidence).toBeLessThanOrEqual(1);
          if (wish.kind === 'code') expect(label).toMatch(/^\d$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is made right by what is known of it', () => {
    const read = (text: string, wish: Partial<ReadingWish>, sure = 6): string =>
      decodeLine(emissionsOf(answerOf(text, sure), CLASSES.length), CLASSES, kindOf(CLASSES, wishFor(wish)))!.text;
    expect(read('48-13', { kind: 'code', length: 5 })).toMatch(/^48\d13$/);
    expect(read('4006381333931', { kind: 'code', length: 13, check: 'ean' })).toBe('4006381333931');
    // The last digit is another one: a code that is right differs from it in one place.
    const mended = read('4006381333932', { kind: 'code', length: 13, check: 'ean' });
    expect([...mended].filter((sign, i) => sign !== '4006381333932'[i])).toHaveLength(1);
    expect(read('$1,234.50*', { kind: 'amount' })).toBe('1,234.50');
    expect(read('45,-', { kind: 'amount' })).toBe('45');
    expect(read('31/12/99', { kind: 'date' })).toBe('31/12/99');
  });

  it('of one text by several strings is as probable as all of them together', () => {
    const logits = answerOf('45.00', 12, 13);
    // The last sign but the blank: half a stroke, half nothing.
    const at = 11 * (CLASSES.length + 1);
    logits[at + CLASSES.length] = logits[at + CLASSES.indexOf('-')] = 12;
    const read = decodeLine(
      emissionsOf(logits, CLASSES.length),
      CLASSES,
      kindOf(CLASSES, wishFor({ kind: 'amount' })),
    )!;
    expect(read.text).toBe('45.00');
    expect(read.share).toBeGreaterThan(0.99);
  });
});

describe('a code of any length', () => {
  it.each([
    ['luhn', ['79927398713', '4539578763621486', '18'], ['79927398714', '8', '']],
    ['ean', ['73513537', '036000291452', '4006381333931'], ['73513530', '735135']],
    ['isbn', ['9780306406157', '0306406152'], ['0306406153', '4006381333931']],
    ['none', ['1', '48213'], ['', '4-1']],
  ] as const)('with the check digit %s', (check: CheckDigit, right, wrong) => {
    const grammar = codeGrammar(CLASSES, { length: null, check });
    expect(right.map((text) => accepts(grammar, placesOf([...text])))).toEqual(right.map(() => true));
    expect(wrong.map((text) => accepts(grammar, placesOf([...text])))).toEqual(wrong.map(() => false));
  });
});

describe('a day', () => {
  const orders = ['day-month-year', 'month-day-year', 'year-month-day'] as const;
  it('is named by every text of its order, and is one that there is', () => {
    fc.assert(
      fc.property(noise, fc.constantFrom(...orders), (logits, order) => {
        const read = decodeLine(
          emissionsOf(logits, CLASSES.length),
          CLASSES,
          kindOf(CLASSES, wishFor({ kind: 'date', order })),
        );
        if (read === null) return;
        const day = dayOf(read.text, order)!;
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }),
      { numRuns: 100 },
    );
  });

  it('that may be two is told to be none, until the order is said', () => {
    const value = (text: string, wish: Partial<ReadingWish>) =>
      kindOf(CLASSES, wishFor({ kind: 'date', ...wish })).valueOf(text);
    expect(value('03/04/2024', {})).toBeNull();
    expect(value('03/04/2024', { order: 'day-month-year' })).toBe('2024-04-03');
    expect(value('31/12/1999', {})).toBe('1999-12-31');
    expect(value('2024-02-29', {})).toBe('2024-02-29');
    expect(value('04/04/2024', {})).toBe('2024-04-04');
  });

  it('that may be two is not called sure, however plainly it is written', () => {
    const line: FoundLine = {
      ...{ ink: new Uint8Array(32 * 100).fill(255), width: 100, cells: [], others: [] },
      quad: [
        [0, 0],
        [100, 0],
        [100, 32],
        [0, 32],
      ],
    };
    const read = (text: string) =>
      lineReading(
        line,
        [{ classes: CLASSES, logits: answerOf(text, 16), steps: { pixels: STEP, offset: 2 } }],
        wishFor({ kind: 'date' }),
        null,
      );
    expect(read('31.12.1999')).toMatchObject({ text: '31.12.1999', value: '1999-12-31', sure: true });
    expect(read('03.04.2024')).toMatchObject({ text: '03.04.2024', value: null, sure: false });
  });

  it('of any order has the strings of all orders, and no more', () => {
    const each = orders.map((order) => dateGrammar(CLASSES, order));
    const any = anyOfThese(each, CLASSES);
    const texts = fc.string({ unit: fc.constantFrom(...'0123459./-'), minLength: 6, maxLength: 10 });
    fc.assert(
      fc.property(texts, (text) => {
        const signs = placesOf([...text]);
        expect(accepts(any, signs)).toBe(each.some((grammar) => accepts(grammar, signs)));
      }),
      { numRuns: 2000 },
    );
    expect(any.states).toBeLessThan(300);
  });
});

describe('the signs of a line', () => {
  const [width, height] = [100, 32];
  /** Upright strokes of three columns. */
  function strokesAt(columns: readonly number[]): Uint8Array<ArrayBuffer> {
    const ink = new Uint8Array(width * height);
    for (const column of columns)
      for (let y = 8; y < 24; y++) ink.fill(255, y * width + column, y * width + column + 3);
    return ink;
  }

  it('stand around their own ink, also where they were read beside it', () => {
    const columns = [10, 30, 36, 70];
    const places = placeSigns({ ink: strokesAt(columns), width, height }, [13, 29, 39, 71]);
    expect(places).toEqual(columns.map((left) => ({ left, right: left + 3, top: 8, bottom: 24 })));
  });

  it('never overlap, are in order, and have some room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: width - 3 }), { maxLength: 8 }),
        fc.array(fc.double({ min: 0, max: width, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (columns, middles) => {
          const places = placeSigns(
            { ink: strokesAt(columns), width, height },
            middles.sort((a, b) => a - b),
          );
          places.forEach(({ left, right, top, bottom }, i) => {
            expect(right).toBeGreaterThan(left);
            expect(bottom).toBeGreaterThan(top);
            if (i > 0) expect(right).toBeGreaterThanOrEqual(places[i - 1]!.left);
          });
        },
      ),
    );
  });

  it('are told where they lie in the picture, turned as the line is', () => {
    const found: FoundLine = {
      ...{ ink: strokesAt([10, 30]), width, cells: [], others: [] },
      // Twice as large and turned by a right angle, clockwise: the line goes down.
      quad: [
        [500, 100],
        [500, 300],
        [436, 300],
        [436, 100],
      ],
    };
    const logits = answerOf('11', 12, 25);
    const read = lineReading(
      found,
      [{ classes: CLASSES, logits: movedTo(logits, [2, 7]), steps: { pixels: STEP, offset: 2 } }],
      wishFor({ kind: 'line' }),
      null,
    );
    expect(read.text).toBe('11');
    expect(read.symbols.map(({ box }) => box)).toEqual([
      { x: 452, y: 120, width: 32, height: 6 },
      { x: 452, y: 160, width: 32, height: 6 },
    ]);
    expect(read.symbols[0]!.quad[0]).toEqual([484, 120]);
  });

  /** An answer that reads ones in these steps, and nothing else. */
  function movedTo(logits: Float32Array, steps: readonly number[]): Float32Array {
    const row = CLASSES.length + 1;
    const moved = new Float32Array(logits.length);
    for (let t = 0; t < logits.length / row; t++)
      moved[t * row + (steps.includes(t) ? CLASSES.indexOf('1') : CLASSES.length)] = 12;
    return moved;
  }
});

describe('an empty box', () => {
  const cell = (x: number, empty: boolean): FoundLine['cells'][number] => ({
    quad: [
      [x, 0],
      [x + 20, 0],
      [x + 20, 32],
      [x, 32],
    ],
    empty,
  });
  const width = 120;
  const found = (pattern: string): FoundLine => {
    const ink = new Uint8Array(32 * width);
    [...pattern].forEach((sign, i) => {
      for (let y = 6; y < 26 && sign !== '?'; y++) ink.fill(255, y * width + 20 * i + 8, y * width + 20 * i + 11);
    });
    return {
      ...{ ink, width, others: [] },
      quad: [
        [0, 0],
        [width, 0],
        [width, 32],
        [0, 32],
      ],
      cells: [...pattern].map((sign, i) => cell(20 * i, sign === '?')),
    };
  };
  const read = (pattern: string, wish: Partial<ReadingWish>) => {
    const signs = [...pattern].flatMap((sign, i) => (sign === '?' ? [] : [{ sign, step: 5 * i + 2 }]));
    const row = CLASSES.length + 1;
    const logits = new Float32Array((width / STEP) * row);
    for (let t = 0; t < width / STEP; t++) {
      const sign = signs.find(({ step }) => step === t)?.sign;
      logits[t * row + (sign === undefined ? CLASSES.length : CLASSES.indexOf(sign))] = 14;
    }
    return lineReading(
      found(pattern),
      [{ classes: CLASSES, logits, steps: { pixels: STEP, offset: 2 } }],
      wishFor(wish),
      null,
    );
  };

  it('among others is told, and never called sure', () => {
    for (const wish of [{ kind: 'line' }, { kind: 'code', length: 5 }, { kind: 'amount' }] as const) {
      const { text, sure, symbols, value } = read('48?13', wish);
      expect([text, sure, value]).toEqual(['48?13', false, null]);
      expect(symbols.map(({ empty }) => empty)).toEqual([false, false, true, false, false]);
      expect(symbols[2]).toMatchObject({ label: '?', box: { x: 40, y: 0, width: 20, height: 32 } });
    }
  });

  it('before the first sign or behind the last counts only where the code is as long as there are boxes', () => {
    expect(read('?481?', { kind: 'line' })).toMatchObject({ text: '481', sure: true });
    expect(read('?481?', { kind: 'code', length: 3 })).toMatchObject({ text: '481', sure: true });
    expect(read('?481?', { kind: 'code', length: 5 })).toMatchObject({ text: '?481?', sure: false });
  });
});

describe('a line with several looks', () => {
  it('is read from the one that says most, and its signs lie where that one has them', () => {
    const width = 60;
    const quadAt = (x: number): FoundLine['quad'] => [
      [x, 0],
      [x + width, 0],
      [x + width, 32],
      [x, 32],
    ];
    const look = (x: number) => ({ ink: new Uint8Array(32 * width).fill(255), width, quad: quadAt(x) });
    const found: FoundLine = { ...look(0), cells: [], others: [look(1000)] };
    const answer = (text: string, sure: number) => ({
      ...{ classes: CLASSES, logits: answerOf(text, sure) },
      steps: { pixels: STEP, offset: 2 },
    });
    const read = lineReading(found, [answer('17', 3), answer('42', 12)], wishFor({ kind: 'code', length: 2 }), null);
    expect(read).toMatchObject({ text: '42', quad: quadAt(1000) });
    for (const { box } of read.symbols) expect(box.x).toBeGreaterThanOrEqual(1000);
    const other = lineReading(found, [answer('17', 12), answer('42', 3)], wishFor({ kind: 'code', length: 2 }), null);
    expect(other).toMatchObject({ text: '17', quad: quadAt(0) });
  });
});
