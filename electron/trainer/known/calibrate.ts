import { type Calibration, knownFrom } from '../../../shared/known/known-from.ts';

/** Of signs, no more than this share may be refused. */
const REFUSED = 0.02;
/** So many signs of one source tell how many of it are refused: within some 0.6 points. */
const ENOUGH = 500;
/** Bounds of what counts as likely enough, signs and non-signs being weighed alike. */
const RANGE = { least: 0.02, most: 0.5 };

/**
 * J. Platt's scaling (1999): the logistic regression of sign or not on the log-odds, signs and non-signs of equal weight, with
 * his softened targets, by Newton's method. `signs` and `others` are log-odds; neither may be empty.
 */
export function calibrate(signs: readonly number[], others: readonly number[]): Calibration {
  const [high, low] = [(signs.length + 1) / (signs.length + 2), 1 / (others.length + 2)];
  const points = [
    ...signs.map((x) => ({ x, target: high, weight: 1 / signs.length })),
    ...others.map((x) => ({ x, target: low, weight: 1 / others.length })),
  ];
  let [slope, intercept] = [1, 0];
  for (let round = 0; round < 50; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { x, target, weight } of points) {
      const p = knownFrom(x, { slope, intercept });
      const [error, curve] = [weight * (p - target), weight * p * (1 - p)];
      g0 += error * x;
      g1 += error;
      h00 += curve * x * x;
      h01 += curve * x;
      h11 += curve;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    // Steps are bounded: if the data can be separated perfectly, the best slope is infinite.
    const size = Math.max(1, Math.abs(d0) / 0.5, Math.abs(d1) / 1);
    slope = Math.min(10, Math.max(0.05, slope - d0 / size));
    intercept = Math.min(20, Math.max(-20, intercept - d1 / size));
    if (Math.abs(d0) + Math.abs(d1) < 1e-7) break;
  }
  return { slope, intercept };
}

/**
 * How many of so many signs may be refused: with one standard error more, as a sample's share goes astray by chance, it is
 * REFUSED of them.
 */
function refusable(count: number): number {
  let most = 0;
  while (most + 1 + Math.sqrt((most + 1) * (1 - (most + 1) / count)) <= REFUSED * count) most += 1;
  return most;
}

/** An image is taken for a sign from this probability on. */
export const THRESHOLD = 0.5;

/**
 * Platt's scaling, for how often people draw signs: he weighs signs and non-signs alike, but hardly anybody draws as many
 * scribbles as signs. The share of signs is chosen as high as it takes for the threshold to refuse no more signs than it may
 * (see refusable): of all, and of those of each source that has enough to tell, so that easy signs of one do not pay for hard
 * ones of another. It lies between a half and 98 %. `signs`: log-odds, source by source.
 */
export function calibrateForUse(signs: readonly (readonly number[])[], others: readonly number[]): Calibration {
  const all = signs.flat();
  const even = calibrate(all, others);
  const limits = [all, ...signs.filter(({ length }) => length >= ENOUGH)].map((own) => {
    const sorted = Float64Array.from(own).sort();
    return knownFrom(sorted[refusable(sorted.length)]!, even);
  });
  const accepted = Math.min(RANGE.most, Math.max(RANGE.least, Math.min(...limits)));
  return { ...even, intercept: even.intercept - Math.log(accepted / (1 - accepted)) };
}
