import { AppError, toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { TrainJob } from '../../shared/contract/trainer.ts';
import { fit } from './fit.ts';
import type { FitEnvironment } from './fit/begin.ts';
import { JobControl } from './fit/job-control.ts';
import { Untold } from './fit/untold.ts';

/**
 * Milliseconds between the trainer's own events. They go out together, since without a graphics card each redraw of the
 * window takes processor time from the training: a tenth of it at five redraws a second.
 */
export const TELL_EVERY = 1000;

type Outcome = 'finished' | 'stopped' | 'failed';

export interface JobListener {
  logs(id: string, logs: RunLog[]): void;
  ended(id: string, outcome: Outcome, error: ErrorData | null): void;
}

interface RunningJob {
  readonly id: string;
  readonly control: JobControl;
  /** Not told yet. */
  pending: RunLog[];
  readonly untold: Untold;
  /** The newest log's. */
  step: number;
  /** Whether no step was sent since the last start or resume. */
  beginning: boolean;
  /** Settles after the end was told. */
  done: Promise<void>;
}

/** Logs that a person waits for after a start or a resume: that the run has begun, and then its first step. */
const AWAITED: ReadonlySet<RunLog['type']> = new Set(['started', 'resumed']);

/**
 * Runs one job at a time and tells of it: logs in order, a slice whenever `tell` is called or something is waited for, then
 * its end.
 */
export class JobRunner {
  private readonly listener: JobListener;
  private job: RunningJob | null = null;
  /** Whether the host is gone. */
  private deserted = false;

  constructor(listener: JobListener) {
    this.listener = listener;
  }

  get busy(): boolean {
    return this.job !== null;
  }

  /** Throws `busy` if a job is going. */
  start(job: TrainJob, environment: Omit<FitEnvironment, 'control' | 'tell'>): void {
    if (this.job) throw new AppError('busy');
    const control = new JobControl();
    const untold = new Untold();
    const tell = (): readonly RunLog[] => {
      this.tell();
      const logs = untold.checkpointed();
      return this.deserted ? logs : [];
    };
    this.job = { id: job.id, control, pending: [], untold, step: 0, beginning: true, done: Promise.resolve() };
    this.job.done = this.run(this.job, job, { ...environment, control, tell });
  }

  /** Resolves when the pause's checkpoint is on disk and its logs are told. As the next two: `run-not-found` without a job. */
  async pause(): Promise<{ step: number }> {
    const job = this.current();
    await job.control.pause();
    this.flush(job);
    return { step: job.step };
  }

  resume(): void {
    this.current().control.resume();
  }

  /** Tells the logs that came since the last time, if any. */
  tell(): void {
    if (this.job) this.flush(this.job);
  }

  /** Resolves after the end was told. */
  async stop(): Promise<{ step: number }> {
    const job = this.current();
    await job.control.stop();
    await job.done;
    return { step: job.step };
  }

  /** The host is gone: the job, if there is one, ends with a checkpoint that also holds what was not told. */
  async desert(): Promise<void> {
    this.deserted = true;
    if (this.job) await this.stop();
  }

  private current(): RunningJob {
    if (!this.job) throw new AppError('run-not-found');
    return this.job;
  }

  private async run(running: RunningJob, job: TrainJob, environment: FitEnvironment): Promise<void> {
    let outcome: Outcome = 'failed';
    let error: ErrorData | null = null;
    try {
      for await (const log of fit(job, environment)) {
        running.pending.push(log);
        running.untold.add(log);
        if ('step' in log) running.step = log.step;
        if (log.type === 'finished' || log.type === 'stopped') outcome = log.type;
        const begins = AWAITED.has(log.type);
        if (begins || (log.type === 'steps' && running.beginning)) this.flush(running);
        if (begins || log.type === 'steps') running.beginning = begins;
      }
    } catch (thrown) {
      error = toErrorData(thrown);
      running.pending.push({ type: 'failed', time: Date.now(), error });
    }
    this.flush(running);
    this.job = null;
    this.listener.ended(running.id, outcome, error);
    running.control.ended();
  }

  private flush(job: RunningJob): void {
    if (job.pending.length > 0) this.listener.logs(job.id, job.pending);
    job.pending = [];
  }
}
