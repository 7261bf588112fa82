import type { Trial } from '../../contract/schemas/study.ts';
import { type Random, stream } from '../../random/random.ts';
import { type Dimension, sizeOf, toScale, toUnit } from '../dimension.ts';
import { variances } from './fanova.ts';
import { growForest } from './forest.ts';

/** With fewer finished trials nothing is said. */
export const LEAST_TRIALS = 8;

/** Of more finished trials so many are drawn: a forest over more would hold the window up for seconds, and they change little. */
export const MOST_TRIALS = 200;

const FOREST = { trees: 64, depth: 12, least: 2 };

/**
 * How much of what the trials differ in each parameter explains alone, by fANOVA over a random forest: shares whose sum is 1, the
 * largest first. Null with too few finished trials, or where all came to the same. `objective`: which of them, by place. A trial
 * in which a parameter was not searched stands in the middle of its range. Of more than 200 finished trials as many are drawn with
 * the study's seed.
 */
export function importances(
  dimensions: readonly Dimension[],
  trials: readonly Trial[],
  seed: number,
  objective = 0,
): { path: string; importance: number }[] | null {
  const all = trials.filter((trial) => trial.status === 'finished' && trial.repeats === null);
  if (all.length < LEAST_TRIALS) return null;
  const finished = all.length > MOST_TRIALS ? draw(all, MOST_TRIALS, stream(seed, 'sample')) : all;
  const points = finished.map(({ values }) =>
    dimensions.map((each) => (each.path in values ? inCube(each, values[each.path]!) : 0.5)),
  );
  const values = finished.map((trial) => trial.objective![objective]!);
  const forest = growForest(points, values, FOREST, stream(seed, 'forest'));
  const sums = dimensions.map(() => 0);
  for (const tree of forest) variances(tree, dimensions.length).forEach((share, axis) => (sums[axis]! += share));
  const total = sums.reduce((a, b) => a + b, 0);
  if (total === 0) return null;
  return dimensions
    .map(({ path }, axis) => ({ path, importance: sums[axis]! / total }))
    .sort((a, b) => b.importance - a.importance);
}

/** As many of them, each at most once, in their order. */
function draw<T>(all: readonly T[], count: number, random: Random): T[] {
  let left = count;
  return all.filter((_, i) => {
    const isDrawn = random.integer(all.length - i) < left;
    if (isDrawn) left -= 1;
    return isDrawn;
  });
}

/** Choices stand in the middles of equal parts, so that each weighs the same. */
function inCube(dimension: Dimension, value: Parameters<typeof toUnit>[1]): number {
  return dimension.kind === 'choice' ? (toScale(dimension, value) + 0.5) / sizeOf(dimension) : toUnit(dimension, value);
}
