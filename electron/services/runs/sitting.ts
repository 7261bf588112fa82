import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { isActive, type Run } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import type { Crash, TrainerLink } from '../../trainer-link/trainer-link.ts';
import { type AwaitedDependencies, takeAwaited } from './awaited.ts';
import { originOf, type OriginDependencies } from './fine-tune.ts';
import type { Ending, HeldRun, StopAs } from './held-run.ts';

export interface SittingDependencies extends OriginDependencies, AwaitedDependencies {
  readonly link: TrainerLink;
  readonly now: () => number;
  readonly checkpointEverySeconds?: number | undefined;
}

/** The longest wait for a stop, milliseconds: a step and a checkpoint take a second or so on a busy machine. */
const STOP_TIMEOUT = 30_000;

/**
 * One run's time with the trainer, from the moment in which its data is being prepared. Whatever comes first ends it, once:
 * the job's end, the trainer's, a failure, or a stop before the trainer had the job.
 */
export class Sitting {
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  private readonly held: HeldRun;
  private readonly deps: SittingDependencies;
  private end!: (ending: Ending) => void;
  private over = false;
  /** Whether the trainer was asked to take the job, and whether it has taken it. */
  private asked = false;
  private began = false;
  /** Whether the model that it has waited for is being copied: nobody may begin that anew meanwhile. */
  private taking = false;
  private stopAs: StopAs | null = null;
  /** Tells the preparation of the data whether it is cancelled. */
  private readonly wish = { cancelled: false };
  private timer: NodeJS.Timeout | undefined;

  constructor(held: HeldRun, deps: SittingDependencies) {
    this.held = held;
    this.deps = deps;
    const { onLogs, onEnded, onCrash } = deps.link;
    const listening = [
      onLogs.on(({ id, logs }) => this.mine(id) && held.told(logs)),
      onEnded.on(({ id, outcome, error }) => this.mine(id) && this.jobEnded(outcome, error)),
      onCrash.on((crash) => this.crashed(crash)),
    ];
    this.ended = new Promise((resolve) => {
      this.end = (ending) => {
        this.over = true;
        clearTimeout(this.timer);
        for (const stop of listening) stop();
        resolve(ending);
      };
    });
    void this.begin();
  }

  /** Throws `run-not-running` {id} unless it trains, and what keeps the trainer from pausing. */
  async pause(): Promise<void> {
    this.mustBe('running');
    this.held.change({ status: 'pausing' });
    try {
      await this.ask('job.pause');
    } catch (thrown) {
      if (!this.over && this.held.run.status === 'pausing') this.held.change({ status: 'running' });
      throw thrown;
    }
  }

  /** Lets it go on after a pause. Throws `run-not-running` {id} if it is not paused. */
  async goOn(): Promise<void> {
    this.mustBe('paused');
    await this.ask('job.resume');
  }

  /** Requests its end, with a checkpoint if it trains; only the first request counts. `ended` resolves then. */
  stop(as: StopAs): void {
    if (this.stopAs || this.over) return;
    this.stopAs = as;
    this.wish.cancelled = true;
    if (isActive(this.held.run.status)) this.held.change({ status: 'stopping' });
    // A trainer that does not answer in time hangs. It is killed, and its run can be resumed from its last checkpoint.
    this.timer = setTimeout(() => this.deps.link.kill(), STOP_TIMEOUT);
    if (this.began) this.stopJob();
    else if (!this.asked && !this.taking) this.asWished();
  }

  private async begin(): Promise<void> {
    const { held, deps } = this;
    held.change({ status: 'starting', queued: null });
    try {
      await this.takeParent();
      if (this.stopAs) return this.asWished();
      const { datasets, states } = held.run.spec.data;
      const data = await deps.prepare(datasets, this.wish, states);
      const from = await originOf(held.run, deps, this.wish);
      if (this.over) return;
      this.asked = true;
      await deps.link.call('job.start', this.job(held.run, data, from));
      this.began = true;
      if (this.stopAs) this.stopJob();
    } catch (thrown) {
      if (!this.over) this.failed(toErrorData(thrown));
    }
  }

  private async takeParent(): Promise<void> {
    this.taking = true;
    await takeAwaited(this.held, this.deps).finally(() => (this.taking = false));
  }

  private job(run: Run, data: DataFiles[], from: Awaited<ReturnType<typeof originOf>>) {
    return {
      id: run.id,
      spec: run.spec,
      data,
      from,
      folder: this.deps.folderOf(run.id),
      resume: run.startedAt !== null,
      // The models of experiments and studies are measured; dozens of them would spend more time on this than on learning.
      known: run.spec.group?.kind !== 'transfer' && !run.spec.trial,
      checkpoint: { everySeconds: this.deps.checkpointEverySeconds ?? 10 },
    };
  }

  /** Only for failures before the job has begun: later ones are in the run's logs. */
  private failed(error: ErrorData): void {
    if (this.stopAs) return this.asWished();
    if (error.code === 'disconnected') return this.interrupted(this.deps.link.status.error ?? error);
    this.held.told([{ type: 'failed', time: this.deps.now(), error }]);
    this.end({ status: 'failed', error });
  }

  private jobEnded(outcome: 'finished' | 'stopped' | 'failed', error: ErrorData | null): void {
    if (outcome === 'failed') this.end({ status: 'failed', error });
    else this.end(outcome === 'stopped' ? { status: this.stopAs ?? 'stopped', error: null } : null);
  }

  private crashed({ error }: Crash): void {
    if (!this.asked) return;
    if (this.stopAs && !this.began) return this.asWished();
    this.interrupted(error);
  }

  /** The trainer is gone. If the run's last log has come before, that end holds: its model or checkpoint is on disk. */
  private interrupted(error: ErrorData): void {
    this.end(isActive(this.held.run.status) ? { status: 'interrupted', error } : null);
  }

  private asWished(): void {
    this.end({ status: this.stopAs ?? 'stopped', error: null });
  }

  private stopJob(): void {
    // If this fails, the job or its process has ended, which is handled elsewhere.
    if (!this.over) this.deps.link.call('job.stop', null).catch(() => undefined);
  }

  private async ask(name: 'job.pause' | 'job.resume'): Promise<void> {
    await this.deps.link.call(name, null).catch((thrown: unknown) => {
      const gone = thrown instanceof AppError && ['run-not-found', 'disconnected'].includes(thrown.code);
      throw gone ? new AppError('run-not-running', { id: this.held.id }, thrown) : thrown;
    });
  }

  private mustBe(status: Run['status']): void {
    if (this.over || this.held.run.status !== status) throw new AppError('run-not-running', { id: this.held.id });
  }

  private mine(id: string): boolean {
    return this.asked && !this.over && id === this.held.id;
  }
}
