import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedy, search } from '../../shared/reading/beam-search.ts';
import { candidatesOf } from '../../shared/reading/candidates.ts';
import { complete } from '../../shared/reading/completion.ts';
import { ctcLoss, ctcTables } from '../../shared/reading/ctc.ts';
import { emissionsOf, type Emissions } from '../../shared/reading/emissions.ts';
import { accepts, anyOf, type Grammar } from '../../shared/reading/grammar.ts';
import { spansOf } from '../../shared/reading/spans.ts';

/** Small enough for every alignment to be looked at. */
const lines = fc
  .record({ steps: fc.integer({ min: 1, max: 5 }), classes: fc.integer({ min: 2, max: 3 }) })
  .chain(({ steps, classes }) =>
    fc
      .array(fc.double({ min: -6, max: 6, noNaN: true }), {
        minLength: steps * (classes + 1),
        maxLength: steps * (classes + 1),
      })
      .map((logits) => emissionsOf(logits, classes)),
  );

/** The probability of every string by its definition: the sum over all alignments that read so. */
function everyString({ steps, classes, logs }: Emissions): Map<string, number> {
  const strings = new Map<string, number>();
  const walk = (t: number, signs: readonly number[], last: number, p: number): void => {
    if (t === steps) return void strings.set(signs.join(), (strings.get(signs.join()) ?? 0) + p);
    for (let k = 0; k <= classes; k++) {
      const read = k === classes || k === last ? signs : [...signs, k];
      walk(t + 1, read, k, p * Math.exp(logs[t * (classes + 1) + k]!));
    }
  };
  walk(0, [], classes, 1);
  return strings;
}
const signsOf = (key: string): number[] => (key === '' ? [] : key.split(',').map(Number));
/** Strings whose signs sum up to an even number. */
const even: Grammar = {
  ...{ states: 2, start: 0 },
  next: (state, sign) => (state + sign) % 2,
  ends: (state) => state === 0,
};
/** Strings of exactly `length` signs. */
const ofLength = (length: number): Grammar => ({
  states: length + 1,
  start: 0,
  next: (state) => (state < length ? state + 1 : -1),
  ends: (state) => state === length,
});
/** Two signs that sum up to an even number: of two steps the state is how many there were, and whether their sum is odd. */
const evenPair: Grammar = {
  ...{ states: 6, start: 0 },
  next: (state, sign) => (state < 4 ? 2 * (state >> 1) + 2 + (((state & 1) + sign) % 2) : -1),
  ends: (state) => state === 4,
};
const grammars = fc.constantFrom(anyOf(), anyOf(new Set([0])), ofLength(1), ofLength(2), ofLength(4), even, evenPair);

describe('the probability of a string', () => {
  it('is the sum over all its alignments', () => {
    fc.assert(
      fc.property(lines, (line) => {
        for (const [key, p] of everyString(line))
          expect(Math.exp(ctcTables(line, signsOf(key)).log)).toBeCloseTo(p, 10);
      }),
      { numRuns: 50 },
    );
  });

  it('has the gradient that a small change of each logit shows', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }), ({ classes, logs }, signs) => {
        const at = (moved: number, by: number): number =>
          ctcLoss(
            emissionsOf(
              logs.map((value, i) => value + (i === moved ? by : 0)),
              classes,
            ),
            signs,
          ).loss;
        const { loss, gradient } = ctcLoss(emissionsOf(logs, classes), signs);
        fc.pre(Number.isFinite(loss));
        gradient.forEach((slope, i) => expect((at(i, 1e-5) - at(i, -1e-5)) / 2e-5).toBeCloseTo(slope, 4));
      }),
      { numRuns: 50 },
    );
  });

  it('is 0, with an infinite loss, where the line has too few steps', () => {
    const line = emissionsOf([0, 0, 0, 0, 0, 0], 2);
    expect(ctcLoss(line, [0, 0])).toEqual({ loss: Infinity, gradient: new Float64Array(6) });
    expect(spansOf(line, [0, 0])).toBeNull();
  });
});

describe('a search', () => {
  it('finds the best string of a grammar and its share of all of them', () => {
    fc.assert(
      fc.property(lines, grammars, (line, grammar) => {
        const legal = [...everyString(line)].filter(([key]) => accepts(grammar, signsOf(key)));
        const all = legal.reduce((sum, [, p]) => sum + p, 0);
        expect(Math.exp(complete(line, grammar).total)).toBeCloseTo(all, 10);
        const { readings: found, total } = search(line, grammar, { width: 1000, most: 3 });
        expect(Math.exp(total)).toBeCloseTo(all, 10);
        expect(found).toHaveLength(Math.min(3, legal.length));
        const sorted = legal.map(([, p]) => p).sort((a, b) => b - a);
        found.forEach(({ log, share }, i) => {
          expect(Math.exp(log)).toBeCloseTo(sorted[i]!, 10);
          expect(share).toBeCloseTo(sorted[i]! / all, 8);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('of width 1 finds a string of the grammar too, and never tells more than its probability', () => {
    fc.assert(
      fc.property(lines, grammars, (line, grammar) => {
        const { readings: found } = search(line, grammar, { width: 1 });
        const legal = [...everyString(line).keys()].filter((key) => accepts(grammar, signsOf(key)));
        expect(found).toHaveLength(Math.min(1, legal.length));
        for (const { signs, log } of found) {
          expect(accepts(grammar, signs)).toBe(true);
          expect(log).toBeLessThanOrEqual(ctcTables(line, signs).log + 1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('finds nothing where the steps have no room for a legal string', () => {
    expect(search(emissionsOf([1, 2, 3], 2), ofLength(2)).readings).toEqual([]);
  });
});

describe('the signs of a reading', () => {
  /** Steps that say blank, 1, 1, blank, 1, 0 with nearly all their probability. */
  const line = emissionsOf(
    [2, 1, 1, 2, 1, 0].flatMap((k) => [0, 1, 2].map((each) => (each === k ? 9 : 0))),
    2,
  );

  it('stand where they were read', () => {
    expect(greedy(line)).toEqual([1, 1, 0]);
    expect(spansOf(line, [1, 1, 0])).toEqual([
      { start: 1, end: 3 },
      { start: 4, end: 5 },
      { start: 5, end: 6 },
    ]);
  });

  it('have the candidates that the whole strings would be as probable with', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 3 }), (some, signs) => {
        candidatesOf(some, signs).forEach((logs, place) =>
          logs.forEach((log, sign) =>
            expect(Math.exp(log)).toBeCloseTo(
              Math.exp(ctcTables(some, [...signs.slice(0, place), sign, ...signs.slice(place + 1)]).log),
              10,
            ),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });
});
