import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { Run, RunId } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { applyLog } from '../../../shared/runs/apply-log.ts';
import { supersede } from '../../../shared/runs/supersede.ts';
import type { Logger } from '../../environment.ts';
import { runFiles } from './run-folder.ts';
import { appendLogs, readLogs } from './run-logs.ts';
import type { RunStore } from './run-store.ts';

export interface HeldRunDependencies {
  readonly store: RunStore;
  readonly log: Logger;
  /** This and `logs` are called at once, before the change is on disk. */
  readonly changed: (run: Run) => void;
  readonly logs: (id: RunId, logs: RunLog[]) => void;
}

/** A change of a name or of marks. */
export type Amendment = (run: Run) => Partial<Pick<Run, 'spec' | 'marks'>>;

/** How an end changes the record; null: the run's last log has told it already. */
export type Ending = { readonly status: 'failed' | 'stopped' | 'interrupted'; readonly error: ErrorData | null } | null;

/** The status of a run whose end was requested. */
export type StopAs = 'stopped' | 'interrupted';

/**
 * The only owner of the state of a run that this host holds: nothing else changes its record or writes its run.json and
 * metrics.jsonl. A change holds at once; the disk follows in one queue. What the disk refuses is kept and written with
 * the next change, so that nothing is missing once there is room again. A full disk does not stop a run here; a
 * checkpoint that cannot be written does, and says why.
 */
export class HeldRun {
  readonly id: RunId;
  private readonly deps: HeldRunDependencies;
  private record: Run;
  /** Whether the record has changes that run.json lacks. */
  private stale = false;
  /** Whether the disk refused the last write: it is logged once. */
  private refusing = false;
  /** Logs that are not yet in metrics.jsonl. */
  private unwritten: RunLog[] = [];
  private closed = false;
  /** The last write in the queue; never rejects. */
  private last: Promise<unknown> = Promise.resolve();
  /** The next write, not begun yet: changes until then are part of it. */
  private next: Promise<void> | null = null;

  /** `run` is what the disk has. */
  constructor(run: Run, deps: HeldRunDependencies) {
    this.id = run.id;
    this.record = run;
    this.deps = deps;
  }

  get run(): Run {
    return this.record;
  }

  /** Reports the record as it is. */
  tell(): void {
    this.deps.changed(this.record);
  }

  /** Changes the record by the host's own doing. */
  change(change: Partial<Run>): void {
    this.record = { ...this.record, ...change };
    this.stale = true;
    this.deps.changed(this.record);
    this.write();
  }

  /** Changes what a person may change of a run; it holds only if it can be written. Throws storage errors. */
  async amend(change: Amendment): Promise<void> {
    const { spec, marks } = this.record;
    this.change(change(this.record));
    try {
      await this.written();
    } catch (thrown) {
      if (!this.closed) this.change({ spec, marks });
      throw thrown;
    }
  }

  /** The trainer's logs, in order. */
  told(logs: RunLog[]): void {
    if (logs.length === 0) return;
    const before = this.record;
    this.record = logs.reduce(applyLog, before);
    this.unwritten.push(...logs);
    this.deps.logs(this.id, logs);
    if (saysMore(before, this.record)) {
      this.stale = true;
      this.deps.changed(this.record);
    }
    this.write();
  }

  /** Resolves when all changes until now are on disk. Throws storage errors. */
  written(): Promise<void> {
    this.next ??= this.join(() => this.writeNow());
    return this.next;
  }

  /** The record and all logs that still hold, also those that are not yet on disk. */
  snapshot(): Promise<{ run: Run; logs: RunLog[]; torn: number }> {
    return this.join(async () => {
      const { logs, torn } = await readLogs(runFiles(this.deps.store.folderOf(this.id)).metrics);
      return { run: this.record, logs: supersede([...logs, ...this.unwritten]), torn };
    });
  }

  /** Writes everything a last time. If the disk refuses the record, this host keeps it in memory. */
  async close(): Promise<void> {
    await this.written().catch((thrown: unknown) => this.refused(thrown));
    this.closed = true;
    if (this.stale) await this.deps.store.keep(this.record);
  }

  private write(): void {
    if (this.next) return;
    this.written().catch((thrown: unknown) => this.refused(thrown));
  }

  private refused(thrown: unknown): void {
    if (!this.refusing) this.deps.log.error('run cannot be written', { id: this.id, thrown: String(thrown) });
    this.refusing = true;
  }

  private async writeNow(): Promise<void> {
    this.next = null;
    try {
      await this.append();
    } finally {
      await this.save();
    }
    this.refusing = false;
  }

  private async append(): Promise<void> {
    const { length } = this.unwritten;
    if (length === 0) return;
    await appendLogs(runFiles(this.deps.store.folderOf(this.id)).metrics, this.unwritten.slice());
    this.unwritten = this.unwritten.slice(length);
  }

  private async save(): Promise<void> {
    if (!this.stale) return;
    this.stale = false;
    try {
      await this.deps.store.save(this.record);
    } catch (thrown) {
      this.stale = true;
      throw thrown;
    }
  }

  private join<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** Whether a record changed in more than the run's progress, which the logs tell already. */
const saysMore = (before: Run, after: Run): boolean =>
  (Object.keys(after) as (keyof Run)[]).some((key) => key !== 'step' && after[key] !== before[key]);
