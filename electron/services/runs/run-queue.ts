import { AppError } from '../../../shared/contract/errors.ts';
import { isActive, type Run, type RunId } from '../../../shared/contract/schemas/run.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { EngineUse } from '../engine/engine-use.ts';
import type { Ending, HeldRun, StopAs } from './held-run.ts';
import type { RunRecords } from './run-records.ts';
import { endingWithout, waitsFor } from './awaited.ts';
import type { QueueState } from './queue-state.ts';
import { Sitting, type SittingDependencies } from './sitting.ts';
import { WaitingLine } from './waiting-line.ts';

export interface QueueDependencies extends SittingDependencies {
  readonly records: RunRecords;
  readonly use: Pick<EngineUse, 'beginRun' | 'isClosed' | 'onOpened'>;
  readonly state: QueueState;
  readonly onError: (thrown: unknown) => void;
  /** Whether what waits when the host ends goes on waiting for its next start; otherwise it is interrupted. */
  readonly outlives: boolean;
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
  private readonly line: WaitingLine;
  private active: Active | null = null;
  private closed = false;
  private held = false;
  /** The run that is to pause as soon as it trains: the queue was paused while it was being prepared. */
  private toPause: RunId | null = null;
  readonly onState: Emitter<{ paused: boolean }>;

  constructor(deps: QueueDependencies) {
    this.deps = deps;
    this.line = new WaitingLine(deps.now);
    this.onState = new Emitter(deps.onError);
    deps.records.onChanged.on((run) => this.pauseIfWished(run));
    deps.use.onOpened(() => this.next());
  }

  /** At start-up: takes back what waited when the last host ended, in its order. */
  async takeBack(helds: readonly HeldRun[]): Promise<void> {
    this.held = await this.deps.state.read();
    this.line.takeBack(helds);
    for (const held of helds) held.tell();
    this.next();
  }

  get paused(): boolean {
    return this.held;
  }

  /** Pauses the run that trains, and begins no other. Throws storage errors, and what keeps the trainer from pausing. */
  async pauseAll(): Promise<void> {
    await this.setPaused(true);
    const { id, status } = this.active?.held.run ?? {};
    if (status === 'starting') this.toPause = id!;
    if (status === 'running') await this.pause(id!);
  }

  /** Lets the run and the queue go on. Throws storage errors. */
  async goOnAll(): Promise<void> {
    await this.setPaused(false);
    this.toPause = null;
    if (this.active) await this.goOn(this.active.held.id);
    this.next();
  }

  /** Throws `run-not-queued` {id} for either run. */
  move(id: RunId, before: RunId | null): void {
    this.line.move(id, before);
    this.next();
  }

  /** Throws `run-not-queued` {id}. */
  schedule(id: RunId, notBefore: number | null): void {
    this.line.schedule(id, notBefore);
    this.next();
  }

  /** The record of the run that has the trainer. */
  get current(): Run | null {
    return this.active?.held.run ?? null;
  }

  /** Puts runs at the end in their order; the first begins at once if nothing is in its way. */
  add(...runs: readonly HeldRun[]): void {
    this.line.add(...runs);
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
    const [waiting] = this.line.take((run) => run.id === id);
    if (waiting) return this.leave(waiting, { status: 'stopped', error: null });
    if (this.active?.held.id !== id) throw new AppError('run-not-running', { id });
    const { held, sitting, left } = this.active;
    sitting.stop('stopped');
    await left;
    return held.run;
  }

  /**
   * To be called when the host ends. A run that trained can be resumed at the next start. One that waited goes on waiting; it can be
   * resumed as well where its base was interrupted, where its study goes on with it, and where the queue does not outlive its host.
   */
  async close(): Promise<void> {
    this.closed = true;
    this.line.sleep();
    const as: StopAs = 'interrupted';
    const interrupted = { status: as, error: null };
    const active = this.active?.held.run;
    const isStranded = (run: Run): boolean =>
      run.spec.trial !== undefined || (active !== undefined && waitsFor(run, active));
    const stranded = this.line.take((run) => !this.deps.outlives || isStranded(run));
    this.active?.sitting.stop(as);
    await Promise.all([
      this.active?.left,
      ...stranded.map((held) => this.leave(held, interrupted)),
      ...this.line.take(() => true).map((held) => this.deps.records.release(held)),
    ]);
  }

  private next(): void {
    if (this.active || this.closed || this.held || this.deps.use.isClosed) return;
    const { line } = this;
    // One that waits for a run behind it, which was resumed later, lets that one go first.
    const held = line.takeNext(
      (run) => !line.all.some((other) => waitsFor(run, other.run)),
      () => this.next(),
    );
    if (!held) return;
    const endUse = this.deps.use.beginRun(
      () => held.run.spec.name,
      () => !isActive(held.run.status),
    );
    const sitting = new Sitting(held, this.deps);
    this.active = { held, sitting, left: this.see(held, sitting, endUse) };
  }

  private pauseIfWished({ id, status }: Run): void {
    if (this.toPause !== id || status !== 'running' || this.active?.held.id !== id) return;
    this.toPause = null;
    // It may have ended meanwhile, and its end tells why.
    this.active.sitting.pause().catch(notRunning);
  }

  private async setPaused(paused: boolean): Promise<void> {
    await this.deps.state.write(paused);
    this.held = paused;
    this.onState.emit({ paused });
  }

  private async see(held: HeldRun, sitting: Sitting, endUse: () => void): Promise<void> {
    await this.leave(held, await sitting.ended);
    this.active = null;
    endUse();
    this.next();
  }

  private async leave(held: HeldRun, ending: Ending): Promise<Run> {
    if (ending) held.change({ ...ending, endedAt: this.deps.now(), queued: null });
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
    const stranded = this.line.take((run) => waitsFor(run, base));
    return stranded.map((held) => this.leave(held, ending));
  }
}

/** Passes over `run-not-running`: the run has left the queue by itself. */
export function notRunning(thrown: unknown): void {
  if (!(thrown instanceof AppError && thrown.code === 'run-not-running')) throw thrown;
}
