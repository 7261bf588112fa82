import type { Random } from '../../../shared/random/random.ts';
import { nextTurn } from './next-turn.ts';

/** The process answers between two stretches of work of so long, milliseconds. */
const SLICE = 30;

/** What is made anew for each epoch. `B`: the memory of one epoch's entries. */
export interface EpochWork<B> {
  /** How many are made. */
  readonly count: number;
  /** An epoch's own stream: what is made is a function of seed and epoch alone. */
  random(epoch: number): Random;
  /** Makes the n-th, from 0. */
  make(n: number, random: Random, into: B): void;
  /** The steps from now on are taken on these. */
  show(made: B): void;
}

/**
 * A training set's entries, made anew for each epoch. Each epoch's are laid down in other memory than those of the epoch before, which TensorFlow
 * may still read (see uint8Tensor).
 */
export class DrawnAnew<B> {
  private readonly work: EpochWork<B>;
  /** How far an epoch is made, and where. */
  private drawn: { readonly epoch: number; readonly random: Random; readonly into: B; next: number } | null = null;
  private shown: B;
  /** Memory that nobody reads. */
  private free: B;

  /** `shown` is what the work's set has now, `free` other memory of its size. */
  constructor(work: EpochWork<B>, { shown, free }: { readonly shown: B; readonly free: B }) {
    [this.work, this.shown, this.free] = [work, shown, free];
  }

  /** Whether the entries are those of an epoch, from 0. */
  isReady(epoch: number): boolean {
    return this.drawn?.epoch === epoch && this.shown === this.drawn.into;
  }

  /** Makes what is left of an epoch's. Other work is served meanwhile; when `interrupted` says so it ends early. */
  async draw(epoch: number, interrupted: () => boolean): Promise<void> {
    if (this.isReady(epoch)) return;
    const { work } = this;
    if (this.drawn?.epoch !== epoch) this.drawn = { epoch, random: work.random(epoch), into: this.free, next: 0 };
    const { drawn } = this;
    let began = performance.now();
    while (drawn.next < work.count) {
      work.make(drawn.next++, drawn.random, drawn.into);
      if (performance.now() - began < SLICE) continue;
      await nextTurn();
      if (interrupted()) return;
      began = performance.now();
    }
    [this.free, this.shown] = [this.shown, drawn.into];
    work.show(this.shown);
  }
}
