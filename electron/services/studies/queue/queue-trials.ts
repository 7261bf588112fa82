import type { Job, Queue } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, toErrorData } from '../../../../shared/contract/errors.ts';
import { errorDataSchema } from '../../../../shared/contract/schemas/error.ts';
import type { StudyId, StudyRecord, WorkerInfo } from '../../../../shared/contract/schemas/study.ts';
import {
  type TrialJob,
  trialProgressSchema,
  type TrialResult,
  trialResultSchema,
} from '../../../../shared/contract/schemas/trial-job.ts';
import { measure } from '../../../../shared/study/measure.ts';
import { endByError, type TrialEnd, type TrialExecutor, type TrialListener, type TrialWish } from '../executor.ts';
import type { Adopted } from './adopt-run.ts';
import { type QueueConnection, PREFIX, QUEUE, forBullMq, toldRefusal } from './connection.ts';
import { parseMessage } from './parse-message.ts';
import { listWorkers } from './workers.ts';

/** How often a job is looked at, and how often the list of workers, milliseconds. */
const LOOK_EVERY = 250;
const COUNT_EVERY = 2000;
/** How long an end waits for a server that does not answer, milliseconds. */
const LAST_PATIENCE = 5000;

export interface QueueTrialsDependencies {
  readonly connection: QueueConnection;
  readonly record: StudyRecord;
  /** The job of a trial, its data laid into the queue. */
  readonly jobOf: (wish: TrialWish) => Promise<TrialJob>;
  /** Makes the run of a result one of this studio's; again it does nothing. */
  readonly adopt: (job: TrialJob, result: TrialResult, keepsModel: boolean) => Promise<Adopted>;
  /** Whether what a trial came to makes it one of the best: then its model is fetched. */
  readonly isBest: (objective: readonly number[]) => boolean;
  /** The workers are others, or do something else, than before. */
  readonly changed: (workers: WorkerInfo[]) => void;
  /** The server has gone away, or come back. */
  readonly lost: (isLost: boolean) => void;
}

/** How long an ended job waits for a studio that was killed, seconds. */
const LONG = { age: 30 * 24 * 3600 };
const KEPT = { removeOnComplete: LONG, removeOnFail: LONG };

/** A name that BullMQ takes: it has no colon. */
export const jobId = (study: StudyId, number: number): string => `${study}_${number}`;
/** Where a worker looks whether its trial is to be stopped. */
export const stopKey = (study: StudyId, number: number): string => `${PREFIX}:stop:${jobId(study, number)}`;

/**
 * Trials as jobs of a queue, which workers take. A job is known by its study and number: one that was queued by a host that was
 * killed is found again, wherever it is by now, and is removed only when its end is on the disk.
 */
export class QueueTrials implements TrialExecutor {
  private readonly deps: QueueTrialsDependencies;
  private readonly queue: Queue;
  private known: WorkerInfo[] = [];
  private interrupted = false;
  private readonly counting: NodeJS.Timeout;
  /** Resolves when an end was asked for and the server does not answer: nothing may be told to the study from then on. */
  private readonly givenUp: Promise<void>;
  private giveUp!: () => void;
  private hasGivenUp = false;

  static async open(deps: QueueTrialsDependencies): Promise<QueueTrials> {
    const { Queue } = await import('bullmq');
    const queue = new Queue(QUEUE, { connection: forBullMq(deps.connection.address), prefix: PREFIX });
    // Told by the connection's state.
    queue.on('error', () => undefined);
    const trials = new QueueTrials(deps, queue);
    await trials.count();
    return trials;
  }

  private constructor(deps: QueueTrialsDependencies, queue: Queue) {
    this.deps = deps;
    this.queue = queue;
    this.counting = setInterval(() => void this.count(), COUNT_EVERY);
    this.givenUp = new Promise((resolve) => {
      this.giveUp = () => {
        this.hasGivenUp = true;
        resolve();
      };
    });
    deps.connection.onState((isLost) => {
      if (isLost && this.interrupted) this.giveUp();
      deps.lost(isLost);
    });
  }

  /** As many as there are workers, so that the sampler knows as much as it can; one waits for the first worker to come. */
  width(): number {
    return this.interrupted ? 0 : Math.max(1, this.known.length);
  }

  workers(): Promise<WorkerInfo[]> {
    return Promise.resolve(this.known);
  }

  carryOut(wish: TrialWish, listener: TrialListener): Promise<TrialEnd> {
    const end: TrialEnd = { status: 'interrupted', error: null };
    return Promise.race([this.carry(wish, this.asLongAsHeard(listener)), this.givenUp.then(() => end)]);
  }

  private async carry(wish: TrialWish, listener: TrialListener): Promise<TrialEnd> {
    const id = jobId(this.deps.record.id, wish.trial.number);
    try {
      let body: TrialJob | null = null;
      let isAnew = false;
      for (;;) {
        if (this.interrupted) return { status: 'interrupted', error: null };
        const known = (await this.queue.getJob(id)) as Job | undefined;
        // A server that has forgotten its jobs has forgotten their data, too.
        if (!body || !known) body = await this.deps.jobOf(wish);
        const job = known ?? (await this.queue.add('trial', body, { jobId: id, attempts: 1, ...KEPT }));
        const end = await this.look(job, body, listener).catch(async (thrown: unknown) => {
          if (toErrorData(thrown).code !== 'queue-garbled') throw thrown;
          // What cannot be used stays so, as a result whose logs the server keeps no longer: the trial is done anew, once by itself.
          await job.remove().catch(() => undefined);
          if (isAnew) throw thrown;
          isAnew = true;
          return null;
        });
        if (end) return end;
        await delay(LOOK_EVERY);
      }
    } catch (thrown) {
      return endByError(toldRefusal(thrown, this.deps.connection.address));
    }
  }

  /** What is asked of a server that is away is answered when it is back, and by then the study may be another host's. */
  private asLongAsHeard(listener: TrialListener): TrialListener {
    const mustBe = (): void => {
      if (this.hasGivenUp) throw new AppError('cancelled');
    };
    return {
      began: async (run, worker) => {
        mustBe();
        await listener.began(run, worker);
      },
      reported: async (epoch, value) => {
        mustBe();
        return listener.reported(epoch, value);
      },
    };
  }

  /** Trials that no worker has taken leave the queue; those that one has go on there, and are found again. */
  async interrupt(): Promise<void> {
    this.interrupted = true;
    if (this.deps.connection.redis.status !== 'ready') return this.giveUp();
    setTimeout(this.giveUp, LAST_PATIENCE).unref();
    await Promise.race([this.withdraw(), this.givenUp]);
  }

  private async withdraw(): Promise<void> {
    const { id } = this.deps.record;
    const waiting = await this.queue.getWaiting().catch(() => []);
    const mine = waiting.filter((job) => job.id?.startsWith(`${id}_`));
    // One that is being taken at this moment is locked: it goes on.
    await Promise.all(mine.map((job) => job.remove().catch(() => undefined)));
  }

  async close(): Promise<void> {
    clearInterval(this.counting);
    const isThere = this.deps.connection.redis.status === 'ready';
    this.deps.connection.close();
    const left = this.queue.disconnect().catch(() => undefined);
    // A connection that waits for its server never says that it has ended.
    if (isThere) await left;
  }

  /** Null while the job has not ended. */
  private async look(job: Job, body: TrialJob, listener: TrialListener): Promise<TrialEnd | null> {
    await this.hear(job, body, listener);
    const state = await job.getState();
    if (state === 'completed') return this.completed(job, body, listener);
    if (state !== 'failed') return null;
    const remove = (): Promise<void> => job.remove();
    const end = endByError(failureOf((await this.fresh(job)).failedReason));
    // What no setting has caused is tried anew when the study goes on.
    if (end.status === 'interrupted') await remove();
    return end.status === 'failed' ? { ...end, settled: remove } : end;
  }

  /** Tells what the worker has told so far. */
  private async hear(job: Job, { study, number }: TrialJob, listener: TrialListener): Promise<void> {
    // A number: nothing was told yet.
    if (typeof job.progress !== 'object') return;
    const { run, worker, reports } = parseMessage(trialProgressSchema, job.progress, job.id ?? '');
    await listener.began(run, worker);
    for (const { epoch, value } of reports) {
      if ((await listener.reported(epoch, value)) === 'go-on') continue;
      await this.deps.connection.redis.set(stopKey(study, number), 'prune', 'EX', 24 * 3600);
      return;
    }
  }

  private async completed(job: Job, body: TrialJob, listener: TrialListener): Promise<TrialEnd> {
    const result = parseMessage(trialResultSchema, (await this.fresh(job)).returnvalue, job.id ?? '');
    const { objectives } = this.deps.record.spec;
    // Its epochs may all have passed between two looks.
    const settled = (): Promise<void> => job.remove();
    const { run, logs } = await this.deps.adopt(body, result, false);
    await listener.began(run.id, result.worker);
    if (result.status !== 'finished') {
      if (result.status === 'failed' && run.error) return { status: 'failed', error: run.error, settled };
      return { status: result.status === 'pruned' ? 'pruned' : 'stopped', settled };
    }
    const end = measure(run, logs, objectives);
    if (end.status === 'finished' && this.deps.isBest(end.objective)) await this.deps.adopt(body, result, true);
    return { ...end, settled };
  }

  private async fresh(job: Job): Promise<Job> {
    return ((await this.queue.getJob(job.id!)) as Job | undefined) ?? job;
  }

  private async count(): Promise<void> {
    if (this.deps.connection.redis.status !== 'ready') return;
    const now = await listWorkers(this.deps.connection.redis).catch(() => this.known);
    const isSame = JSON.stringify(now.map(essence)) === JSON.stringify(this.known.map(essence));
    this.known = now;
    if (!isSame) this.deps.changed(now);
  }
}

/** What is worth telling: not the moment of its last word. */
const essence = ({ seenAt, ...rest }: WorkerInfo) => ({ ...rest, seenAt: seenAt > 0 });

/** Why a worker has given up a trial, as it wrote it down; BullMQ itself says when workers were lost again and again. */
function failureOf(reason: string | undefined): AppError {
  try {
    const { code, params } = errorDataSchema.parse(JSON.parse(reason ?? ''));
    return new AppError(code, params);
  } catch {
    const isLost = reason?.includes('stalled') ?? false;
    return isLost
      ? new AppError('trial-worker-lost')
      : new AppError('queue-garbled', { what: (reason ?? '').slice(0, 200) });
  }
}

/** An error as `failureOf` reads it. */
export const failureText = (thrown: unknown): string => {
  const { code, params } = toErrorData(thrown);
  return JSON.stringify({ code, params });
};
