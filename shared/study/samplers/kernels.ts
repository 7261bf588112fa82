import type { Setting } from '../../contract/schemas/study.ts';
import type { Random } from '../../random/random.ts';
import {
  type ChoiceDimension,
  type Dimension,
  fromScale,
  type NumberDimension,
  scaleOf,
  toScale,
} from '../dimension.ts';
import { normalCdf, normalLogDensity } from './normal.ts';

/** The density of one parameter around one observation. */
export interface Kernel {
  draw(random: Random): Setting;
  logDensity(value: Setting): number;
}

/** A kernel for each observation of a parameter, in their order, and the prior's after them: the same over the whole range. */
export const kernelsOf = (dimension: Dimension, values: readonly Setting[]): Kernel[] =>
  dimension.kind === 'choice' ? choiceKernels(dimension, values) : numberKernels(dimension, values);

/** Where the observation was, 1 more than the prior's part everywhere. */
function choiceKernels(dimension: ChoiceDimension, values: readonly Setting[]): Kernel[] {
  const { choices } = dimension;
  const part = 1 / (values.length + 1);
  const places = [...values.map((value) => toScale(dimension, value)), -1];
  return places.map((seen) => {
    const sum = choices.length * part + (seen < 0 ? 0 : 1);
    const shares = choices.map((_, i) => (part + (i === seen ? 1 : 0)) / sum);
    return {
      draw: (random) => choices[pick(shares, random)]!,
      logDensity: (value) => Math.log(shares[toScale(dimension, value)]!),
    };
  });
}

/**
 * A normal at each observation, as wide as the farther of its neighbours is away, but no narrower than the range by the number of
 * kernels ("magic clip"); and one over the whole range. All are cut off at its ends.
 */
function numberKernels(dimension: NumberDimension, values: readonly Setting[]): Kernel[] {
  const [low, high] = scaleOf(dimension);
  const mus = values.map((value) => toScale(dimension, value));
  const widths = widthsOf(mus, low, high);
  return [
    ...mus.map((mu, i) => normalKernel(dimension, mu, widths[i]!)),
    normalKernel(dimension, (low + high) / 2, high - low),
  ];
}

function widthsOf(mus: readonly number[], low: number, high: number): number[] {
  const narrowest = (high - low) / Math.min(100, 2 + mus.length);
  const order = mus.map((_, i) => i).sort((a, b) => mus[a]! - mus[b]! || a - b);
  const widths = mus.map(() => 0);
  order.forEach((i, place) => {
    const [before, after] = [order[place - 1], order[place + 1]];
    const below = mus[i]! - (before === undefined ? low : mus[before]!);
    const above = (after === undefined ? high : mus[after]!) - mus[i]!;
    // The outermost do not look at the range's ends, unless there is nothing else to look at.
    const isAlone = mus.length === 1;
    const width = isAlone
      ? Math.max(below, above)
      : before === undefined
        ? above
        : after === undefined
          ? below
          : Math.max(below, above);
    widths[i] = Math.min(Math.max(width, narrowest), high - low);
  });
  return widths;
}

function normalKernel(dimension: NumberDimension, mu: number, sigma: number): Kernel {
  const [low, high] = scaleOf(dimension);
  const between = (from: number, to: number): number => normalCdf((to - mu) / sigma) - normalCdf((from - mu) / sigma);
  const logMass = Math.log(between(low, high));
  return {
    draw(random) {
      // The centre is in the range and the width at most the range: every third draw or more is inside.
      let x = random.normal(mu, sigma);
      while (x < low || x > high) x = random.normal(mu, sigma);
      return fromScale(dimension, x);
    },
    logDensity(value) {
      const cell = cellOf(dimension, value as number);
      if (cell) return Math.log(Math.max(0, between(...cell))) - logMass;
      return normalLogDensity((toScale(dimension, value) - mu) / sigma) - Math.log(sigma) - logMass;
    },
  };
}

/** What of the scale becomes this value; null where the scale has no steps. */
function cellOf({ log, int, step }: NumberDimension, value: number): [number, number] | null {
  if (log && int) return [Math.log(value - 0.5), Math.log(value + 0.5)];
  return step === null ? null : [value - step / 2, value + step / 2];
}

/** A place, drawn by weights whose sum is 1. */
export function pick(weights: readonly number[], random: Random): number {
  let left = random.uniform();
  const place = weights.findIndex((weight) => (left -= weight) < 0);
  return place < 0 ? weights.length - 1 : place;
}
