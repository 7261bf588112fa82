import { stream } from '../random/random.ts';
import type { Labels } from './labelled-images.ts';
import { byClass, wholeShares } from './split.ts';

/** How many images are replayed in each epoch, so that they are `share` (below 1) of all beside `own` ones. */
export const replayCount = (own: number, share: number): number => Math.round((own * share) / (1 - share));

/** How many of an epoch's composed lines are of replayed signs, on average: each line is by itself, with this probability. */
export const replayedLines = (perEpoch: number, share: number): number => Math.round(perEpoch * share);

/**
 * The images of a pool that are replayed in an epoch (from 0): so many, in the proportions of the pool's classes, anew for
 * each epoch and a function of labels, count, seed and epoch alone. Where a class has too few, its images come again. In no
 * particular order. The pool is not empty.
 */
export function drawReplay(labels: Labels, count: number, seed: number, epoch: number): Uint32Array {
  const random = stream(seed, 'replay', epoch);
  const classes = byClass(labels);
  const shares = wholeShares(
    classes.map(({ length }) => (count * length) / labels.length),
    count,
  );
  const drawn = classes.flatMap((indices, c) => {
    const order = random.shuffle(indices);
    return Array.from({ length: shares[c]! }, (_, i) => order[i % order.length]!);
  });
  return Uint32Array.from(drawn);
}
