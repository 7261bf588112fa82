import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import { type CancelSource, withCancelSource } from '../../../shared/rpc/cancel.ts';

/** Trainings whose weights are thrown away: of the engine's speed, of learning rates, and of models that check labels. */
export type Measurement = 'probe' | 'rate-test' | 'suspects';

/** Whether a measurement ends when a run begins. A probe takes a few seconds, which the run waits for in the trainer. */
const YIELDS: Readonly<Record<Measurement, boolean>> = { probe: false, 'rate-test': true, suspects: true };

/** The run that has the engine. */
interface Holder {
  readonly name: () => string;
  /** Whether its end is told already: then it is about to let go. */
  readonly isOver: () => boolean;
  readonly freed: Promise<void>;
}

interface Measuring {
  readonly kind: Measurement;
  readonly source: CancelSource;
}

/**
 * Who has the engine to itself, for all of a host. A run has it from when its data is prepared until it has ended, paused or
 * not; a measurement has it while it goes. A run is always let in: there is one at a time (runs/run-queue.ts). A measurement
 * is let in when nothing else has the engine. The trainer keeps the same order for itself (trainer/measurements.ts).
 *
 * While the program's own files are being replaced it is closed to all: runs wait in their queue.
 */
export class EngineUse {
  private run: Holder | null = null;
  private measuring: Measuring | null = null;
  private closed = false;
  private readonly openings: (() => void)[] = [];

  /** Calls `listener` each time that it was closed and is open again. */
  onOpened(listener: () => void): void {
    this.openings.push(listener);
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Lets nothing in from now on, until the function that it returns is called. Throws as `mustBeFree` while the engine is taken. */
  close(): () => void {
    this.mustBeFree();
    this.closed = true;
    return () => {
      this.closed = false;
      for (const listener of this.openings) listener();
    };
  }

  /**
   * To be called when a run begins, with its present name and whether its end is told; it returns what is to be called when it lets
   * go of the engine.
   */
  beginRun(name: () => string, isOver: () => boolean = () => false): () => void {
    if (this.run) throw new Error('two runs have the engine');
    if (this.closed) throw new Error('a run begins while the engine is closed');
    let free!: () => void;
    const freed = new Promise<void>((resolve) => (free = resolve));
    this.run = { name, isOver, freed };
    if (this.measuring && YIELDS[this.measuring.kind]) this.measuring.source.abort();
    return () => {
      this.run = null;
      free();
    };
  }

  /**
   * Does `work`, whose signal aborts with `signal` and, for a measurement that yields, when a run begins. Throws as
   * `mustBeFree` while the engine is taken, and what `work` throws. A run whose end was told is waited for: who has seen it end
   * may measure.
   */
  async measure<T>(
    kind: Measurement,
    signal: CancelSignal | undefined,
    work: (signal: CancelSignal) => Promise<T>,
  ): Promise<T> {
    while (this.run?.isOver()) await this.run.freed;
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

  /** Throws `busy-with-run` {run}, `busy-with-probe`, `busy-with-rate-test`, `busy-with-suspects` or `busy-with-update` while the engine is taken. */
  mustBeFree(): void {
    if (this.closed) throw new AppError('busy-with-update');
    if (this.run) throw new AppError('busy-with-run', { run: this.run.name() });
    if (this.measuring) throw new AppError(`busy-with-${this.measuring.kind}`);
  }
}
