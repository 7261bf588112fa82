import { readingWishSchema, type ReadingWish } from '../contract/schemas/reading.ts';
import type { Sureness } from '../contract/schemas/sureness.ts';
import { digitOf } from './automaton.ts';
import { calibrate, judge, type Judged } from './calibrate.ts';
import type { Emissions } from './emissions.ts';
import { accepts } from './grammar.ts';
import { kindOf } from './kinds.ts';

/** A line of which everything is known: what a model said of it, and what it says, by the names of its signs. */
export interface KnownLine {
  readonly emissions: Emissions;
  readonly truth: readonly string[];
}

type KindName = keyof Sureness['kinds'];

/** Of so many lines one is read as what it is not: a code with a digit too many or too few, in turns, an amount that is none. People do that, too. */
const MISTAKEN = 20;

/** By how many signs a line's length is mistaken. */
const mistakeIn = (line: number): number => (line % MISTAKEN > 0 ? 0 : line % (2 * MISTAKEN) === 0 ? 1 : -1);

/**
 * How sure a model's readings are, for each kind of which there are enough lines: learnt from lines that took no part in its training.
 * A line counts for every kind that it may be of. Throws RangeError for fewer than 2 lines of a kind.
 */
export function learnSureness(
  lines: readonly KnownLine[],
  classes: readonly string[],
  weightsSha256: string,
): Sureness {
  const judged: Record<KindName, Judged[]> = { line: [], code: [], amount: [], date: [] };
  lines.forEach(({ emissions, truth }, i) => {
    for (const kind of Object.keys(judged) as KindName[]) {
      const wish = wishFor(kind, truth, classes, mistakeIn(i));
      if (wish) judged[kind].push(judge(emissions, classes, wish, truth));
    }
  });
  const kinds = Object.entries(judged).flatMap(([kind, some]) => (some.length > 0 ? [[kind, calibrate(some)]] : []));
  return { version: 1, weightsSha256, kinds: Object.fromEntries(kinds) as Sureness['kinds'] };
}

/** As what a line is to be read, by mistake if that is not 0; null: as nothing of this kind. */
function wishFor(
  kind: KindName,
  truth: readonly string[],
  classes: readonly string[],
  mistake: number,
): ReadingWish | null {
  const isCode = truth.every((sign) => digitOf(sign) !== null);
  const length = kind === 'code' ? Math.max(1, truth.length + mistake) : null;
  const wish = readingWishSchema.parse({ kind, length });
  if (kind === 'line' || (kind === 'code' && isCode)) return wish;
  const signs = truth.map((sign) => classes.indexOf(sign));
  return mistake !== 0 || (kind !== 'code' && accepts(kindOf(classes, wish).grammar, signs)) ? wish : null;
}
