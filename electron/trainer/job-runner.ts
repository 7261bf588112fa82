import { AppError, toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { TrainJob } from '../../shared/contract/trainer.ts';
import { fit } from './fit.ts';
import type { FitEnvironment } from './fit/begin.ts';
import { JobControl } from './fit/job-control.ts';

const LOGS_EVERY = 100;

export interface JobListener {
  logs(id: string, logs: RunLog[]): void;
  ended(id: string, outcome: 'finished' | 'stopped' | 'failed', error: ErrorData | null): void;
}

/** Runs one job at a time and tells of it: logs in slices of about a tenth of a second, in order, then its end. */
export class JobRunner {
  private readonly listener: JobListener;
  private control: JobControl | null = null;
  private running: Promise<void> = Promise.resolve();
  /** The newest log's. */
  private step = 0;

  constructor(listener: JobListener) {
    this.listener = listener;
  }

  get busy(): boolean {
    return this.control !== null;
  }

  /** Throws `busy` if a job is going. */
  start(job: TrainJob, environment: Omit<FitEnvironment, 'control'>): void {
    if (this.control) throw new AppError('busy');
    this.control = new JobControl();
    this.running = this.run(job, { ...environment, control: this.control });
  }

  /** These throw `run-not-found` when no job is going. */
  async pause(): Promise<{ step: number }> {
    await this.current().pause();
    return { step: this.step };
  }

  resume(): void {
    this.current().resume();
  }

  /** Resolves after `ended` was told. */
  async stop(): Promise<{ step: number }> {
    await this.current().stop();
    await this.running;
    return { step: this.step };
  }

  private current(): JobControl {
    if (!this.control) throw new AppError('run-not-found');
    return this.control;
  }

  private async run(job: TrainJob, environment: FitEnvironment): Promise<void> {
    let pending: RunLog[] = [];
    const flush = (): void => {
      if (pending.length > 0) this.listener.logs(job.id, pending);
      pending = [];
    };
    const timer = setInterval(flush, LOGS_EVERY);
    let outcome: 'finished' | 'stopped' | 'failed' = 'failed';
    let error: ErrorData | null = null;
    this.step = 0;
    try {
      for await (const log of fit(job, environment)) {
        pending.push(log);
        if ('step' in log) this.step = log.step;
        if (log.type === 'finished' || log.type === 'stopped') outcome = log.type;
      }
    } catch (thrown) {
      error = toErrorData(thrown);
      pending.push({ type: 'failed', time: Date.now(), error });
    }
    clearInterval(timer);
    flush();
    this.control = null;
    this.listener.ended(job.id, outcome, error);
    environment.control.ended();
  }
}
