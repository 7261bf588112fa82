import { setTimeout } from 'node:timers/promises';
import type { Position } from '../checkpoints/checkpoint.ts';

/** How long the disk has between two calls of steps, at most, milliseconds. */
const MOMENT = 2;

/** A checkpoint on its way to the disk. */
export class Saving {
  readonly position: Position;
  /** Resolves with the seconds that it took. */
  readonly done: Promise<number>;
  private readonly over: Promise<unknown>;
  /** Whether it is over, for good or ill. */
  ended = false;

  constructor(position: Position, writing: Promise<void>, seconds: () => number) {
    this.position = position;
    this.done = writing.finally(() => (this.ended = true)).then(seconds);
    // Whoever asks for `done` gets the failure; until then it is nobody's.
    this.over = this.done.catch(() => undefined);
  }

  /**
   * Gives it a moment between two calls of steps, in which this thread asks for nothing: a dozen requests follow one
   * another, and all but those that wait for the disk itself are answered at once.
   */
  async moveOn(): Promise<void> {
    await Promise.race([this.over, setTimeout(MOMENT)]);
  }
}
