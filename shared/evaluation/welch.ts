import { criticalT, twoSidedT } from './student-t.ts';

/** How two groups' means differ. */
export interface WelchTest {
  /** The first group's mean less the second's. */
  readonly difference: number;
  /** Its 95 % interval. */
  readonly interval95: readonly [number, number];
  readonly t: number;
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly freedom: number;
  /** Two-sided: how likely a difference of this size is between groups of equal means. */
  readonly p: number;
}

/**
 * Welch's t-test (B. L. Welch, 1947) of two groups of independent measurements, which need not spread alike. Null where it can say
 * nothing: a group has fewer than two, or neither of them spreads at all.
 */
export function welchTest(first: readonly number[], second: readonly number[]): WelchTest | null {
  if (first.length < 2 || second.length < 2) return null;
  const [a, b] = [momentsOf(first), momentsOf(second)];
  const variance = a.ofMean + b.ofMean;
  if (!(variance > 0)) return null;
  const error = Math.sqrt(variance);
  const difference = a.mean - b.mean;
  // As shares of the variance, since squares of small ones would be nothing.
  const [of, and] = [a.ofMean / variance, b.ofMean / variance];
  const freedom = 1 / (of ** 2 / (first.length - 1) + and ** 2 / (second.length - 1));
  const t = difference / error;
  const half = criticalT(0.05, freedom) * error;
  return { difference, interval95: [difference - half, difference + half], t, freedom, p: twoSidedT(t, freedom) };
}

/** The mean, and how much it varies itself. */
function momentsOf(values: readonly number[]): { mean: number; ofMean: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  // What rounding alone makes of equal values is no spread.
  if (values.every((value) => value === values[0])) return { mean: values[0]!, ofMean: 0 };
  return { mean, ofMean: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n };
}
