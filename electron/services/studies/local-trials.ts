import { AppError, fromErrorData } from '../../../shared/contract/errors.ts';
import { isActive, type Run, type RunId } from '../../../shared/contract/schemas/run.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import type { EpochLog, RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { Objective } from '../../../shared/contract/schemas/study.ts';
import { measure, reportsOf } from '../../../shared/study/measure.ts';
import type { ParentModel } from '../runs/fine-tune.ts';
import { notRunning } from '../runs/run-queue.ts';
import type { Runs } from '../runs/runs.ts';
import {
  endByError,
  isFault,
  type TrialEnd,
  type TrialExecutor,
  type TrialListener,
  type TrialWish,
} from './executor.ts';

/** How often a trial goes on after its trainer has died; then it counts as failed. */
const MOST_CRASHES = 2;

export type TrialRuns = Pick<Runs, 'list' | 'get' | 'startTrial' | 'resume' | 'stop' | 'records'>;

export type ParentOf = (model: ModelRef) => Promise<ParentModel>;
const notHere: ParentOf = () => Promise.reject(new AppError('search-tuning-queued'));

/** Trials as runs of this host, one at a time, in its queue. */
export class LocalTrials implements TrialExecutor {
  private readonly runs: TrialRuns;
  private readonly objectives: readonly Objective[];
  private readonly parentOf: ParentOf;
  private readonly going = new Set<RunId>();
  private interrupted = false;

  /** `parentOf`: the model that a fine-tune goes on from; a worker of a queue has none. */
  constructor(runs: TrialRuns, objectives: readonly Objective[], parentOf: ParentOf = notHere) {
    this.runs = runs;
    this.objectives = objectives;
    this.parentOf = parentOf;
  }

  width(): number {
    return this.interrupted ? 0 : 1;
  }

  workers(): Promise<[]> {
    return Promise.resolve([]);
  }

  async carryOut(wish: TrialWish, listener: TrialListener): Promise<TrialEnd> {
    try {
      return await this.carry(wish, listener);
    } catch (thrown) {
      return endByError(thrown);
    }
  }

  async interrupt(): Promise<void> {
    this.interrupted = true;
    await Promise.all([...this.going].map((id) => this.runs.stop(id).catch(notRunning)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async carry(asked: TrialWish, listener: TrialListener): Promise<TrialEnd> {
    let wish = asked;
    for (let crashes = 0; ; crashes++) {
      if (this.interrupted) return { status: 'interrupted', error: null };
      // From before anything is told of it on, so that no epoch is missed.
      const following = this.follow(listener);
      try {
        const { id } = await this.begin(wish, following);
        wish = { ...wish, trial: { ...wish.trial, run: id }, isNew: false };
        this.going.add(id);
        // A pause that came while the run was being made stops it now.
        if (this.interrupted) await this.runs.stop(id).catch(notRunning);
        const { run, pruned } = await following.ended;
        this.going.delete(id);
        if (pruned) return { status: 'pruned' };
        const isCrash = run.status === 'interrupted' && run.error !== null;
        if (!isCrash || crashes >= MOST_CRASHES) return await this.endOf(run);
      } finally {
        following.stop();
      }
    }
  }

  /** The run of a trial: the one that it had, or a new one. Throws `run-held-by-...` {id, pid} while another host has it going. */
  private async begin({ study, trial, request, isNew }: TrialWish, { take }: Following): Promise<Run> {
    const before = isNew ? [] : await this.runs.list();
    // A copy of its run may lie beside it. Its own is not told yet where the host was killed in that moment.
    const known =
      before.find(({ id }) => id === trial.run) ??
      before.find(({ spec }) => spec.trial?.study === study && spec.trial.number === trial.number);
    if (!known) {
      const parent = request.from ? await this.parentOf(request.from.model) : null;
      return take(await this.runs.startTrial(request, { study, number: trial.number }, parent));
    }
    const { id } = known;
    const isOurs = this.runs.records.live(id) !== null;
    // What another host makes of it would never be heard here.
    if (isActive(known.status) && !isOurs) await this.runs.records.notElsewhere(id);
    const { status, error } = await this.runs.records.get(id);
    const hasEnded = ['stopped', 'interrupted'].includes(status) || (status === 'failed' && !isFault(error?.code));
    // One that waits for a host that was killed would wait for ever: a command takes up no queue.
    const isLeft = status === 'queued' && !isOurs;
    return take(
      await (hasEnded || isLeft || (status === 'paused' && isOurs) ? this.runs.resume(id) : this.runs.records.get(id)),
    );
  }

  private async endOf(run: Run): Promise<TrialEnd> {
    switch (run.status) {
      case 'finished':
        return measure(run, (await this.runs.get(run.id)).logs, this.objectives);
      case 'stopped':
        return this.interrupted ? { status: 'interrupted', error: null } : { status: 'stopped' };
      case 'failed':
        return endByError(run.error && fromErrorData(run.error));
      default:
        // Its host is closing; or its trainer has died again and again, as one does for which the memory is too small.
        return run.error?.code === 'trainer-crashed'
          ? { status: 'failed', error: run.error }
          : { status: 'interrupted', error: run.error };
    }
  }

  private follow(listener: TrialListener): Following {
    return followTrial(this.runs, this.objectives[0]!, listener);
  }
}

interface Following {
  /** Says which run it is, once: `ended` is about it from then on. */
  readonly take: (run: Run) => Run;
  readonly ended: Promise<{ run: Run; pruned: boolean }>;
  readonly stop: () => void;
}

/** Listens to the runs from now on: tells the epochs of one of them, and stops it where the listener says so. */
function followTrial(runs: TrialRuns, objective: Objective, listener: TrialListener): Following {
  let mine: RunId | null = null;
  let pruned = false;
  const epochs = new Map<number, EpochLog>();
  let telling: Promise<unknown> = Promise.resolve();
  let settle!: (end: { run: Run; pruned: boolean }) => void;
  let refuse!: (thrown: unknown) => void;
  const ended = new Promise<{ run: Run; pruned: boolean }>((resolve, reject) => ([settle, refuse] = [resolve, reject]));
  ended.catch(() => undefined);
  const then = (work: () => Promise<unknown>): void => void (telling = telling.then(work).catch(refuse));
  const hear = (id: RunId, logs: readonly RunLog[]): void => {
    const news = logs.filter((log): log is EpochLog => log.type === 'epoch');
    for (const log of news) epochs.set(log.epoch, log);
    if (news.length > 0) then(() => tell(id));
  };
  const tell = async (id: RunId): Promise<void> => {
    const inOrder = [...epochs.values()].sort((a, b) => a.epoch - b.epoch);
    for (const { epoch, value } of reportsOf(inOrder, objective)) {
      if (pruned || (await listener.reported(epoch, value)) === 'go-on') continue;
      pruned = true;
      await runs.stop(id).catch(notRunning);
    }
  };
  const look = (run: Run): void => {
    // The last change comes when everything is on disk and the run has left the queue.
    if (run.id !== mine || isActive(run.status) || runs.records.live(run.id)) return;
    then(() => Promise.resolve(settle({ run, pruned })));
  };
  const stops = [
    runs.records.onLogs.on(({ id, logs }) => void (id === mine && hear(id, logs))),
    runs.records.onChanged.on(look),
  ];
  return {
    take(run) {
      mine = run.id;
      then(async () => {
        await listener.began(run.id);
        const { logs } = await runs.get(run.id);
        hear(run.id, logs);
        // It may have ended before anybody listened.
        look(await runs.records.get(run.id));
      });
      return run;
    },
    ended,
    stop: () => stops.forEach((stop) => stop()),
  };
}
