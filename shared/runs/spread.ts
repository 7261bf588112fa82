/** Mean of a few measurements, and how sure it is. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1 below); null of fewer than two. */
  readonly deviation: number | null;
  /** Student's 95 % interval of the mean; null of fewer than two. */
  readonly interval95: readonly [number, number] | null;
}

/** Student's t for a two-sided 95 %, by degrees of freedom from 1. */
const T95 = [
  12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.306, 2.26216, 2.22814, 2.20099, 2.17881, 2.16037,
  2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302,
];

/**
 * Student's t for a two-sided 95 % with more degrees of freedom than the table has: Cornish and Fisher's expansion around the normal
 * quantile (Abramowitz and Stegun 26.7.5), right to 1e-5 from 20 on.
 */
function tOfMany(freedom: number): number {
  const z = 1.959963984540054;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
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
  const t = T95[n - 2] ?? tOfMany(n - 1);
  const deviation = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (n - 1));
  const half = (t * deviation) / Math.sqrt(n);
  return { n, mean, deviation, interval95: [Math.max(0, mean - half), Math.min(1, mean + half)] };
}
