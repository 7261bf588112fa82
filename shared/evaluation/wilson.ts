/** The normal distribution's 97.5 % quantile. */
export const Z = 1.959963984540054;

/**
 * Wilson's 95 % score interval of a proportion, `right` out of `n` (E. B. Wilson, 1927): unlike the textbook's
 * p ± 1.96 sqrt(pq/n) it stays inside [0, 1] and holds its level near 1, where accuracies are. [0, 1] for n = 0.
 */
export function wilsonInterval(right: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const p = right / n;
  const shrink = 1 + (Z * Z) / n;
  const centre = (p + (Z * Z) / (2 * n)) / shrink;
  const half = (Z / shrink) * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
