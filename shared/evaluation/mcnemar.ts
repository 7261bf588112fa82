/** Two readings of the same images: how many both got right, only one of them, neither. */
export interface PairedCounts {
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothWrong: number;
}

export function pairedCounts(first: readonly boolean[], second: readonly boolean[]): PairedCounts {
  let [bothRight, onlyFirst, onlySecond, bothWrong] = [0, 0, 0, 0];
  first.forEach((own, i) => {
    if (own && second[i]) bothRight++;
    else if (own) onlyFirst++;
    else if (second[i]) onlySecond++;
    else bothWrong++;
  });
  return { bothRight, onlyFirst, onlySecond, bothWrong };
}

/**
 * McNemar's exact test (1947), two-sided: of the images that only one of two models got right, half should be either's, were they
 * equally good. The probability of a split at least so uneven: twice the binomial tail, at most 1; 1 where they differ in none.
 */
export function mcnemarExact({ onlyFirst, onlySecond }: Pick<PairedCounts, 'onlyFirst' | 'onlySecond'>): number {
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  if (2 * fewer === n) return 1;
  // The terms relative to the largest of them, which is the last: each is the next one's k / (n - k + 1).
  let [term, sum] = [1, 0];
  for (let k = fewer; k >= 0 && term > 0; k--) {
    sum += term;
    term *= k / (n - k + 1);
  }
  return Math.min(1, 2 * sum * Math.exp(logChoose(n, fewer) - n * Math.LN2));
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
