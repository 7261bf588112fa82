import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { stream } from '../../../shared/random/random.ts';

/** Consecutive batches of one size. */
export interface BatchBlock {
  /** Indices of the images, batch after batch. */
  readonly indices: Int32Array;
  readonly batchSize: number;
  /** How many batches, one for each training step. */
  readonly steps: number;
}

/**
 * A run's training batches: each epoch all images of `indices` once, in an order of its own. The order is a function of
 * seed and epoch alone, so a resumed run needs only its position.
 */
export class BatchOrder {
  readonly stepsPerEpoch: number;
  private readonly indices: Uint32Array;
  private readonly batchSize: number;
  private readonly seed: number;
  private ordered: { epoch: number; indices: Int32Array } | null = null;

  constructor(indices: Uint32Array, { batchSize, seed }: Pick<Recipe, 'batchSize' | 'seed'>) {
    this.indices = indices;
    this.batchSize = batchSize;
    this.seed = seed;
    // The last, smaller batch is kept, as Keras keeps it.
    this.stepsPerEpoch = Math.ceil(indices.length / batchSize);
  }

  /** Images of an epoch. */
  get images(): number {
    return this.indices.length;
  }

  /** The sizes of the batches to come: the full one, and the last one of an epoch if it is smaller. */
  get sizes(): number[] {
    const last = this.indices.length % this.batchSize;
    const full = this.indices.length >= this.batchSize ? [this.batchSize] : [];
    return last > 0 ? [...full, last] : full;
  }

  /**
   * The images of up to `steps` batches from one on, all of the same size: a smaller last batch comes alone.
   * `epoch` and `stepInEpoch` count from 0.
   */
  block(epoch: number, stepInEpoch: number, steps: number): BatchBlock {
    const { batchSize } = this;
    const start = stepInEpoch * batchSize;
    const left = this.indices.length - start;
    if (left < batchSize) return { indices: this.order(epoch).slice(start), batchSize: left, steps: 1 };
    const full = Math.min(steps, Math.floor(left / batchSize));
    return { indices: this.order(epoch).slice(start, start + full * batchSize), batchSize, steps: full };
  }

  /** As `block`, after so many steps since the run's start. */
  blockAfter(done: number, steps: number): BatchBlock {
    return this.block(Math.floor(done / this.stepsPerEpoch), done % this.stepsPerEpoch, steps);
  }

  private order(epoch: number): Int32Array {
    if (this.ordered?.epoch !== epoch) {
      const shuffled = stream(this.seed, 'shuffle', epoch).shuffle(this.indices.slice());
      this.ordered = { epoch, indices: Int32Array.from(shuffled) };
    }
    return this.ordered.indices;
  }
}
