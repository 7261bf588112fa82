import { augmentImages } from '../../../shared/data/augment.ts';
import { stream } from '../../../shared/random/random.ts';
import type { Batch } from '../step.ts';
import type { ImageSet } from './image-set.ts';

export interface BatchOptions {
  readonly batchSize: number;
  readonly seed: number;
  readonly augmentation: 'none' | 'light';
}

/**
 * A run's training batches: each epoch all images of `indices` once, in an order of its own. Order and augmentation
 * are functions of seed, epoch and step alone, so a resumed run needs only its position.
 */
export class Batches {
  readonly stepsPerEpoch: number;
  private readonly set: ImageSet;
  private readonly indices: Uint32Array;
  private readonly options: BatchOptions;
  private ordered: { epoch: number; indices: Int32Array } | null = null;

  constructor(set: ImageSet, indices: Uint32Array, options: BatchOptions) {
    this.set = set;
    this.indices = indices;
    this.options = options;
    // The last, smaller batch is kept, as Keras keeps it.
    this.stepsPerEpoch = Math.ceil(indices.length / options.batchSize);
  }

  /** The sizes of the batches to come: the full one, and the last one of an epoch if it is smaller. */
  get sizes(): number[] {
    const { batchSize } = this.options;
    const last = this.indices.length % batchSize;
    const full = this.indices.length >= batchSize ? [batchSize] : [];
    return last > 0 ? [...full, last] : full;
  }

  /** Both counted from 0. The caller disposes of the batch's tensors. */
  batch(epoch: number, stepInEpoch: number): Batch {
    const { batchSize, augmentation, seed } = this.options;
    const start = stepInEpoch * batchSize;
    const indices = this.order(epoch).slice(start, start + batchSize);
    if (augmentation === 'none') return this.set.batch(indices);
    const random = stream(seed, 'augment', epoch * this.stepsPerEpoch + stepInEpoch);
    return this.set.batch(indices, (images) => augmentImages(images, random));
  }

  private order(epoch: number): Int32Array {
    if (this.ordered?.epoch !== epoch) {
      const shuffled = stream(this.options.seed, 'shuffle', epoch).shuffle(this.indices.slice());
      this.ordered = { epoch, indices: Int32Array.from(shuffled) };
    }
    return this.ordered.indices;
  }
}
