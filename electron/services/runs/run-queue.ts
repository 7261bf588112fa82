import { AppError } from '../../../shared/contract/errors.ts';
import { isActive, type Run, type RunId } from '../../../shared/contract/schemas/run.ts';
import type { EngineUse } from '../engine/engine-use.ts';
import type { Ending, HeldRun, StopAs } from './held-run.ts';
import type { RunRecords } from './run-records.ts';
import { endingWithout, waitsFor } from './awaited.ts';
import { Sitting, type SittingDependencies } from './sitting.ts';

export interface QueueDependencies extends SittingDependencies {
  readonly records: RunRecords;
  readonly use: Pick<EngineUse, 'beginRun'>;
}

/** The run that has the trainer. */
interface Active {
  readonly held: HeldRun;
  readonly sitting: Sitting;
  /** Resolves when it has ended and is released. */
  readonly left: Promise<void>;
}

/**
 * There is one trainer, so one run trains at a time and the others wait in order. All runs here are held by this host.
 * A run that leaves the queue is written to disk and released; only then the next one begins. Some runs wait for another's
 * model (see awaited.ts).
 */
export class RunQueue {
  private readonly deps: QueueDependencies;
  private waiting: HeldRun[] = [];
  private active: Active | null = null;
  private closed = false;

  constructor(deps: QueueDependencies) {
    this.deps = deps;
  }

  /** The record of the run that has the trainer. */
  get current(): Run | null {
    return this.active?.held.run ?? null;
  }

  /** Puts runs at the end in their order; the first begins at once if nothing is in its way. */
  add(...runs: readonly HeldRun[]): void {
    this.waiting.push(...runs);
    for (const held of runs) held.tell();
    if (this.closed) void this.close();
    else this.next();
  }

  /** Throws `run-not-running` {id} unless it trains, and what keeps the trainer from pausing. */
  async pause(id: RunId): Promise<Run> {
    if (this.active?.held.id !== id) throw new AppError('run-not-running', { id });
    const { held, sitting } = this.active;
    await sitting.pause();
    return held.run;
  }

  /** Lets a paused run that still has the trainer go on. Null if the run has not. */
  goOn(id: RunId): Promise<Run> | null {
    if (this.active?.held.id !== id || this.active.held.run.status !== 'paused') return null;
    const { held, sitting } = this.active;
    return sitting.goOn().then(() => held.run);
  }

  /**
   * Resolves when the run has ended, with a checkpoint if it trained, and is released. Throws `run-not-running` {id}.
   */
  async stop(id: RunId): Promise<Run> {
    const place = this.waiting.findIndex((held) => held.id === id);
    if (place >= 0) return this.leave(this.waiting.splice(place, 1)[0]!, { status: 'stopped', error: null });
    if (this.active?.held.id !== id) throw new AppError('run-not-running', { id });
    const { held, sitting, left } = this.active;
    sitting.stop('stopped');
    await left;
    return held.run;
  }

  /**
   * To be called when the host ends. Runs that trained or waited, or are added later, can be resumed at the next start.
   */
  async close(): Promise<void> {
    this.closed = true;
    const as: StopAs = 'interrupted';
    const waiting = this.waiting;
    this.waiting = [];
    this.active?.sitting.stop(as);
    await Promise.all([this.active?.left, ...waiting.map((held) => this.leave(held, { status: as, error: null }))]);
  }

  private next(): void {
    if (this.active) return;
    // One that waits for a run behind it, which was resumed later, lets that one go first.
    const place = this.waiting.findIndex((held) => !this.waiting.some((other) => waitsFor(held.run, other.run)));
    const [held] = place < 0 ? [] : this.waiting.splice(place, 1);
    if (!held) return;
    const endUse = this.deps.use.beginRun(
      () => held.run.spec.name,
      () => !isActive(held.run.status),
    );
    const sitting = new Sitting(held, this.deps);
    this.active = { held, sitting, left: this.see(held, sitting, endUse) };
  }

  private async see(held: HeldRun, sitting: Sitting, endUse: () => void): Promise<void> {
    await this.leave(held, await sitting.ended);
    this.active = null;
    endUse();
    this.next();
  }

  private async leave(held: HeldRun, ending: Ending): Promise<Run> {
    if (ending) held.change({ ...ending, endedAt: this.deps.now() });
    // A trainer that ended without a last log did not finish the run.
    else if (isActive(held.run.status)) held.change({ status: 'interrupted', endedAt: this.deps.now() });
    const left = this.withoutBase(held.run);
    await this.deps.records.release(held);
    await Promise.all(left);
    return held.run;
  }

  /** Runs that wait for one that has ended without a result leave the queue, as it did. */
  private withoutBase(base: Run): Promise<Run>[] {
    const ending = endingWithout(base);
    if (!ending) return [];
    const stranded = this.waiting.filter(({ run }) => waitsFor(run, base));
    this.waiting = this.waiting.filter((held) => !stranded.includes(held));
    return stranded.map((held) => this.leave(held, ending));
  }
}

/** Passes over `run-not-running`: the run has left the queue by itself. */
export function notRunning(thrown: unknown): void {
  if (!(thrown instanceof AppError && thrown.code === 'run-not-running')) throw thrown;
}
