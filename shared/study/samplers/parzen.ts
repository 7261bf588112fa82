import type { Setting, Settings, Trial } from '../../contract/schemas/study.ts';
import type { Random } from '../../random/random.ts';
import type { Dimension } from '../dimension.ts';
import { kernelsOf, pick } from './kernels.ts';
import { logSumExp } from './normal.ts';

/** How many observations count in full; of more, the oldest count less and less. */
const IN_FULL = 25;

/** The density of some trials over some parameters. */
export interface Parzen {
  draw(random: Random): Settings;
  logDensity(settings: Settings): number;
}

/**
 * A Parzen estimator: for each trial a kernel, the product of one for each parameter, so that what goes well together is drawn
 * together; and a prior, which counts as one trial. `trials`, by number, all have these parameters. Weights: `areEqual`, or less for old ones.
 */
export function parzen(dimensions: readonly Dimension[], trials: readonly Trial[], areEqual: boolean): Parzen {
  const weights = weightsOf(trials.length, areEqual);
  const logWeights = weights.map(Math.log);
  const parts = dimensions.map((dimension) => ({
    path: dimension.path,
    kernels: kernelsOf(
      dimension,
      trials.map(({ values }) => values[dimension.path]!),
    ),
  }));
  return {
    draw(random) {
      const kernel = pick(weights, random);
      return Object.fromEntries(
        parts.map(({ path, kernels }): [string, Setting] => [path, kernels[kernel]!.draw(random)]),
      );
    },
    logDensity: (settings) =>
      logSumExp(
        logWeights.map((weight, i) =>
          parts.reduce((sum, { path, kernels }) => sum + kernels[i]!.logDensity(settings[path]!), weight),
        ),
      ),
  };
}

/** Weights of `count` observations, the oldest first, and of the prior, which counts as one; their sum is 1. */
export function weightsOf(count: number, areEqual: boolean): number[] {
  const old = areEqual ? 0 : Math.max(0, count - IN_FULL);
  // As numpy's linspace(1 / n, 1, n - 25): alone, it is the first of its ends.
  const ramp = Array.from({ length: old }, (_, i) => 1 / count + (old === 1 ? 0 : (i * (1 - 1 / count)) / (old - 1)));
  const all = [...ramp, ...Array<number>(count - old + 1).fill(1)];
  const sum = all.reduce((a, b) => a + b, 0);
  return all.map((weight) => weight / sum);
}
