import type { Random } from '../random/random.ts';
import type { Labels } from './labelled-images.ts';

/** Indices into a data set's images. */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Takes `fraction` of each class for validation, chosen by `random`: both parts hold the classes in the whole's
 * proportions (each class's share is rounded to whole images). Both parts are in the file's order.
 */
export function stratifiedSplit(labels: Labels, fraction: number, random: Random): Split {
  const chosen = new Uint8Array(labels.length);
  for (const indices of byClass(labels)) {
    random.shuffle(indices);
    for (const index of indices.subarray(0, Math.round(indices.length * fraction))) chosen[index] = 1;
  }
  return partsOf(chosen);
}

/**
 * Part `index` (from 0) of `folds` for validation, the rest for training. `random` deals each class out over the parts like
 * cards, on from where the class before it stopped: parts differ by at most one image of each class and by at most one
 * in all. The same stream gives the same parts whatever the index, so that together they are all images, each once.
 */
export function foldSplit(labels: Labels, folds: number, index: number, random: Random): Split {
  const chosen = new Uint8Array(labels.length);
  let dealt = 0;
  for (const indices of byClass(labels)) {
    for (const image of random.shuffle(indices)) chosen[image] = Number(dealt++ % folds === index);
  }
  return partsOf(chosen);
}

/** The last images of the file, before any shuffle: floor(count * (1 - fraction)) are left for training, as Keras's `validation_split` does. */
export function tailSplit(count: number, fraction: number): Split {
  const at = Math.floor(count * (1 - fraction));
  return { train: range(0, at), validation: range(at, count) };
}

/** `limit` images in the classes' proportions, chosen by `random`, in the file's order; all of them if there are no more. */
export function stratifiedSample(labels: Labels, limit: number, random: Random): Uint32Array {
  if (limit >= labels.length) return range(0, labels.length);
  const classes = byClass(labels).map((indices) => random.shuffle(indices));
  const shares = wholeShares(
    classes.map((indices) => (limit * indices.length) / labels.length),
    limit,
  );
  return Uint32Array.from(classes.flatMap((indices, c) => [...indices.subarray(0, shares[c])])).sort();
}

/** Rounds shares to whole numbers that add up to `total`: the largest remainders are rounded up. */
export function wholeShares(shares: readonly number[], total: number): number[] {
  const whole = shares.map(Math.floor);
  const left = total - whole.reduce((sum, n) => sum + n, 0);
  const order = shares
    .map((share, i) => ({ i, remainder: share - whole[i]! }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { i } of order.slice(0, left)) whole[i]! += 1;
  return whole;
}

/** Marked with 1: for validation. Both parts in the file's order. */
function partsOf(marks: Uint8Array): Split {
  const all = range(0, marks.length);
  return { train: all.filter((index) => marks[index] === 0), validation: all.filter((index) => marks[index] === 1) };
}

/** The indices of each class, in the file's order. */
export function byClass(labels: Labels): Uint32Array[] {
  const classes: number[][] = [];
  labels.forEach((label: number, index: number) => {
    while (classes.length <= label) classes.push([]);
    classes[label]!.push(index);
  });
  return classes.map((indices) => Uint32Array.from(indices));
}

const range = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to - from }, (_, i) => from + i);
