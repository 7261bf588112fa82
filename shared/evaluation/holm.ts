/**
 * Holm's step-down correction (S. Holm, 1979) of the p-values of one family of tests, in the order given: with so many tests, one would
 * come out small by chance alone. The smallest is multiplied by their number, the next by one less, and so on; none falls below one that
 * was smaller before, or rises above 1.
 */
export function holmAdjusted(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Array<number>(ps.length).fill(1);
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[index]!));
    adjusted[index] = least;
  });
  return adjusted;
}
