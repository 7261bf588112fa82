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

/** Images that come to an epoch's own from elsewhere: as many in each, others in each. */
export interface Replayed {
  readonly count: number;
  /** A function of the epoch alone. */
  draw(epoch: number): Uint32Array;
}

/**
 * A run's training batches: each epoch all images of `indices` once and what is replayed, in an order of its own. The order
 * is a function of seed and epoch alone, so a resumed run needs only its position.
 */
export class BatchOrder {
  readonly stepsPerEpoch: number;
  private readonly indices: Uint32Array;
  private readonly batchSize: number;
  private readonly seed: number;
  private readonly replayed: Replayed | null;
  private ordered: { epoch: number; indices: Int32Array } | null = null;

  constructor(
    indices: Uint32Array,
    { batchSize, seed }: Pick<Recipe, 'batchSize' | 'seed'>,
    replayed: Replayed | null = null,
  ) {
    this.indices = indices;
    this.batchSize = batchSize;
    this.seed = seed;
    this.replayed = replayed;
    // The last, smaller batch is kept, as Keras keeps it.
    this.stepsPerEpoch = Math.ceil(this.images / batchSize);
  }

  /** Images of an epoch. */
  get images(): number {
    return this.indices.length + (this.replayed?.count ?? 0);
  }

  /** The sizes of the batches to come: the full one, and the last one of an epoch if it is smaller. */
  get sizes(): number[] {
    const last = this.images % this.batchSize;
    const full = this.images >= this.batchSize ? [this.batchSize] : [];
    return last > 0 ? [...full, last] : full;
  }

  /**
   * The images of up to `steps` batches from one on, all of the same size: a smaller last batch comes alone.
   * `epoch` and `stepInEpoch` count from 0.
   */
  block(epoch: number, stepInEpoch: number, steps: number): BatchBlock {
    const { batchSize } = this;
    const start = stepInEpoch * batchSize;
    const left = this.images - start;
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
      const shuffled = stream(this.seed, 'shuffle', epoch).shuffle(this.imagesOf(epoch));
      this.ordered = { epoch, indices: Int32Array.from(shuffled) };
    }
    return this.ordered.indices;
  }

  private imagesOf(epoch: number): Uint32Array {
    const replayed = this.replayed?.draw(epoch) ?? new Uint32Array();
    const all = new Uint32Array(this.indices.length + replayed.length);
    all.set(this.indices);
    all.set(replayed, this.indices.length);
    return all;
  }
}
