import { criticalT } from '../evaluation/student-t.ts';

/** Mean of a few measurements, and how sure it is. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1 below); null of fewer than two. */
  readonly deviation: number | null;
  /** Student's 95 % interval of the mean; null of fewer than two. */
  readonly interval95: readonly [number, number] | null;
}

/**
 * The spread of shares (accuracies), which are taken as independent and normal. The interval is cut at 0 and 1, where shares
 * end. Null of none.
 */
export function spreadOf(shares: readonly number[]): Spread | null {
  const n = shares.length;
  if (n === 0) return null;
  const mean = shares.reduce((sum, share) => sum + share, 0) / n;
  if (n === 1) return { n, mean, deviation: null, interval95: null };
  const t = criticalT(0.05, n - 1);
  const deviation = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (n - 1));
  const half = (t * deviation) / Math.sqrt(n);
  return { n, mean, deviation, interval95: [Math.max(0, mean - half), Math.min(1, mean + half)] };
}
