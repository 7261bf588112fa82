import type { CancelSignal } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { createCancelSource, type CancelSource } from '../../shared/rpc/cancel.ts';
import { findLearningRate } from './find-learning-rate.ts';

interface Search {
  readonly source: CancelSource;
  readonly done: Promise<LearningRateCurve>;
}

/** Learning-rate range tests, one at a time, each ended by its caller or by a run that wants the engine. */
export class LearningRateSearch {
  private going: Search | null = null;

  get busy(): boolean {
    return this.going !== null && !this.going.source.signal.aborted;
  }

  /** Throws `busy` while another goes, `cancelled`, and what building a run throws. */
  async find(spec: RunSpec, files: readonly DataFiles[], signal: CancelSignal): Promise<LearningRateCurve> {
    if (this.busy) throw new AppError('busy');
    const source = createCancelSource();
    signal.addEventListener('abort', source.abort);
    if (signal.aborted) source.abort();
    const before = this.going?.done.catch(() => undefined);
    const done = (async () => {
      // One that was cancelled has yet to let go of the engine.
      await before;
      return findLearningRate(spec, files, source.signal);
    })();
    const search: Search = { source, done };
    this.going = search;
    try {
      return await done;
    } finally {
      signal.removeEventListener('abort', source.abort);
      if (this.going === search) this.going = null;
    }
  }

  /** Resolves when no search has the engine any more: a run comes first. */
  async end(): Promise<void> {
    this.going?.source.abort();
    await this.going?.done.catch(() => undefined);
  }
}
