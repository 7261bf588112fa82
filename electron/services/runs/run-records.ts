import type { Run, RunId } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { applyLog } from '../../../shared/runs/apply-log.ts';
import type { Logger } from '../../environment.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { runFiles } from './run-folder.ts';
import { appendLogs } from './run-logs.ts';
import type { RunStore } from './run-store.ts';

/**
 * Logs that tell of the record no more than how far the run is. Who follows the logs knows that already, and the disk has it
 * in metrics.jsonl.
 */
const PROGRESS: ReadonlySet<RunLog['type']> = new Set(['stage', 'steps', 'skipped', 'memory']);

interface Going {
  run: Run;
  /** What is being written, in order. */
  work: Promise<void>;
  /** Who waits until the run is let go of. */
  readonly waiting: (() => void)[];
}

/**
 * The records of runs that are going: each log is applied to the record, appended to metrics.jsonl and told; run.json is
 * written when something other than the step is new. A disk that refuses is logged and does not stop the run: its
 * checkpoints decide about that, and say why.
 */
export class RunRecords {
  readonly onChanged: Emitter<Run>;
  readonly onLogs: Emitter<{ id: RunId; logs: RunLog[] }>;
  private readonly store: RunStore;
  private readonly log: Logger;
  private readonly going = new Map<RunId, Going>();

  constructor(store: RunStore, log: Logger) {
    this.store = store;
    this.log = log;
    const onError = (thrown: unknown) => log.error('listener', { thrown: String(thrown) });
    this.onChanged = new Emitter(onError);
    this.onLogs = new Emitter(onError);
  }

  folderOf(id: RunId): string {
    return this.store.folderOf(id);
  }

  /** The newest record of a run that is going. */
  live(id: RunId): Run | null {
    return this.going.get(id)?.run ?? null;
  }

  /** All runs, those that are going as they are now. */
  async list(): Promise<Run[]> {
    const going = new Set(this.going.keys());
    const stored = await this.store.list();
    // A run that ended while the disk was read stands there as it is now.
    return Promise.all(stored.map((run) => this.live(run.id) ?? (going.has(run.id) ? this.store.get(run.id) : run)));
  }

  async get(id: RunId): Promise<Run> {
    return this.live(id) ?? (await this.store.get(id));
  }

  /** Changes a record by the host's own doing, writes it and tells. */
  async change(id: RunId, change: Partial<Run>): Promise<Run> {
    const stored = this.live(id) ?? (await this.store.get(id));
    // Logs may have come while the disk was read.
    const run = { ...(this.live(id) ?? stored), ...change };
    const entry = this.going.get(id) ?? { run, work: Promise.resolve(), waiting: [] };
    entry.run = run;
    this.going.set(id, entry);
    this.onChanged.emit(run);
    await this.store.save(run);
    return run;
  }

  /** Gives a run a name, whether it is going or not. */
  async rename(id: RunId, name: string): Promise<Run> {
    const { spec } = await this.get(id);
    if (this.live(id)) return this.change(id, { spec: { ...spec, name } });
    const run = { ...(await this.store.get(id)), spec: { ...spec, name } };
    await this.store.save(run);
    this.onChanged.emit(run);
    return run;
  }

  /** The trainer's logs of a run that is going, in order. */
  told(id: RunId, logs: RunLog[]): void {
    const entry = this.going.get(id);
    if (!entry || logs.length === 0) return;
    entry.run = logs.reduce(applyLog, entry.run);
    this.onLogs.emit({ id, logs });
    const news = logs.some(({ type }) => !PROGRESS.has(type));
    if (news) this.onChanged.emit(entry.run);
    entry.work = entry.work
      .then(() => appendLogs(runFiles(this.folderOf(id)).metrics, logs))
      .then(() => (news ? this.store.save(entry.run) : undefined))
      .catch((thrown: unknown) => this.log.error('run cannot be written', { id, thrown: String(thrown) }));
  }

  /** Resolves once a run that has ended is let go of: nothing of it is being written any more. */
  settled(id: RunId): Promise<void> {
    const entry = this.going.get(id);
    return entry ? new Promise((resolve) => entry.waiting.push(resolve)) : Promise.resolve();
  }

  /** Waits for what is being written, writes the record a last time and lets go of it. */
  async settle(id: RunId): Promise<void> {
    const entry = this.going.get(id);
    if (!entry) return;
    await entry.work;
    await this.store
      .save(entry.run)
      .catch((thrown: unknown) => this.log.error('run cannot be written', { id, thrown: String(thrown) }));
    this.going.delete(id);
    this.onChanged.emit(entry.run);
    for (const resolve of entry.waiting) resolve();
  }
}
