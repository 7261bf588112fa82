import type { Job, Worker } from 'bullmq';
import path from 'node:path';
import { AppError, toErrorData } from '../../../../shared/contract/errors.ts';
import type { Run } from '../../../../shared/contract/schemas/run.ts';
import type { Trial, WorkerInfo } from '../../../../shared/contract/schemas/study.ts';
import {
  type Blob,
  MODEL_FILES,
  type TrialJob,
  trialJobSchema,
  type TrialProgress,
  type TrialResult,
} from '../../../../shared/contract/schemas/trial-job.ts';
import { Emitter } from '../../../../shared/emitter.ts';
import { dominates } from '../../../../shared/study/objectives.ts';
import type { HostEnvironment } from '../../../environment.ts';
import { readWhole } from '../../../files/read-whole.ts';
import { runFiles } from '../../runs/run-folder.ts';
import type { Runs } from '../../runs/runs.ts';
import type { TrialEnd } from '../executor.ts';
import { LocalTrials } from '../local-trials.ts';
import { parseMessage } from './parse-message.ts';
import { putBytes, putFile } from './blobs.ts';
import { connectQueue, forBullMq, PREFIX, QUEUE, type QueueConnection, toldRefusal } from './connection.ts';
import { failureText, stopKey } from './queue-trials.ts';
import { announce, BEAT, retire } from './workers.ts';

/** A worker that has not renewed its claim for so long has lost its trial, milliseconds; and how often others look for such. */
const CLAIM = 10_000;
const LOOK_FOR_LOST = 5000;
/** So often a trial may lose its worker before it counts as failed. */
const MOST_LOST = 3;
/** How often it looks whether its trial is to be stopped, milliseconds. */
const STOP_EVERY = 500;

export interface TrialWorkerDependencies {
  readonly address: string;
  readonly env: Pick<HostEnvironment, 'log' | 'now'>;
  readonly name: string;
  /** The runs of this worker, in a storage of their own: they read what `useData` was given. */
  readonly runs: Runs;
  /** Makes a job's data ready for its run. */
  readonly useData: (connection: QueueConnection, job: TrialJob) => Promise<void>;
  readonly engine: () => string | null;
}

export type WorkerNews =
  | { readonly type: 'took'; readonly job: TrialJob }
  | { readonly type: 'ended'; readonly job: TrialJob; readonly status: TrialEnd['status'] }
  | { readonly type: 'queue'; readonly state: 'lost' | 'back' };

/**
 * Takes trials from a queue, one at a time. Nothing that comes from there is trusted: a job is parsed, its data are checked by their hashes, and what
 * is wrong with it is answered. A server that goes away is waited for. A trial whose worker is gone is given to another one.
 */
export class TrialWorker {
  readonly onNews: Emitter<WorkerNews>;
  /** Rejects when this machine cannot train: its trial has gone back into the queue. */
  readonly failed: Promise<never>;
  private readonly deps: TrialWorkerDependencies;
  private readonly connection: QueueConnection;
  private readonly beating: NodeJS.Timeout;
  private worker!: Worker;
  private info: WorkerInfo;
  private fail!: (thrown: unknown) => void;
  private going: LocalTrials | null = null;
  private closing = false;

  static async open(deps: TrialWorkerDependencies, id: string): Promise<TrialWorker> {
    const connection = await connectQueue(deps.address);
    const { Worker } = await import('bullmq');
    const self = new TrialWorker(deps, connection, id);
    self.worker = new Worker(QUEUE, (job, token) => self.take(job, token), {
      connection: forBullMq(deps.address),
      prefix: PREFIX,
      concurrency: 1,
      lockDuration: CLAIM,
      stalledInterval: LOOK_FOR_LOST,
      maxStalledCount: MOST_LOST,
    });
    self.worker.on('error', (error) => deps.env.log.warn('queue', { error: error.message }));
    // Another one may have the trial by now.
    self.worker.on('lockRenewalFailed', () => void self.going?.interrupt());
    await self.beat();
    return self;
  }

  private constructor(deps: TrialWorkerDependencies, connection: QueueConnection, id: string) {
    const { env, name } = deps;
    this.deps = deps;
    this.connection = connection;
    this.info = { id, name, pid: process.pid, engine: null, trial: null, seenAt: env.now() };
    this.onNews = new Emitter((thrown) => env.log.error('listener', { thrown: String(thrown) }));
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined);
    this.beating = setInterval(() => void this.beat(), BEAT);
    let isLost = false;
    connection.onState((lost) => {
      if (lost !== isLost && !this.closing) this.onNews.emit({ type: 'queue', state: lost ? 'lost' : 'back' });
      isLost = lost;
    });
  }

  /** Gives its trial back to the queue and leaves. */
  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.beating);
    await this.going?.interrupt();
    const isThere = this.connection.redis.status === 'ready';
    await this.worker.close(!isThere).catch(() => undefined);
    if (isThere) await retire(this.connection.redis, this.info.id).catch(() => undefined);
    this.connection.close();
  }

  private async take(job: Job, token: string | undefined): Promise<TrialResult> {
    const { WaitingError, UnrecoverableError } = await import('bullmq');
    const giveBack = async (): Promise<never> => {
      await job.moveToWait(token);
      throw new WaitingError();
    };
    const refuse = (thrown: unknown): never => {
      throw new UnrecoverableError(failureText(thrown));
    };
    // This machine's fault, or the server's, and not the trial's: another one may do better.
    const giveUp = (thrown: unknown): Promise<never> => {
      const { code, params } = toErrorData(toldRefusal(thrown, this.deps.address));
      if (!this.closing) this.fail(new AppError(code, params));
      return giveBack();
    };
    if (this.closing) return giveBack();
    let body: TrialJob;
    try {
      body = parseMessage(trialJobSchema, job.data, job.id ?? '');
      await this.deps.useData(this.connection, body);
    } catch (thrown) {
      return toErrorData(thrown).code === 'queue-garbled' ? refuse(thrown) : giveUp(thrown);
    }
    this.onNews.emit({ type: 'took', job: body });
    const { end, run } = await this.carryOut(job, body);
    this.onNews.emit({ type: 'ended', job: body, status: end.status });
    if (end.status === 'interrupted')
      return end.error ? giveUp(new AppError(end.error.code, end.error.params)) : giveBack();
    // Its settings make no run at all.
    if (!run) return refuse('error' in end ? new AppError(end.error.code, end.error.params) : new AppError('internal'));
    return this.resultOf(body, end, run).catch(giveUp);
  }

  private async carryOut(job: Job, body: TrialJob): Promise<{ end: TrialEnd; run: Run | null }> {
    const { study, number, request, objectives } = body;
    const going = new LocalTrials(this.deps.runs, objectives);
    this.going = going;
    this.info = { ...this.info, trial: { study, number, epoch: 0 } };
    let progress: TrialProgress | null = null;
    let isPruned = false;
    const look = async (): Promise<void> => {
      if (isPruned || this.connection.redis.status !== 'ready') return;
      isPruned = (await this.connection.redis.get(stopKey(study, number)).catch(() => null)) === 'prune';
      if (isPruned) await going.interrupt();
    };
    const looking = setInterval(() => void look(), STOP_EVERY);
    const tell = (news: TrialProgress): Promise<void> =>
      job.updateProgress(news).catch((thrown: unknown) => {
        throw toldRefusal(thrown, this.deps.address);
      });
    try {
      const end = await going.carryOut(
        { study, trial: blank(body), request, isNew: false },
        {
          began: async (run) => {
            progress = { run, worker: this.deps.name, reports: [] };
            this.info = { ...this.info, engine: this.deps.engine() };
            await Promise.all([tell(progress), this.beat()]);
          },
          reported: async (epoch, value) => {
            const reports = progress!.reports.filter((report) => report.epoch !== epoch);
            progress = { ...progress!, reports: [...reports, { epoch, value }] };
            this.info = { ...this.info, trial: { study, number, epoch } };
            await tell(progress);
            return 'go-on';
          },
        },
      );
      const id = (progress as TrialProgress | null)?.run;
      const run = id === undefined ? null : (await this.deps.runs.get(id)).run;
      return { end: isPruned && end.status === 'interrupted' ? { status: 'pruned' } : end, run };
    } finally {
      clearInterval(looking);
      this.going = null;
      this.info = { ...this.info, trial: null };
      await this.beat();
    }
  }

  /** What comes back, laid into the queue; nothing of the run stays here. */
  private async resultOf(body: TrialJob, end: TrialEnd, run: Run): Promise<TrialResult> {
    const { redis } = this.connection;
    const files = runFiles(this.deps.runs.folderOf(run.id));
    const metrics = await readWhole(files.metrics).catch(() => Buffer.alloc(0));
    const isWorse =
      end.status !== 'finished' || body.best.some((point) => dominates(point, end.objective, body.objectives));
    const result: TrialResult = {
      version: 1,
      worker: this.deps.name,
      status: end.status === 'interrupted' ? 'stopped' : end.status,
      run,
      metrics: await putBytes(redis, metrics),
      model: isWorse ? null : await this.putModel(files.model),
    };
    await this.deps.runs.remove(run.id);
    await this.deps.runs.emptyTrash();
    return result;
  }

  private async putModel(folder: string): Promise<NonNullable<TrialResult['model']>> {
    const blobs: [string, Blob][] = [];
    for (const name of MODEL_FILES) blobs.push([name, await putFile(this.connection.redis, path.join(folder, name))]);
    return Object.fromEntries(blobs);
  }

  private async beat(): Promise<void> {
    if (this.connection.redis.status !== 'ready' || this.closing) return;
    this.info = { ...this.info, seenAt: this.deps.env.now() };
    await announce(this.connection.redis, this.info).catch(() => undefined);
  }
}

/** The trial of a job, as far as a worker knows it. */
const blank = ({ number }: TrialJob): Trial => ({
  number,
  status: 'running',
  values: {},
  objective: null,
  reports: [],
  run: null,
  startedAt: 0,
  endedAt: null,
  error: null,
  repeats: null,
  worker: null,
});
