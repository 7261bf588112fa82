import { AppError } from '../../../shared/contract/errors.ts';
import type { DataChoice, DatasetId, DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import {
  isActive,
  isResumable,
  type Run,
  type RunId,
  type RunRequest,
  type RunSpec,
} from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { TransferRequest } from '../../../shared/contract/schemas/experiment.ts';
import { type GroupChoice, groupSpecs } from '../../../shared/runs/group-specs.ts';
import { type ClassHalves, transferSpecs } from '../../../shared/runs/transfer-specs.ts';
import type { HostEnvironment } from '../../environment.ts';
import { lockHolder } from '../../files/lock-file.ts';
import type { PredictedSpeed } from '../../../shared/contract/schemas/speed.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { NewRun } from './create-run.ts';
import { fineTuneSpec, requireFraming, type FineTuneWish, type ParentModel } from './fine-tune.ts';
import type { HeldRun } from './held-run.ts';
import { newRunId } from './run-id.ts';
import { notRunning, type QueueDependencies, RunQueue } from './run-queue.ts';
import { RunRecords } from './run-records.ts';
import { RunStore, type UnreadableRun } from './run-store.ts';
import { Turns } from '../turns.ts';

export interface RunsDependencies extends Omit<QueueDependencies, 'records' | 'folderOf' | 'listRuns' | 'now'> {
  readonly env: Pick<HostEnvironment, 'host' | 'storageFolder' | 'now' | 'log'>;
  /** The task and framing of a run on these data. */
  readonly taskOf: (data: DataChoice) => Promise<Pick<RunSpec, 'task' | 'framing' | 'data'>>;
  /** How the images of a data set are framed, and what it is called. */
  readonly framingOf: (dataset: DatasetId) => Promise<Pick<DatasetInfo, 'framing' | 'name'>>;
  /** Throws `model-invalid`, and `model-too-large-for-memory` {needed, free} when the machine has no room for it. */
  readonly checkMemory: (spec: Pick<RunSpec, 'task' | 'model' | 'data' | 'recipe'>) => Promise<void>;
  /** What a probe of this very model said of its speed; null without one. */
  readonly predicted?: ((spec: RunSpec) => PredictedSpeed | null) | undefined;
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
  private readonly taskOf: RunsDependencies['taskOf'];
  private readonly framingOf: RunsDependencies['framingOf'];
  private readonly checkMemory: RunsDependencies['checkMemory'];
  private readonly predicted: NonNullable<RunsDependencies['predicted']>;

  constructor({ env, taskOf, framingOf, checkMemory, predicted = () => null, ...dependencies }: RunsDependencies) {
    this.env = env;
    this.taskOf = taskOf;
    this.framingOf = framingOf;
    this.checkMemory = checkMemory;
    this.predicted = predicted;
    this.store = new RunStore(env.storageFolder, env.log);
    this.records = new RunRecords(this.store, lockHolder(env.host), env.log);
    const { records } = this;
    const folderOf = (id: RunId): string => this.folderOf(id);
    const listRuns = (): Promise<Run[]> => this.list();
    this.queue = new RunQueue({ ...dependencies, records, folderOf, listRuns, now: env.now });
    this.onRemoved = new Emitter((thrown) => env.log.error('listener', { thrown: String(thrown) }));
  }

  /**
   * At start-up: runs that a dead host left behind are interrupted now; those of a living one stay its own. Never rejects:
   * a disk that refuses does not keep the studio from opening.
   */
  async recover(): Promise<void> {
    await this.store.trash.sweep().catch((thrown: unknown) => this.env.log.warn('trash', { thrown: String(thrown) }));
    await this.records.recover();
  }

  folderOf(id: RunId): string {
    return this.store.folderOf(id);
  }

  list(): Promise<Run[]> {
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

  /** A run of any host that needs this data set because it is running, queued or interrupted; null if there is none. */
  async using(dataset: string): Promise<Run | null> {
    const needs = ({ status }: Run): boolean => isActive(status) || status === 'interrupted';
    const runs = await this.list();
    const reads = ({ spec: { data, from } }: Run): boolean =>
      data.datasets.includes(dataset) || (from?.replay?.datasets.includes(dataset) ?? false);
    return runs.find((run) => needs(run) && reads(run)) ?? null;
  }

  /**
   * Throws `model-invalid`, `model-too-large-for-memory`, `dataset-not-found`, what `joinTasks` throws, and storage errors; other errors of the data
   * become errors of the run.
   */
  async start(request: RunRequest): Promise<Run> {
    const [run] = await this.startAll([{ spec: await this.specOf(request) }]);
    return run!;
  }

  /** Starts a run that goes on from a trained model. Throws what `fineTuneSpec`, `requireFraming` and `start` throw. */
  async fineTune(wish: FineTuneWish, parent: ParentModel): Promise<Run> {
    const [run] = await this.startAll([{ spec: await this.fineTuneSpecOf(wish, parent), parent }]);
    return run!;
  }

  /** What `fineTune` would start. Throws as it does. */
  async fineTuneSpecOf(wish: FineTuneWish, parent: ParentModel): Promise<RunSpec> {
    const replayed = await Promise.all((wish.from.replay?.datasets ?? []).map((id) => this.framingOf(id)));
    return requireFraming(fineTuneSpec(wish, parent, await this.taskOf(wish.data)), replayed);
  }

  /**
   * Starts several runs that belong together, all of them or none, queued in their order; from then on each is a run like
   * any other. Throws as `start` does.
   */
  async startGroup(request: RunRequest, choice: GroupChoice): Promise<Run[]> {
    const spec = await this.specOf(request);
    const specs = groupSpecs(spec, choice, newRunId(spec.preset, this.env.now()));
    return this.startAll(specs.map((member) => ({ spec: member })));
  }

  /** Starts a transfer experiment, whose runs wait for its base. Throws as `start` does, and what `transferSpecs` throws. */
  async startTransfer(request: TransferRequest, halves: ClassHalves): Promise<Run[]> {
    const specs = transferSpecs(request, halves, newRunId(request.spec.preset, this.env.now()));
    // Of the others, the last one from scratch has the most images.
    await this.checkMemory(specs.at(-1)!);
    return this.startAll(specs.map((spec) => ({ spec })));
  }

  /** Only `startGroup` and `startTransfer` make groups: a run that is started again from a member's spec is in none. */
  private async specOf(request: RunRequest): Promise<RunSpec> {
    return { ...request, ...(await this.taskOf(request.data)), group: undefined, from: undefined };
  }

  private async startAll(wanted: readonly NewRun[]): Promise<Run[]> {
    // Runs that begin together differ in seeds and parts of the data, not in size.
    for (const { spec } of wanted.slice(0, 1)) await this.checkMemory(spec);
    const runs: HeldRun[] = [];
    try {
      for (const one of wanted) {
        const expected = { ...one, predicted: this.predicted(one.spec) };
        runs.push(await this.records.create(expected, this.env.now() + runs.length));
      }
    } catch (thrown) {
      for (const held of runs) await this.records.drop(held);
      throw thrown;
    }
    this.queue.add(...runs);
    return runs.map(({ run }) => run);
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
      return { stopping: this.queue.stop(id) };
    });
    return stopping;
  }

  /** Throws `run-held-by-...` {id, pid}, `run-not-found` {id}, storage errors. */
  rename(id: RunId, name: string): Promise<Run> {
    return this.turns.take(id, async () => {
      const held = this.records.held(id);
      if (held && isActive(held.run.status)) {
        await held.rename(name);
        return held.run;
      }
      await this.records.released(id);
      return this.records.change(id, (run) => ({ ...run, spec: { ...run.spec, name } }));
    });
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
    await this.emptyTrash().catch((thrown: unknown) => this.env.log.warn('trash', { thrown: String(thrown) }));
  }

  private async queueAgain(id: RunId): Promise<Run> {
    const live = this.records.live(id);
    if (live && isActive(live.status)) throw new AppError('run-not-resumable', { id });
    await this.records.released(id);
    const { spec, status } = await this.records.get(id);
    // Less may be free than when it was started, or its folder came from another machine.
    if (isResumable(status)) await this.checkMemory(spec);
    const held = await this.records.take(id, (run) => {
      if (!isResumable(run.status)) throw new AppError('run-not-resumable', { id });
      return { ...run, status: 'queued', error: null, endedAt: null, result: null };
    });
    this.queue.add(held);
    return held.run;
  }

  /** Throws `run-not-found` {id}, and `run-held-by-...` {id, pid} while another host holds it. */
  private async mine(id: RunId): Promise<void> {
    await this.records.get(id);
    await this.records.notElsewhere(id);
  }
}
