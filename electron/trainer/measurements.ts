import type { CancelSignal } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { type CancelSource, refuseIfAborted, withCancelSource } from '../../shared/rpc/cancel.ts';

interface Measurement {
  readonly source: CancelSource;
  readonly forRun: MakingWay;
  readonly done: Promise<unknown>;
}

/** How a run that needs the engine treats a measurement: waits for its end, or aborts it. */
export type MakingWay = 'wait' | 'abort';

/**
 * Trainings whose weights are thrown away: the speed probe and the learning-rate range test. They go one at a time, and
 * not while a run has the engine; a run that comes meanwhile goes first.
 */
export class Measurements {
  private readonly running: () => boolean;
  private going: Measurement | null = null;

  /** `running` tells whether a run has the engine. */
  constructor(running: () => boolean) {
    this.running = running;
  }

  /** Throws `busy` while a run or another measurement has the engine, and what `work` throws: `cancelled` when its signal aborts. */
  async measure<T>(
    work: (signal: CancelSignal) => Promise<T>,
    signal: CancelSignal,
    forRun: MakingWay = 'abort',
  ): Promise<T> {
    if (this.running() || (this.going && !this.going.source.signal.aborted)) throw new AppError('busy');
    const before = this.going?.done.catch(() => undefined);
    return withCancelSource(signal, async (source) => {
      const done = (async () => {
        // A cancelled one still has to release the engine.
        await before;
        refuseIfAborted(source.signal);
        return work(source.signal);
      })();
      const measurement: Measurement = { source, forRun, done };
      this.going = measurement;
      try {
        return await done;
      } finally {
        if (this.going === measurement) this.going = null;
      }
    });
  }

  /** For a run: resolves when no measurement has the engine any more. */
  async makeWay(): Promise<void> {
    if (this.going?.forRun === 'abort') this.going.source.abort();
    await this.going?.done.catch(() => undefined);
  }

  /** Aborts what is going, and resolves when it has ended. */
  async end(): Promise<void> {
    this.going?.source.abort();
    await this.makeWay();
  }
}
