import { promises as fs } from 'node:fs';
import { AppError } from '../../../shared/contract/errors.ts';
import type { DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import {
  isActive,
  isResumable,
  type Run,
  type RunId,
  type RunRequest,
  type RunSpec,
} from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { type GroupChoice, groupSpecs } from '../../../shared/runs/group-specs.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { createRun } from './create-run.ts';
import { runFiles } from './run-folder.ts';
import { newRunId } from './run-id.ts';
import { heldElsewhere, unlockRun } from './run-lock.ts';
import { lastStep, readLogs } from './run-logs.ts';
import { RunQueue, type QueueDependencies } from './run-queue.ts';
import { RunRecords } from './run-records.ts';
import { RunStore } from './run-store.ts';

export interface RunsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now' | 'log'>;
  readonly link: TrainerLink;
  readonly prepare: QueueDependencies['prepare'];
  /** What a run on these data reads. */
  readonly taskOf: (data: DataChoice) => Promise<Pick<RunSpec, 'task' | 'framing'>>;
  readonly checkpointEverySeconds?: number;
}

/** All that can be done with runs. Every host has one of these. */
export class Runs {
  readonly onRemoved: Emitter<{ id: RunId }>;
  readonly records: RunRecords;
  private readonly store: RunStore;
  private readonly queue: RunQueue;
  private readonly env: RunsDependencies['env'];
  private readonly taskOf: RunsDependencies['taskOf'];

  constructor({ env, link, prepare, taskOf, checkpointEverySeconds }: RunsDependencies) {
    this.env = env;
    this.taskOf = taskOf;
    this.store = new RunStore(env.storageFolder, env.log);
    this.records = new RunRecords(this.store, env.log);
    this.queue = new RunQueue({
      records: this.records,
      link,
      prepare,
      now: env.now,
      log: env.log,
      checkpointEverySeconds,
    });
    this.onRemoved = new Emitter((thrown) => env.log.error('listener', { thrown: String(thrown) }));
  }

  /** At start-up: runs that a dead host left behind are interrupted now; those of a living one stay its own. */
  async recover(): Promise<void> {
    await this.store.trash.sweep().catch((thrown: unknown) => this.env.log.warn('trash', { thrown: String(thrown) }));
    for (const run of await this.store.list()) {
      const { lock, metrics } = runFiles(this.folderOf(run.id));
      if (!isActive(run.status) || (await heldElsewhere(lock))) continue;
      // The record was last written at a checkpoint; the logs are a second old.
      const step = (await lastStep(metrics).catch(() => null)) ?? run.step;
      await this.store.save({ ...run, step, status: 'interrupted', endedAt: this.env.now() });
      await unlockRun(lock);
    }
  }

  folderOf(id: RunId): string {
    return this.store.folderOf(id);
  }

  list(): Promise<Run[]> {
    return this.records.list();
  }

  async get(id: RunId): Promise<{ run: Run; logs: RunLog[]; torn: number }> {
    const run = await this.records.get(id);
    return { run, ...(await readLogs(runFiles(this.folderOf(id)).metrics)) };
  }

  active(): Run | null {
    const id = this.queue.activeId;
    return id === null ? null : this.records.live(id);
  }

  /**
   * Throws `model-invalid`, `dataset-not-found`, what `joinTasks` throws, and storage errors; what else is wrong with the
   * data is told by the run itself.
   */
  async start(request: RunRequest): Promise<Run> {
    const [run] = await this.startAll([await this.specOf(request)]);
    return run!;
  }

  /**
   * Starts several runs that belong together, all of them or none, queued in their order; from then on each is a run like
   * any other. Throws as `start` does.
   */
  async startGroup(request: RunRequest, choice: GroupChoice): Promise<Run[]> {
    const spec = await this.specOf(request);
    return this.startAll(groupSpecs(spec, choice, newRunId(spec.preset, this.env.now())));
  }

  /** Only `startGroup` makes groups: a run begun again from a member's spec stands for itself. */
  private async specOf(request: RunRequest): Promise<RunSpec> {
    return { ...request, ...(await this.taskOf(request.data)), group: undefined };
  }

  private async startAll(specs: readonly RunSpec[]): Promise<Run[]> {
    const ids: RunId[] = [];
    try {
      for (const spec of specs) ids.push(await createRun(this.store, spec, this.env.now() + ids.length));
      await this.queue.add(...ids);
    } catch (thrown) {
      for (const id of ids) {
        await fs.rm(this.folderOf(id), { recursive: true, force: true }).catch(() => undefined);
        this.onRemoved.emit({ id });
      }
      throw thrown;
    }
    return Promise.all(ids.map((id) => this.records.get(id)));
  }

  async pause(id: RunId): Promise<Run> {
    await this.mine(id);
    await this.queue.pause(id);
    return this.records.get(id);
  }

  async resume(id: RunId): Promise<Run> {
    const run = await this.mine(id);
    if (!isResumable(run.status)) throw new AppError('run-not-resumable', { id });
    if (!(await this.queue.goOn(id))) await this.queue.add(id);
    return this.records.get(id);
  }

  async stop(id: RunId): Promise<Run> {
    await this.mine(id);
    await this.queue.stop(id);
    return this.records.get(id);
  }

  async rename(id: RunId, name: string): Promise<Run> {
    await this.mine(id);
    return this.records.rename(id, name);
  }

  /** Stops it first if it is going. */
  async remove(id: RunId): Promise<void> {
    // A run whose record is torn can still be thrown away.
    const run = await this.mine(id).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code.startsWith('file-')) return null;
      throw thrown;
    });
    if (run && isActive(run.status)) await this.queue.stop(id);
    await this.records.settled(id);
    await this.store.discard(id);
    this.onRemoved.emit({ id });
  }

  async restore(id: RunId): Promise<Run> {
    const run = await this.store.restore(id);
    this.records.onChanged.emit(run);
    return run;
  }

  /** Ends what `restore` could bring back. */
  emptyTrash(): Promise<void> {
    return this.store.trash.empty();
  }

  /** The host is going: runs end with a checkpoint and can be resumed. */
  async close(): Promise<void> {
    await this.queue.close();
    await this.emptyTrash().catch((thrown: unknown) => this.env.log.warn('trash', { thrown: String(thrown) }));
  }

  /** The run, unless another living host holds it: `run-running` {id}. */
  private async mine(id: RunId): Promise<Run> {
    const run = await this.records.get(id);
    if (await heldElsewhere(runFiles(this.folderOf(id)).lock)) throw new AppError('run-running', { id });
    return run;
  }
}
