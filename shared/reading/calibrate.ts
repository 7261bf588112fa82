import type { ReadingWish } from '../contract/schemas/reading.ts';
import type { KindSureness } from '../contract/schemas/sureness.ts';
import { solve } from '../paper/locate/linear.ts';
import { confidenceOf, logistic, oddsOf } from './confidence.ts';
import { decodeText, type Evidence } from './decode-line.ts';
import type { Emissions } from './emissions.ts';
import { kindOf, saysTheSame } from './kinds.ts';

/** A reading of a line whose text is known. */
export interface Judged extends Evidence {
  readonly right: boolean;
}

/** A reading of a line that is `truth`, by the names of its signs, as a kind: as `calibrate` takes it. Throws RangeError for a code that there is none of. */
export function judge(
  emissions: Emissions,
  classes: readonly string[],
  wish: ReadingWish,
  truth: readonly string[],
): Judged {
  const kind = kindOf(classes, wish);
  const read = decodeText(emissions, classes, kind);
  if (read === null) return { share: 0, within: -Infinity, right: false };
  const text = kind
    .kept(truth)
    .map((place) => truth[place]!)
    .join('');
  return { share: read.share, within: read.within, right: saysTheSame(kind, read.text, text) };
}

export interface CalibrationWish {
  /** Of the readings called sure at most this share may be wrong, ... */
  readonly mostWrong?: number;
  /** ... which may be believed with this probability. */
  readonly belief?: number;
}

/** Weights are drawn to 1 by as much as so many lines say: where all are right, the best ones would have no end. */
const PRIOR = 1;
const ROUNDS = 50;
const ENOUGH = 1e-8;

/** Thresholds that are tried: each calls so many of twenty lines sure. */
const TRIED = 20;

/**
 * What a kind's confidences are worth, and from which on they are called sure, from readings of lines that took no part in training. Of
 * every two lines one fits the confidences (a logistic regression on both log-odds), the other finds the threshold: the lowest of twenty for
 * which the share of wrong readings is bounded, by an exact binomial bound. That these are twenty chances to be wrong about it is counted in
 * (Bonferroni), so it takes thousands of lines to prove what is nearly so. Throws RangeError for fewer than 2 lines.
 */
export function calibrate(
  lines: readonly Judged[],
  { mostWrong = 0.01, belief = 0.95 }: CalibrationWish = {},
): KindSureness {
  if (lines.length < 2) throw new RangeError('nothing to calibrate with');
  const weights = fitted(lines.filter((_, i) => i % 2 === 0));
  const tested = lines
    .filter((_, i) => i % 2 === 1)
    .map(({ right, ...evidence }) => ({ right, confidence: confidenceOf(evidence, weights) }))
    .sort((a, b) => b.confidence - a.confidence);
  let found = { threshold: null as number | null, sure: 0, wrong: 0 };
  for (let i = 1; i <= TRIED; i++) {
    const threshold = tested[Math.ceil((i * tested.length) / TRIED) - 1]!.confidence;
    const sure = tested.filter(({ confidence }) => confidence >= threshold);
    const wrong = sure.filter(({ right }) => !right).length;
    if (atMost(wrong, sure.length, mostWrong) <= (1 - belief) / TRIED) found = { threshold, sure: sure.length, wrong };
  }
  return { ...weights, ...found, lines: tested.length };
}

/** The probability of at most `wrong` wrong ones among `n` if each is wrong with probability `p`. */
function atMost(wrong: number, n: number, p: number): number {
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let k = 1; k <= wrong; k++) {
    log += Math.log(n - k + 1) - Math.log(k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return sum;
}

type Weights = Pick<KindSureness, 'bias' | 'share' | 'within'>;

function fitted(lines: readonly Judged[]): KindSureness {
  const full = { threshold: null, lines: 1, sure: 0, wrong: 0 };
  const both = regression(lines, [true, true]);
  // More of what speaks for a reading never makes it less sure; where the numbers say so, they say nothing.
  if (both.share >= 0 && both.within >= 0) return { ...both, ...full };
  const one = regression(lines, [both.share >= 0, both.within >= 0]);
  return { ...one, share: Math.max(0, one.share), within: Math.max(0, one.within), ...full };
}

/** Logistic regression by Newton's method, over the log-odds that are used. */
function regression(lines: readonly Judged[], [useShare, useWithin]: readonly [boolean, boolean]): Weights {
  const rows = lines.map((line) => {
    const [share, within] = oddsOf(line);
    return { x: [1, useShare ? share : 0, useWithin ? within : 0], y: line.right ? 1 : 0 };
  });
  const prior = [0, useShare ? 1 : 0, useWithin ? 1 : 0];
  const oddsAt = (w: readonly number[], x: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * w[i]!, 0);
  const lossAt = (w: readonly number[]): number =>
    rows.reduce((sum, { x, y }) => sum + Math.log1p(Math.exp((y === 1 ? -1 : 1) * oddsAt(w, x))), 0) +
    w.reduce((sum, value, i) => sum + (PRIOR * (value - prior[i]!) ** 2) / 2, 0);
  let w = prior;
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = Float64Array.from(w, (value, i) => PRIOR * (value - prior[i]!));
    const curve = w.map((_, i) => Float64Array.from(w, (__, k) => (i === k ? PRIOR : 0)));
    for (const { x, y } of rows) {
      const p = logistic(oddsAt(w, x));
      for (let i = 0; i < 3; i++) {
        gradient[i]! += (p - y) * x[i]!;
        for (let k = 0; k < 3; k++) curve[i]![k]! += p * (1 - p) * x[i]! * x[k]!;
      }
    }
    const step = solve(curve, gradient)!;
    // Halved where it would go too far.
    let by = 1;
    const moved = (): number[] => w.map((value, i) => value - by * step[i]!);
    while (by > ENOUGH && lossAt(moved()) > lossAt(w)) by /= 2;
    w = moved();
    if (step.every((each) => Math.abs(by * each) < ENOUGH)) break;
  }
  return { bias: w[0]!, share: w[1]!, within: w[2]! };
}
