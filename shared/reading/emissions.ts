/**
 * What a line model says of a line: at each of `steps` steps from left to right the log-probabilities of its `classes` signs and, last
 * in each row, of the blank ("no sign begins here"). `logs` has steps x (classes + 1) numbers, each 0 or below; a row's probabilities
 * sum up to 1.
 */
export interface Emissions {
  readonly steps: number;
  readonly classes: number;
  readonly logs: Float64Array;
}

/** From a model's logits, row by row. Throws RangeError if their number is not steps x (classes + 1), or one is NaN. */
export function emissionsOf(logits: ArrayLike<number>, classes: number): Emissions {
  const width = classes + 1;
  const steps = logits.length / width;
  if (!Number.isInteger(steps)) throw new RangeError(`${logits.length} logits are no rows of ${width}`);
  const logs = new Float64Array(logits.length);
  for (let t = 0; t < steps; t++) {
    let highest = -Infinity;
    for (let k = 0; k < width; k++) highest = Math.max(highest, logits[t * width + k]!);
    if (Number.isNaN(highest)) throw new RangeError(`a logit of step ${t} is NaN`);
    let sum = 0;
    for (let k = 0; k < width; k++) sum += Math.exp(logits[t * width + k]! - highest);
    const norm = highest + Math.log(sum);
    for (let k = 0; k < width; k++) logs[t * width + k] = logits[t * width + k]! - norm;
  }
  return { steps, classes, logs };
}

/** What is smaller than another number by this, as logarithms, adds nothing to it that a double could hold. */
const NOTHING = 38;

/** log(exp(a) + exp(b)), also where both are -Infinity. */
export function logAdd(a: number, b: number): number {
  const [high, low] = a > b ? [a, b] : [b, a];
  return low === -Infinity || high - low > NOTHING ? high : high + Math.log1p(Math.exp(low - high));
}

/** The same of a part of a list, from `start` up to, not including, `end`, without the one at `except`. */
export function logSum(values: Float64Array, start: number, end: number, except = -1): number {
  let highest = -Infinity;
  for (let i = start; i < end; i++) if (i !== except && values[i]! > highest) highest = values[i]!;
  if (highest === -Infinity) return highest;
  let sum = 0;
  for (let i = start; i < end; i++) {
    const below = highest - values[i]!;
    if (i !== except && below < NOTHING) sum += Math.exp(-below);
  }
  return highest + Math.log(sum);
}
