import { setTimeout } from 'node:timers/promises';
import type { Position } from '../checkpoints/checkpoint.ts';

/** The longest wait for the disk between two calls of steps, milliseconds. */
const MOMENT = 2;

/** A checkpoint on its way to the disk. */
export class Saving {
  readonly position: Position;
  /** Resolves with the seconds that it took. */
  readonly done: Promise<number>;
  private readonly over: Promise<unknown>;
  /** Whether it is over, written or failed. */
  ended = false;

  constructor(position: Position, writing: Promise<void>, seconds: () => number) {
    this.position = position;
    this.done = writing.finally(() => (this.ended = true)).then(seconds);
    // Whoever awaits `done` gets the error; until then it must not count as an unhandled rejection.
    this.over = this.done.catch(() => undefined);
  }

  /**
   * Waits a moment between two calls of steps, so that the writing goes on. It is a dozen requests to the system, one
   * after the other; most are answered at once, but the next one is made only when this thread is idle.
   */
  async moveOn(): Promise<void> {
    await Promise.race([this.over, setTimeout(MOMENT)]);
  }
}
