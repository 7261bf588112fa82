import { promises as fs } from 'node:fs';
import { isActive, type Run, type RunId } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { Logger } from '../../environment.ts';
import { discardHeld } from '../../files/discard-held.ts';
import { holderOf, hostNamedIn, type LockHolder, releaseLock, releaseOwn } from '../../files/lock-file.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { summaryOf } from '../../../shared/runs/summary.ts';
import { createRun, type NewRun } from './create-run.ts';
import { HeldRun } from './held-run.ts';
import { runFiles } from './run-folder.ts';
import { heldError, lockRun } from './run-lock.ts';
import { asInterrupted, readLogs } from './run-logs.ts';
import type { RunStore } from './run-store.ts';

/**
 * The records of all runs as they are now: those of runs that this host holds from their owners (HeldRun), the others
 * from the disk. A run is changed only while it is held, and one host at a time holds it.
 */
export class RunRecords {
  readonly onChanged: Emitter<Run>;
  readonly onLogs: Emitter<{ id: RunId; logs: RunLog[] }>;
  private readonly store: RunStore;
  private readonly me: LockHolder;
  private readonly log: Logger;
  private readonly holding = new Map<RunId, HeldRun>();
  /** Callbacks of those who wait until a run is released. */
  private readonly waiting = new Map<RunId, (() => void)[]>();

  constructor(store: RunStore, me: LockHolder, log: Logger) {
    this.store = store;
    this.me = me;
    this.log = log;
    const onError = (thrown: unknown) => log.error('listener', { thrown: String(thrown) });
    this.onChanged = new Emitter(onError);
    this.onLogs = new Emitter(onError);
  }

  folderOf(id: RunId): string {
    return this.store.folderOf(id);
  }

  /** The owner of a run that this host holds. */
  held(id: RunId): HeldRun | null {
    return this.holding.get(id) ?? null;
  }

  /** The newest record of a run that this host holds. */
  live(id: RunId): Run | null {
    return this.holding.get(id)?.run ?? null;
  }

  /** All runs, newest first. */
  async list(): Promise<RunSummary[]> {
    const held = new Set(this.holding.keys());
    const stored = await this.store.list();
    const now = stored.map(async (summary) => {
      const live = this.live(summary.id);
      if (live) return summaryOf(live);
      // A run may have ended while the disk was read: take its record as it is now. It may be gone, too.
      if (held.has(summary.id)) return this.get(summary.id).then(summaryOf, () => null);
      return isActive(summary.status) ? this.asItStands(summary) : summary;
    });
    return (await Promise.all(now)).filter((summary) => summary !== null);
  }

  /** Throws `run-not-found` {id}, `file-torn`, `file-newer` and storage errors. */
  async get(id: RunId): Promise<Run> {
    const live = this.live(id);
    if (live) return live;
    const run = await this.asItStands(await this.store.get(id));
    return this.live(id) ?? run;
  }

  /** The records of these runs, in their order; those that are gone or cannot be read are left out. */
  async these(ids: readonly RunId[]): Promise<Run[]> {
    const found = await Promise.all(ids.map((id) => this.get(id).catch(() => null)));
    return found.filter((run) => run !== null);
  }

  /** The record, all logs that still hold, and how many lines could not be read. Throws as `get` does. */
  async snapshot(id: RunId): Promise<{ run: Run; logs: RunLog[]; torn: number }> {
    const held = this.holding.get(id);
    if (held) return held.snapshot();
    const run = await this.get(id);
    const logs = await readLogs(this.files(id).metrics);
    // A run that was removed between the two has no logs, which would be told as if it never had any.
    if (logs.logs.length === 0) await this.get(id);
    return { run, ...logs };
  }

  /** A new run, held and not yet announced. Throws `model-invalid`, storage errors. */
  async create(wanted: NewRun, createdAt: number): Promise<HeldRun> {
    return this.hold(await createRun(this.store, this.me, wanted, createdAt));
  }

  /** Removes a new run that was not announced yet. */
  async drop({ id }: HeldRun): Promise<void> {
    await fs.rm(this.folderOf(id), { recursive: true, force: true }).catch(() => undefined);
    this.letGo(id);
  }

  /**
   * Takes hold of a run to start or resume it, with `change` written to disk. Throws `run-held-by-...` {id, pid},
   * `run-not-found` {id}, what `change` throws, storage errors.
   */
  async take(id: RunId, change: (run: Run) => Run): Promise<HeldRun> {
    const left = await this.lock(id);
    try {
      const run = change(await this.asLeft(id, left));
      await this.store.save(run);
      return this.hold(run);
    } catch (thrown) {
      await this.unlock(id);
      throw thrown;
    }
  }

  /** Releases a run when all of it is on disk, or the disk has finally refused it. Never rejects. */
  async release(held: HeldRun): Promise<void> {
    await held.close();
    await this.unlock(held.id);
    this.holding.delete(held.id);
    this.onChanged.emit(held.run);
    this.letGo(held.id);
  }

  /** Resolves once this host does not hold the run. */
  released(id: RunId): Promise<void> {
    if (!this.holding.has(id)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.set(id, [...(this.waiting.get(id) ?? []), resolve]));
  }

  /** Resolves once this host holds no run. */
  async allReleased(): Promise<void> {
    while (this.holding.size > 0) await Promise.all([...this.holding.keys()].map((id) => this.released(id)));
  }

  /** Changes a run that this host does not hold. Throws as `take` does. */
  async change(id: RunId, change: (run: Run) => Run): Promise<Run> {
    const left = await this.lock(id);
    try {
      const run = change(await this.asLeft(id, left));
      await this.store.save(run);
      this.onChanged.emit(run);
      return run;
    } finally {
      await this.unlock(id);
    }
  }

  /**
   * Moves a run that this host does not hold to the trash, also one whose record cannot be read. Throws
   * `run-held-by-...` {id, pid}, `run-not-found` {id}, storage errors.
   */
  async discard(id: RunId): Promise<void> {
    await discardHeld({
      lock: () => this.lock(id),
      unlock: () => this.unlock(id),
      notElsewhere: () => this.notElsewhere(id),
      put: () => this.store.discard(id),
      lockIn: (folder) => runFiles(folder).lock,
    });
  }

  /** Takes a run back from the trash. Throws `run-not-found` {id}, storage errors. */
  async restore(id: RunId): Promise<Run> {
    await this.store.restore(id);
    // The trash may have refused to let go of it.
    if (!this.holding.has(id)) await releaseOwn(this.files(id).lock, this.me);
    return this.adopt(id);
  }

  /** Tells of a run whose folder has come to its place. Throws as `get` does. */
  async adopt(id: RunId): Promise<Run> {
    const run = await this.get(id);
    this.onChanged.emit(run);
    return run;
  }

  /** Throws `run-held-by-...` {id, pid} while another host holds the run. */
  async notElsewhere(id: RunId): Promise<void> {
    const holder = await holderOf(this.files(id).lock);
    if (holder && holder.token !== this.me.token) throw heldError(this.files(id).lock, holder);
  }

  /**
   * At start-up: marks runs that ended hosts left behind as interrupted, as far as the disk allows. Gives all runs as they were found.
   * Throws storage errors where the folder of runs cannot be read.
   */
  async recover(): Promise<readonly RunSummary[]> {
    const found = await this.store.list();
    for (const { id, status } of found) {
      if (!isActive(status)) continue;
      const { lock } = this.files(id);
      try {
        // Who left it is told by the lock as it was.
        if (isActive((await this.asItStands(await this.store.get(id))).status)) continue;
        await lockRun(lock, this.me, 0);
        try {
          const run = await this.store.get(id);
          if (isActive(run.status)) await this.store.save(await asInterrupted(run, this.files(id).metrics));
        } finally {
          await this.unlock(id);
        }
      } catch (thrown) {
        this.log.info('run is not recovered', { id, thrown: String(thrown) });
      }
    }
    return found;
  }

  /**
   * A stored record as it is to be shown: a run that says it is running while nobody holds it was interrupted. One that waits goes on
   * waiting when the window's host has ended, and does so at its next start; a command's queue ends with the command.
   */
  private async asItStands<R extends RunSummary | Run>(run: R): Promise<R> {
    if (!isActive(run.status)) return run;
    const { lock } = this.files(run.id);
    const holder = await holderOf(lock);
    if (holder && (holder.token !== this.me.token || this.holding.has(run.id))) return run;
    return this.asLeftBy(await hostNamedIn(lock), run);
  }

  /** The record of a run that this host has locked for a moment; `left`: the kind of host that the lock named before. */
  private async asLeft(id: RunId, left: LockHolder['host']): Promise<Run> {
    return this.live(id) ?? this.asLeftBy(left, await this.store.get(id));
  }

  private async asLeftBy<R extends RunSummary | Run>(host: LockHolder['host'], run: R): Promise<R> {
    const waits = run.status === 'queued' && host !== 'cli';
    return !isActive(run.status) || waits ? run : asInterrupted(run, this.files(run.id).metrics);
  }

  private hold(run: Run): HeldRun {
    const { store, log } = this;
    const held = new HeldRun(run, {
      store,
      log,
      changed: (record) => this.onChanged.emit(record),
      logs: (id, logs) => this.onLogs.emit({ id, logs }),
    });
    this.holding.set(run.id, held);
    return held;
  }

  private letGo(id: RunId): void {
    this.holding.delete(id);
    for (const resolve of this.waiting.get(id) ?? []) resolve();
    this.waiting.delete(id);
  }

  /** Gives the kind of host that the lock named before, which is told by nothing once it is this host's. */
  private async lock(id: RunId): Promise<LockHolder['host']> {
    const { lock } = this.files(id);
    const left = await hostNamedIn(lock);
    await lockRun(lock, this.me);
    return left;
  }

  /** Never rejects: a lock that cannot be removed belongs to this host and is void when it ends. */
  private async unlock(id: RunId): Promise<void> {
    await releaseLock(this.files(id).lock).catch((thrown: unknown) => {
      this.log.warn('run stays locked', { id, thrown: String(thrown) });
    });
  }

  private readonly files = (id: RunId): ReturnType<typeof runFiles> => runFiles(this.folderOf(id));
}
