import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import { studyIdSchema } from '../../../shared/contract/schemas/study.ts';
import type {
  StudyId,
  StudyInfo,
  StudyRecord,
  StudySpec,
  Trial,
  UnreadableStudy,
  WorkerInfo,
} from '../../../shared/contract/schemas/study.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { checkSpace } from '../../../shared/study/check-space.ts';
import { allSettings, isOfSpace, readSpace } from '../../../shared/study/space.ts';
import { MOST_SETTINGS } from '../../../shared/study/samplers/grid.ts';
import type { HostEnvironment } from '../../environment.ts';
import { lockHolder } from '../../files/lock-file.ts';
import { makeStorageFolder } from '../../files/atomic-write.ts';
import { Turns } from '../turns.ts';
import type { TrialExecutor } from './executor.ts';
import { newStudyId, trialStorage } from './study-folder.ts';
import { infoOf, StudyInfos } from './study-info.ts';
import { StudyStore } from './study-store.ts';
import { StudySitting, type SittingEnd } from './study-sitting.ts';

export interface StudiesDependencies {
  readonly env: Pick<HostEnvironment, 'host' | 'storageFolder' | 'now' | 'log'>;
  /** Throws what keeps a study's base from being a run. */
  readonly checkBase: (spec: StudySpec) => Promise<void>;
  /** What carries out trials where the spec says. Throws `queue-unreachable` {address}, `queue-refused` {address, reason}. */
  readonly executorOf: (record: StudyRecord, hooks: ExecutorHooks) => Promise<TrialExecutor>;
}

/** What an executor asks of its study and tells it. */
export interface ExecutorHooks {
  /** The study's trials as they are now. */
  readonly trials: () => readonly Trial[];
  /** The workers are others than before, or do something else. */
  readonly changed: (workers: WorkerInfo[]) => void;
  /** The queue's server has gone away and is waited for, or is back. */
  readonly lost: (isLost: boolean) => void;
}

/** A study that this host has going. */
interface Live {
  record: StudyRecord;
  readonly sitting: StudySitting;
  readonly executor: TrialExecutor;
  /** Resolves when it has ended, is written down and released. */
  readonly left: Promise<void>;
}

/**
 * Searches of settings. A study is a folder: study.json and trials.jsonl, which only grows. One host at a time has a study going;
 * calls for one are carried out in order.
 */
export class Studies {
  readonly onChanged: Emitter<StudyInfo>;
  readonly onTrial: Emitter<{ study: StudyId; trial: Trial }>;
  readonly onRemoved: Emitter<{ id: StudyId }>;
  readonly onWorkers: Emitter<{ study: StudyId; workers: WorkerInfo[] }>;
  private readonly deps: StudiesDependencies;
  private readonly store: StudyStore;
  private readonly infos: StudyInfos;
  private readonly live = new Map<StudyId, Live>();
  private readonly turns = new Turns<StudyId>();
  private closed = false;

  constructor(deps: StudiesDependencies) {
    const { env } = deps;
    const onError = (thrown: unknown): void => env.log.error('listener', { thrown: String(thrown) });
    this.deps = deps;
    this.store = new StudyStore(env.storageFolder, lockHolder(env.host));
    this.infos = new StudyInfos(this.store);
    this.onChanged = new Emitter(onError);
    this.onTrial = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
    this.onWorkers = new Emitter(onError);
  }

  /** Whether a study of this host is going. */
  isActive(): boolean {
    return this.live.size > 0;
  }

  /** Newest first, and those whose record cannot be read. */
  async list(): Promise<{ studies: StudyInfo[]; unreadable: UnreadableStudy[] }> {
    const [studies, unreadable]: [StudyInfo[], UnreadableStudy[]] = [[], []];
    const look = async (id: string): Promise<void> => {
      try {
        studies.push(await this.info(id));
      } catch (thrown) {
        const { code, params } = toErrorData(thrown);
        const isStudy = code !== 'study-not-found' && studyIdSchema.safeParse(id).success;
        if (isStudy) unreadable.push({ id, error: { code, params } });
      }
    };
    await Promise.all((await this.store.names()).map(look));
    return {
      studies: studies.sort((a, b) => b.createdAt - a.createdAt),
      unreadable: unreadable.sort((a, b) => b.id.localeCompare(a.id)),
    };
  }

  /** Throws `study-not-found` {id}, `file-torn`, `file-newer`, storage errors. */
  async get(id: StudyId): Promise<{ study: StudyInfo; trials: readonly Trial[]; torn: number }> {
    const live = this.live.get(id);
    if (live) {
      const { trials, misfits } = live.sitting.history;
      return { study: this.infoOfLive(live), trials, torn: misfits };
    }
    const { record, heldBy } = await this.store.find(id);
    const { history, torn } = await this.store.history(id);
    return { study: infoOf(record, history, { heldBy }), trials: history.trials, torn };
  }

  private async info(id: StudyId): Promise<StudyInfo> {
    const live = this.live.get(id);
    return live ? this.infoOfLive(live) : this.infos.of(id);
  }

  private infoOfLive({ record, sitting }: Live): StudyInfo {
    return infoOf(record, sitting.history, { now: this.deps.env.now() });
  }

  /** Throws what keeps the study from being one: see the contract. `settings`: of a grid, how many there are. */
  async plan(spec: StudySpec): Promise<{ settings: number | null }> {
    const dimensions = checkSpace(spec);
    const settings = spec.sampler === 'grid' ? allSettings(dimensions, MOST_SETTINGS).length : null;
    await this.deps.checkBase(spec);
    return { settings };
  }

  /** Makes a study and begins with it. Throws as `plan` does, `queue-unreachable` {address}, storage errors. */
  async start(spec: StudySpec): Promise<StudyInfo> {
    await this.plan(spec);
    const id = newStudyId(this.deps.env.now());
    const createdAt = this.deps.env.now();
    const record: StudyRecord = { version: 1, id, spec, status: 'running', createdAt, error: null };
    return this.turns.take(id, async () => {
      makeStorageFolder(this.store.folderOf(id));
      try {
        await this.store.lock(id);
        return await this.begin(record);
      } catch (thrown) {
        if (!this.live.has(id)) await this.store.drop(id);
        throw thrown;
      }
    });
  }

  /**
   * Goes on where it was. Throws `study-running` {id}, `study-held` {id, pid}, `study-not-found` {id}, `study-damaged` {id}, what keeps
   * its trials from being carried out, storage errors; it then stays what it was.
   */
  resume(id: StudyId, budget?: StudySpec['budget']): Promise<StudyInfo> {
    return this.turns.take(id, async () => {
      if (this.live.has(id)) throw new AppError('study-running', { id });
      await this.store.lock(id);
      try {
        const stored = await this.store.read(id);
        const spec = budget ? { ...stored.spec, budget } : stored.spec;
        return await this.begin({ ...stored, spec, status: 'running', error: null });
      } catch (thrown) {
        await this.store.unlock(id).catch(() => undefined);
        throw thrown;
      }
    });
  }

  /** Resolves when its trials have ended, with checkpoints. Throws `study-not-running` {id}, `study-held` {id, pid}. */
  pause(id: StudyId): Promise<StudyInfo> {
    return this.stopAs(id, 'paused');
  }

  stop(id: StudyId): Promise<StudyInfo> {
    return this.stopAs(id, 'stopped');
  }

  /** Throws `study-held` {id, pid}, `study-not-found` {id}, storage errors. */
  rename(id: StudyId, name: string): Promise<StudyInfo> {
    return this.turns.take(id, async () => {
      const live = this.live.get(id);
      if (live) {
        const record = { ...live.record, spec: { ...live.record.spec, name } };
        await this.store.write(record);
        live.record = record;
      } else {
        await this.store.locked(id, async () => {
          const record = await this.store.read(id);
          await this.store.write({ ...record, spec: { ...record.spec, name } });
        });
      }
      return this.tell(id);
    });
  }

  /** Pauses it first if it is going. Throws `study-held` {id, pid}, `study-not-found` {id}, storage errors. */
  remove(id: StudyId): Promise<void> {
    return this.turns.take(id, async () => {
      await this.endLive(id, 'paused');
      await this.store.discard(id);
      this.onRemoved.emit({ id });
    });
  }

  /** Throws `study-not-found` {id}, storage errors. */
  restore(id: StudyId): Promise<StudyInfo> {
    return this.turns.take(id, async () => {
      if (!this.live.has(id)) await this.store.restore(id);
      return this.tell(id);
    });
  }

  async workers(id: StudyId): Promise<WorkerInfo[]> {
    return (await this.live.get(id)?.executor.workers()) ?? [];
  }

  /** Resolves when a study of this host has ended, with what it is then; at once for one that does not go. */
  async ended(id: StudyId): Promise<StudyInfo> {
    await this.live.get(id)?.left;
    return (await this.get(id)).study;
  }

  /** The host is going: studies are interrupted, and can be resumed. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.live.keys()].map((id) => this.endLive(id, 'interrupted')));
  }

  /** The record is written when nothing can keep the study from going any more. */
  private async begin(record: StudyRecord): Promise<StudyInfo> {
    const { id } = record;
    const dimensions = readSpace(record.spec.space);
    const { history } = await this.store.history(id);
    if (!history.trials.every(({ values }) => isOfSpace(dimensions, values)))
      throw new AppError('study-damaged', { id });
    if (this.closed) throw new AppError('cancelled');
    const executor = await this.deps.executorOf(record, this.hooksOf(record, history.trials));
    await this.store.write(record).catch(async (thrown: unknown) => {
      await executor.close().catch(() => undefined);
      throw thrown;
    });
    const changed = (trial: Trial): void => {
      this.onTrial.emit({ study: id, trial });
      const live = this.live.get(id);
      if (live) this.onChanged.emit(this.infoOfLive(live));
    };
    const storage = trialStorage(this.store.folderOf(id));
    const sitting = new StudySitting(record, history, {
      executor,
      storage,
      dimensions,
      now: this.deps.env.now,
      changed,
    });
    this.live.set(id, { record, sitting, executor, left: sitting.ended.then((end) => this.leave(id, end)) });
    return this.tell(id);
  }

  private hooksOf({ id, spec }: StudyRecord, before: readonly Trial[]): ExecutorHooks {
    return {
      trials: () => this.live.get(id)?.sitting.history.trials ?? before,
      changed: (workers) => {
        this.onWorkers.emit({ study: id, workers });
        this.live.get(id)?.sitting.widened();
      },
      lost: (isLost) => {
        const live = this.live.get(id);
        // One that has ended lets go of its queue itself.
        if (live?.record.status !== 'running') return;
        const error = isLost ? { code: 'queue-unreachable' as const, params: { address: spec.queue ?? '' } } : null;
        live.record = { ...live.record, error };
        this.onChanged.emit(this.infoOfLive(live));
      },
    };
  }

  /** Writes down how a sitting has ended and lets go of the study. Never rejects. */
  private async leave(id: StudyId, { status, error }: SittingEnd): Promise<void> {
    const live = this.live.get(id)!;
    const refused = (thrown: unknown): void =>
      this.deps.env.log.error('study cannot be written', { id, thrown: String(thrown) });
    live.record = { ...live.record, status, error };
    // Without this, it counts as interrupted.
    await this.store.write(live.record).catch(refused);
    await live.executor.close().catch(refused);
    await this.store.unlock(id).catch(refused);
    this.live.delete(id);
    await this.tell(id).catch(refused);
  }

  private async endLive(id: StudyId, status: SittingEnd['status']): Promise<void> {
    const live = this.live.get(id);
    await live?.sitting.stop(status);
    await live?.left;
  }

  private stopAs(id: StudyId, status: 'paused' | 'stopped'): Promise<StudyInfo> {
    return this.turns.take(id, async () => {
      if (!this.live.has(id)) await this.notGoing(id, status);
      await this.endLive(id, status);
      return (await this.get(id)).study;
    });
  }

  /** One that does not go can yet be ended for good. Throws `study-not-running` {id}, `study-held` {id, pid}. */
  private async notGoing(id: StudyId, status: 'paused' | 'stopped'): Promise<void> {
    await this.store.locked(id, async () => {
      const record = await this.store.read(id);
      if (status === 'paused' || !['paused', 'interrupted'].includes(record.status))
        throw new AppError('study-not-running', { id });
      await this.store.write({ ...record, status });
    });
    await this.tell(id);
  }

  private async tell(id: StudyId): Promise<StudyInfo> {
    const { study } = await this.get(id);
    this.onChanged.emit(study);
    return study;
  }
}
