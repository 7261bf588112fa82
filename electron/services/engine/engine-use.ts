import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import { type CancelSource, withCancelSource } from '../../../shared/rpc/cancel.ts';

/** Trainings whose weights are thrown away: of the engine's speed, of learning rates, and of models that check labels. */
export type Measurement = 'probe' | 'rate-test' | 'suspects';

/** Whether a measurement ends when a run begins. A probe takes a few seconds, which the run waits for in the trainer. */
const YIELDS: Readonly<Record<Measurement, boolean>> = { probe: false, 'rate-test': true, suspects: true };

interface Measuring {
  readonly kind: Measurement;
  readonly source: CancelSource;
}

/**
 * Who has the engine to itself, for all of a host. A run has it from when its data is prepared until it has ended, paused or
 * not; a measurement has it while it goes. A run is always let in: there is one at a time (runs/run-queue.ts). A measurement
 * is let in when nothing else has the engine. The trainer keeps the same order for itself (trainer/measurements.ts).
 */
export class EngineUse {
  private runName: (() => string) | null = null;
  private measuring: Measuring | null = null;

  /** To be called when a run begins, with its present name; it returns what is to be called when the run has ended. */
  beginRun(name: () => string): () => void {
    if (this.runName) throw new Error('two runs have the engine');
    this.runName = name;
    if (this.measuring && YIELDS[this.measuring.kind]) this.measuring.source.abort();
    return () => (this.runName = null);
  }

  /**
   * Does `work`, whose signal aborts with `signal` and, for a measurement that yields, when a run begins. Throws as
   * `mustBeFree` while the engine is taken, and what `work` throws.
   */
  async measure<T>(
    kind: Measurement,
    signal: CancelSignal | undefined,
    work: (signal: CancelSignal) => Promise<T>,
  ): Promise<T> {
    this.mustBeFree();
    return withCancelSource(signal, async (source) => {
      this.measuring = { kind, source };
      try {
        return await work(source.signal);
      } finally {
        this.measuring = null;
      }
    });
  }

  /** Throws `busy-with-run` {run}, `busy-with-probe`, `busy-with-rate-test` or `busy-with-suspects` while the engine is taken. */
  mustBeFree(): void {
    if (this.runName) throw new AppError('busy-with-run', { run: this.runName() });
    if (this.measuring) throw new AppError(`busy-with-${this.measuring.kind}`);
  }
}
