import type { PairedCounts } from './mcnemar.ts';
import { Z } from './wilson.ts';

/** The first model's share of right answers less the second's, and its 95 % interval. */
export interface PairedDifference {
  readonly difference: number;
  readonly interval95: readonly [number, number];
}

/**
 * How much more often the first of two models is right on the same images, with Tango's score interval (T. Tango, 1998): what a score
 * test of each difference does not reject. At no difference that is McNemar's test without correction, so the interval holds 0 where that
 * one cannot tell. Null of no images.
 */
export function pairedDifference({
  bothRight,
  onlyFirst,
  onlySecond,
  bothWrong,
}: PairedCounts): PairedDifference | null {
  const n = bothRight + onlyFirst + onlySecond + bothWrong;
  if (n === 0) return null;
  const difference = (onlyFirst - onlySecond) / n;
  const score = (at: number): number => scoreAt(at, onlyFirst, onlySecond, n);
  // The score falls while the difference grows, and is 0 at the one that was found.
  const low = parting(-1, difference, (at) => score(at) > Z);
  const high = parting(difference, 1, (at) => score(at) >= -Z);
  return { difference, interval95: [low, high] };
}

/** What was found less what a true difference of `at` leads one to expect, in standard errors of the most likely shares with it. */
function scoreAt(at: number, onlyFirst: number, onlySecond: number, n: number): number {
  const linear = (2 * n - onlyFirst + onlySecond) * at - onlyFirst - onlySecond;
  const constant = -onlySecond * at * (1 - at);
  const second = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
  const excess = onlyFirst - onlySecond - n * at;
  const variance = n * (2 * second + at * (1 - at));
  return variance > 0 ? excess / Math.sqrt(variance) : Infinity * Math.sign(excess);
}

/** Where `below` ceases to hold between two numbers. */
function parting(from: number, to: number, below: (at: number) => boolean): number {
  let [low, high] = [from, to];
  // Each step halves the gap: as many as a double has digits.
  for (let step = 0; step < 53; step++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
