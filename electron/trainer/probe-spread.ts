/** Fewer blocks of steps tell nothing of how they differ. */
export const LEAST_BLOCKS = 3;
/** Half the width of a 95 % interval, in standard errors, by how many values there are less one (Student). */
const T95 = [0, 12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23];
const Z95 = 1.96;
const MOST_GROUPS = T95.length;

/**
 * Half the width of the 95 % interval of the mean of `costs`, as a share of that mean; null for too few. A machine does other work
 * for a while and then for a while not, so neighbours are alike: the interval is that of the means of consecutive groups.
 */
export function spreadOf(costs: readonly number[]): number | null {
  if (costs.length < LEAST_BLOCKS) return null;
  const groups = groupMeans(costs, Math.min(costs.length, MOST_GROUPS));
  const mean = average(groups);
  const variance = groups.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (groups.length - 1);
  return ((T95[groups.length - 1] ?? Z95) * Math.sqrt(variance / groups.length)) / mean;
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const groupMeans = (values: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, i) =>
    average(values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count))),
  );
