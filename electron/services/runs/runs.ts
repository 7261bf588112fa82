import { AppError } from '../../../shared/contract/errors.ts';
import {
  isActive,
  isResumable,
  type Run,
  type RunId,
  type RunRequest,
  type RunSpec,
  type TrialRequest,
} from '../../../shared/contract/schemas/run.ts';
import type { MarksChange } from '../../../shared/contract/schemas/run-marks.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { TransferRequest } from '../../../shared/contract/schemas/experiment.ts';
import type { GroupChoice } from '../../../shared/runs/group-specs.ts';
import type { ClassHalves } from '../../../shared/runs/transfer-specs.ts';
import type { ExtendedSchedule } from '../../../shared/runs/extend.ts';
import type { HostEnvironment } from '../../environment.ts';
import { lockHolder } from '../../files/lock-file.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { FineTuneWish, ParentModel } from './fine-tune.ts';
import { QueueState } from './queue-state.ts';
import { again, RunChanges } from './run-changes.ts';
import { notRunning, type QueueDependencies, RunQueue } from './run-queue.ts';
import { RunRecords } from './run-records.ts';
import { RunStarts, type StartDependencies } from './run-starts.ts';
import { RunStore, type UnreadableRun } from './run-store.ts';
import { takeQueue } from './take-queue.ts';
import { Turns } from '../turns.ts';

export interface RunsDependencies
  extends
    Omit<QueueDependencies, 'records' | 'folderOf' | 'listRuns' | 'now' | 'state' | 'onError' | 'outlives'>,
    StartDependencies {
  readonly env: Pick<HostEnvironment, 'host' | 'storageFolder' | 'now' | 'log'>;
}

/**
 * All that can be done with runs. Every host has one of these. Calls for one run are carried out in order, and a run
 * that is just ending is resumed, renamed or deleted once it has ended.
 */
export class Runs {
  readonly onRemoved: Emitter<{ id: RunId }>;
  readonly records: RunRecords;
  private readonly store: RunStore;
  private readonly queue: RunQueue;
  private readonly turns = new Turns<RunId>();
  private readonly env: RunsDependencies['env'];
  private readonly starts: RunStarts;
  private readonly changes: RunChanges;
  /** What `recover` found, for the queue. */
  private found: readonly RunSummary[] | null = null;
  private readonly checkMemory: RunsDependencies['checkMemory'];

  constructor({ env, taskOf, framingOf, checkMemory, predicted, ...dependencies }: RunsDependencies) {
    this.env = env;
    this.checkMemory = checkMemory;
    this.store = new RunStore(env.storageFolder, env.log);
    this.records = new RunRecords(this.store, lockHolder(env.host), env.log);
    const { records } = this;
    const folderOf = (id: RunId): string => this.folderOf(id);
    const listRuns = (): Promise<RunSummary[]> => this.list();
    const onError = (thrown: unknown): void => env.log.error('listener', { thrown: String(thrown) });
    const outlives = env.host !== 'cli';
    const state = new QueueState(env);
    this.queue = new RunQueue({ ...dependencies, records, folderOf, listRuns, now: env.now, outlives, state, onError });
    const { queue, turns } = this;
    this.starts = new RunStarts({ taskOf, framingOf, checkMemory, predicted, records, queue, now: env.now });
    this.changes = new RunChanges({ checkMemory, records, queue, turns, now: env.now });
    this.onRemoved = new Emitter(onError);
  }

  /**
   * At start-up: runs that a dead host left behind are interrupted now; those of a living one stay its own. Never rejects:
   * a disk that refuses does not keep the studio from opening.
   */
  async recover(): Promise<void> {
    await this.store.trash.sweep().catch((thrown: unknown) => this.env.log.warn('trash', { thrown: String(thrown) }));
    this.found = await this.records.recover().catch((thrown: unknown) => {
      this.env.log.error('runs are not recovered', { thrown: String(thrown) });
      return null;
    });
  }

  /**
   * To be called once all services are there: a host with windows takes up what waited when the last one ended. Never rejects: a run that
   * cannot be had is another host's.
   */
  async takeQueue(): Promise<void> {
    if (this.env.host === 'cli') return;
    // Ten thousand folders were looked at a moment ago.
    const all = this.found ?? (await this.list().catch(() => []));
    await takeQueue(this.records, this.queue, all, this.env.log);
    this.found = null;
  }

  /** The runs that wait, and whether they may begin. */
  get waiting(): Pick<RunQueue, 'paused' | 'pauseAll' | 'goOnAll' | 'move' | 'schedule' | 'onState'> {
    return this.queue;
  }

  folderOf(id: RunId): string {
    return this.store.folderOf(id);
  }

  list(): Promise<RunSummary[]> {
    return this.records.list();
  }

  /** Folders of runs whose record cannot be read: they are in no list, and nothing removes them by itself. */
  unreadable(): Promise<UnreadableRun[]> {
    return this.store.unreadable();
  }

  /**
   * The run's record and logs until now, whether they are on disk or not. Throws `run-not-found` {id}, storage errors.
   */
  get(id: RunId): Promise<{ run: Run; logs: RunLog[]; torn: number }> {
    return this.records.snapshot(id);
  }

  active(): Run | null {
    return this.queue.current;
  }

  /** A run of any host that has a trainer to itself; null if there is none. Throws storage errors. */
  async training(): Promise<RunSummary | null> {
    const runs = await this.list();
    return runs.find(({ status }) => isActive(status) && status !== 'queued') ?? null;
  }

  /** A run of any host that needs this data set because it is running, queued or interrupted; null if there is none. */
  async using(dataset: string): Promise<RunSummary | null> {
    const needs = ({ status }: RunSummary): boolean => isActive(status) || status === 'interrupted';
    const runs = await this.list();
    const reads = ({ spec: { data, from } }: RunSummary): boolean =>
      data.datasets.includes(dataset) || (from?.replay?.datasets.includes(dataset) ?? false);
    return runs.find((run) => needs(run) && reads(run)) ?? null;
  }

  /** As `RunStarts.start`, and so the next five. */
  start(request: RunRequest): Promise<Run> {
    return this.starts.start(request);
  }

  fineTune(wish: FineTuneWish, parent: ParentModel): Promise<Run> {
    return this.starts.fineTune(wish, parent);
  }

  fineTuneSpecOf(wish: FineTuneWish, parent: ParentModel): Promise<RunSpec> {
    return this.starts.fineTuneSpecOf(wish, parent);
  }

  startGroup(request: RunRequest, choice: GroupChoice): Promise<Run[]> {
    return this.starts.startGroup(request, choice);
  }

  startTransfer(request: TransferRequest, halves: ClassHalves): Promise<Run[]> {
    return this.starts.startTransfer(request, halves);
  }

  startTrial(
    request: TrialRequest,
    trial: NonNullable<RunSpec['trial']>,
    parent: ParentModel | null = null,
  ): Promise<Run> {
    return this.starts.startTrial(request, trial, parent);
  }

  /** Throws `run-not-running` {id} unless it trains, `run-held-by-...` {id, pid}, `run-not-found` {id}. */
  async pause(id: RunId): Promise<Run> {
    await this.mine(id);
    return this.queue.pause(id);
  }

  /**
   * Lets a paused run go on, or puts one that has ended into the queue. Throws `run-not-resumable` {id},
   * `run-held-by-...` {id, pid}, `run-not-found` {id}, `model-too-large-for-memory`, `dataset-not-found` {id}, storage errors.
   */
  resume(id: RunId): Promise<Run> {
    return this.queue.goOn(id) ?? this.turns.take(id, () => this.queueAgain(id));
  }

  /** Resolves when it has ended. Throws `run-not-running` {id}, `run-held-by-...` {id, pid}, `run-not-found` {id}. */
  async stop(id: RunId): Promise<Run> {
    // A resume that was asked for before puts it into the queue first.
    const { stopping } = await this.turns.take(id, async () => {
      await this.mine(id);
      if (!this.records.held(id) && (await this.records.get(id)).status === 'queued')
        return { stopping: this.giveUp(id) };
      return { stopping: this.queue.stop(id) };
    });
    return stopping;
  }

  /** As `RunChanges.rename`, and so the next two. */
  rename(id: RunId, name: string): Promise<Run> {
    return this.changes.rename(id, name);
  }

  mark(id: RunId, change: MarksChange): Promise<Run> {
    return this.changes.mark(id, change);
  }

  extend(id: RunId, more: number, schedule: ExtendedSchedule): Promise<Run> {
    return this.changes.extend(id, more, schedule);
  }

  /** Stops it first if it is going. Throws `run-held-by-...` {id, pid}, `run-not-found` {id}, storage errors. */
  remove(id: RunId): Promise<void> {
    return this.turns.take(id, async () => {
      const held = this.records.held(id);
      if (held) await this.queue.stop(id).catch(notRunning);
      await this.records.released(id);
      await this.records.discard(id);
      this.onRemoved.emit({ id });
    });
  }

  /** Throws `run-not-found` {id}, storage errors. */
  restore(id: RunId): Promise<Run> {
    return this.turns.take(id, () => this.records.restore(id));
  }

  /** Takes on a run whose folder has just come to its place. Throws as `get` does. */
  adopt(id: RunId): Promise<Run> {
    return this.turns.take(id, () => this.records.adopt(id));
  }

  /** Deletes for good what `restore` could bring back. */
  emptyTrash(): Promise<void> {
    return this.store.trash.empty();
  }

  /** The host is going: runs end with a checkpoint and can be resumed. */
  async close(): Promise<void> {
    await this.queue.close();
    // Earlier calls may still add runs to the queue.
    await this.turns.idle();
    await this.queue.close();
    await this.records.allReleased();
    await this.store.writeIndex();
    await this.emptyTrash().catch((thrown: unknown) => this.env.log.warn('trash', { thrown: String(thrown) }));
  }

  private async queueAgain(id: RunId): Promise<Run> {
    const live = this.records.live(id);
    if (live && isActive(live.status)) throw new AppError('run-not-resumable', { id });
    await this.records.released(id);
    const { spec, status } = await this.records.get(id);
    // Less may be free than when it was started, or its folder came from another machine.
    if (waits(status)) await this.checkMemory(spec);
    const held = await this.records.take(id, (run) => {
      if (!waits(run.status)) throw new AppError('run-not-resumable', { id });
      return { ...again(run), queued: { place: this.env.now(), notBefore: null } };
    });
    this.queue.add(held);
    return held.run;
  }

  /** Throws `run-not-found` {id}, and `run-held-by-...` {id, pid} while another host holds it. */
  private async mine(id: RunId): Promise<void> {
    await this.records.get(id);
    await this.records.notElsewhere(id);
  }

  /** A run that waits for a host that has ended. Throws `run-not-running` {id} where another host has taken it up meanwhile, and it has ended. */
  private giveUp(id: RunId): Promise<Run> {
    return this.records.change(id, (run) => {
      if (run.status !== 'queued') throw new AppError('run-not-running', { id });
      return { ...run, status: 'stopped', queued: null, endedAt: this.env.now() };
    });
  }
}

/** Whether a run can go into the queue: it has ended, or waits for a host that is gone. */
const waits = (status: Run['status']): boolean => isResumable(status) || status === 'queued';
