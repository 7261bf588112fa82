import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { Run, RunId } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import type { Logger } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import { runFiles } from './run-folder.ts';
import { lockRun, unlockRun } from './run-lock.ts';
import type { RunRecords } from './run-records.ts';

export interface QueueDependencies {
  readonly records: RunRecords;
  readonly link: TrainerLink;
  /** Makes the data sets' files ready for the trainer. */
  readonly prepare: (datasets: readonly string[], signal: { readonly cancelled: boolean }) => Promise<DataFiles[]>;
  readonly now: () => number;
  readonly log: Logger;
  readonly checkpointEverySeconds?: number;
}

/** The run that has the trainer, from the moment its data is being prepared. */
interface Active {
  readonly id: RunId;
  /** Set once the trainer has taken the job. */
  began: boolean;
  readonly wish: { cancelled: boolean };
  /** The status that an end which was asked for shall have. */
  stopAs: 'stopped' | 'interrupted';
  ended: Promise<void>;
  end: () => void;
}

/** A step and a checkpoint take a second or so on a busy machine; nobody waits longer than this, milliseconds. */
const STOP_TIMEOUT = 30_000;

/** One trainer, so one run at a time: the others wait in the order in which they came. */
export class RunQueue {
  private readonly deps: QueueDependencies;
  private readonly waiting: RunId[] = [];
  /** On the way into `waiting`. */
  private readonly joining = new Set<RunId>();
  private active: Active | null = null;

  constructor(deps: QueueDependencies) {
    this.deps = deps;
    deps.link.onLogs.on(({ id, logs }) => deps.records.told(id, logs));
    deps.link.onEnded.on(({ id, outcome, error }) => {
      if (this.active?.id !== id) return;
      if (outcome === 'failed') void this.release('failed', error);
      else void this.release(outcome === 'stopped' ? this.active.stopAs : null, null);
    });
    deps.link.onCrash.on(({ error }) => {
      if (this.active?.began) void this.release('interrupted', error);
    });
  }

  get activeId(): RunId | null {
    return this.active?.id ?? null;
  }

  /** Puts runs at the end in their order, all or none; the first begins at once if nothing is in its way. */
  async add(...ids: readonly RunId[]): Promise<void> {
    const known = ids.find((id) => this.active?.id === id || this.waiting.includes(id) || this.joining.has(id));
    if (known !== undefined) throw new AppError('run-running', { id: known });
    // Their places are taken before anything is awaited: two windows may ask at once.
    for (const id of ids) this.joining.add(id);
    try {
      for (const id of ids) {
        await lockRun(runFiles(this.deps.records.folderOf(id)).lock);
        await this.deps.records.change(id, { status: 'queued', error: null, endedAt: null, result: null });
      }
      this.waiting.push(...ids);
    } catch (thrown) {
      for (const id of ids) await this.leave(id, null, null);
      throw thrown;
    } finally {
      for (const id of ids) this.joining.delete(id);
    }
    void this.next();
  }

  async pause(id: RunId): Promise<void> {
    const run = this.deps.records.live(id);
    if (this.active?.id !== id || run?.status !== 'running') throw new AppError('run-not-running', { id });
    await this.deps.records.change(id, { status: 'pausing' });
    try {
      await this.deps.link.call('job.pause', null);
    } catch (thrown) {
      if (this.deps.records.live(id)?.status === 'pausing') await this.deps.records.change(id, { status: 'running' });
      throw thrown;
    }
  }

  /** Lets a paused run that still has the trainer go on. False if the run has not. */
  async goOn(id: RunId): Promise<boolean> {
    if (this.active?.id !== id || this.deps.records.live(id)?.status !== 'paused') return false;
    await this.deps.link.call('job.resume', null);
    return true;
  }

  /** Resolves when the run has ended with a checkpoint, or has left the queue. */
  async stop(id: RunId, as: 'stopped' | 'interrupted' = 'stopped'): Promise<void> {
    const place = this.waiting.indexOf(id);
    if (place >= 0) {
      this.waiting.splice(place, 1);
      await this.leave(id, as, null);
      return;
    }
    const { active } = this;
    if (active?.id !== id) throw new AppError('run-not-running', { id });
    active.stopAs = as;
    active.wish.cancelled = true;
    await this.deps.records.change(id, { status: 'stopping' });
    if (active.began) await this.stopJob();
    await active.ended;
  }

  /** A trainer that does not answer in time hangs: it is ended, and its run goes on later from its last checkpoint. */
  private async stopJob(): Promise<void> {
    const timer = setTimeout(() => this.deps.link.kill(), STOP_TIMEOUT);
    try {
      // If it fails, the job has ended or its process has; either is told by itself.
      await this.deps.link.call('job.stop', null).catch(() => undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends all: the host is going. What ran or waited can be resumed at the next start. */
  async close(): Promise<void> {
    for (const id of [...this.waiting]) await this.stop(id, 'interrupted');
    if (this.active) await this.stop(this.active.id, 'interrupted').catch(() => undefined);
  }

  private async next(): Promise<void> {
    const id = this.active ? undefined : this.waiting.shift();
    if (id === undefined) return;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const active: Active = { id, began: false, wish: { cancelled: false }, stopAs: 'stopped', ended, end };
    this.active = active;
    try {
      const run = await this.deps.records.change(id, { status: 'starting' });
      const data = await this.deps.prepare(run.spec.data.datasets, active.wish);
      if (active.wish.cancelled) return await this.release(active.stopAs, null);
      await this.deps.link.call('job.start', this.job(run, data));
      active.began = true;
      if (active.wish.cancelled) await this.deps.link.call('job.stop', null);
    } catch (thrown) {
      if (this.active !== active) return;
      const error = toErrorData(thrown);
      if (active.wish.cancelled) await this.release(active.stopAs, null);
      else if (error.code === 'disconnected') await this.release('interrupted', this.deps.link.status.error ?? error);
      else {
        // Once the trainer has the job it tells of its failures itself.
        this.deps.records.told(id, [{ type: 'failed', time: this.deps.now(), error }]);
        await this.release('failed', error);
      }
    }
  }

  private job(run: Run, data: DataFiles[]) {
    return {
      id: run.id,
      spec: run.spec,
      data,
      folder: this.deps.records.folderOf(run.id),
      resume: run.startedAt !== null,
      checkpoint: { everySeconds: this.deps.checkpointEverySeconds ?? 10 },
    };
  }

  /** The active run is over; null: its logs have said how. */
  private async release(status: 'failed' | 'stopped' | 'interrupted' | null, error: ErrorData | null): Promise<void> {
    const { active } = this;
    if (!active) return;
    this.active = null;
    try {
      await this.leave(active.id, status, error);
    } finally {
      active.end();
      void this.next();
    }
  }

  /**
   * The run's end on disk. A disk that refuses it (full, or the folder taken away by hand) must not end the host or keep
   * the next run waiting: windows have been told, and the next start finds the run interrupted.
   */
  private async leave(id: RunId, status: Run['status'] | null, error: ErrorData | null): Promise<void> {
    try {
      if (status) await this.deps.records.change(id, { status, error, endedAt: this.deps.now() });
    } catch (thrown) {
      this.deps.log.error('run cannot be written', { id, thrown: String(thrown) });
    }
    await this.deps.records.settle(id);
    await unlockRun(runFiles(this.deps.records.folderOf(id)).lock).catch(() => undefined);
  }
}
