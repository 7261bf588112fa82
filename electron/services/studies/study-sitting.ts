import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { cutName } from '../../../shared/contract/schemas/name.ts';
import type { StudyRecord, StudyStatus, Trial, TrialLine } from '../../../shared/contract/schemas/study.ts';
import { prunerOf } from '../../../shared/study/asha.ts';
import type { TrialStorage } from '../../../shared/study/ask-tell.ts';
import { requestOf } from '../../../shared/study/check-space.ts';
import type { Dimension } from '../../../shared/study/dimension.ts';
import { nextTrial, searchTrials, seedOf } from '../../../shared/study/next-trial.ts';
import { SAMPLERS } from '../../../shared/study/samplers/index.ts';
import { addLine, type StudyHistory } from '../../../shared/study/trial-lines.ts';
import { endByError, type TrialEnd, type TrialExecutor, type TrialListener } from './executor.ts';

/** How a study's sitting ended. */
export interface SittingEnd {
  readonly status: Exclude<StudyStatus, 'running'>;
  readonly error: ErrorData | null;
}

export interface StudySittingDependencies {
  readonly executor: TrialExecutor;
  readonly storage: TrialStorage;
  readonly dimensions: readonly Dimension[];
  readonly now: () => number;
  /** A trial has changed, and the change is on disk. */
  readonly changed: (trial: Trial) => void;
}

/**
 * A study while it goes: asks the sampler, has the executor carry out trials, and tells what becomes of them. It does only what the lines
 * on the disk say, and every line is there before anything follows from it: killed at any instant, it goes on from what they come
 * to. A trial that was asked for and has not ended is taken up again.
 */
export class StudySitting {
  /** Never rejects. */
  readonly ended: Promise<SittingEnd>;
  private readonly record: StudyRecord;
  private readonly deps: StudySittingDependencies;
  private past: StudyHistory;
  /** The numbers of the trials that are going. */
  private readonly going = new Set<number>();
  private end!: (end: SittingEnd) => void;
  /** How it is to end, once nothing goes any more; null: by itself. */
  private ending: SittingEnd | null = null;
  /** Lines and what follows from them, one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(record: StudyRecord, past: StudyHistory, deps: StudySittingDependencies) {
    this.record = record;
    this.past = past;
    this.deps = deps;
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.doInTurn(async () => {
      await this.add({ type: 'sitting', time: deps.now() });
      for (const trial of this.past.trials) if (trial.status === 'running') this.carryOut(trial, false);
      await this.advance();
    });
  }

  get history(): StudyHistory {
    return this.past;
  }

  /** Ends it as this, its trials interrupted; only the first request counts. */
  async stop(status: SittingEnd['status'], error: ErrorData | null = null): Promise<SittingEnd> {
    this.ending ??= { status, error };
    await this.deps.executor.interrupt();
    this.doInTurn(() => this.advance());
    return this.ended;
  }

  /** More trials may go now than before, for instance because a worker has come. */
  widened(): void {
    this.doInTurn(() => this.advance());
  }

  /** Begins as many trials as there is room for, or ends. */
  private async advance(): Promise<void> {
    const { spec } = this.record;
    while (!this.ending && this.going.size < this.deps.executor.width()) {
      const now = this.deps.now();
      const next = nextTrial(spec, this.deps.dimensions, SAMPLERS[spec.sampler], this.past, now);
      if (next.kind === 'end') this.ending = { status: 'finished', error: null };
      if (next.kind !== 'trial') break;
      const { number, values, repeats } = next;
      await this.add({ type: 'asked', time: now, number, values, ...(repeats !== undefined && { repeats }) });
      this.carryOut(this.past.trials[number]!, true);
    }
    if (this.ending && this.going.size === 0) this.end(this.ending);
  }

  private carryOut(trial: Trial, isNew: boolean): void {
    const { number } = trial;
    this.going.add(number);
    void this.endOf(trial, isNew).then((ended) =>
      this.doInTurn(async () => {
        this.going.delete(number);
        await this.told(number, ended);
        await this.advance();
      }),
    );
  }

  private async endOf(trial: Trial, isNew: boolean): Promise<TrialEnd> {
    try {
      const { id, spec } = this.record;
      const request = requestOf(spec.base, trial.values);
      const seed = seedOf(this.past.trials, trial, spec.base.recipe.seed);
      const named = {
        ...request,
        name: `${cutName(spec.name, 100)} #${trial.number}`,
        recipe: { ...request.recipe, seed },
      };
      const listener = this.listener(trial.number, request.recipe.epochs);
      return await this.deps.executor.carryOut({ study: id, trial, request: named, isNew }, listener);
    } catch (thrown) {
      return endByError(thrown);
    }
  }

  private listener(number: number, epochs: number): TrialListener {
    return {
      began: (run, worker) =>
        this.inTurn(async () => {
          const trial = this.past.trials[number]!;
          const isKnown = trial.run === run && trial.worker === (worker ?? null);
          if (isKnown || trial.status !== 'running') return;
          await this.add({
            type: 'began',
            time: this.deps.now(),
            number,
            run,
            ...(worker !== undefined && { worker }),
          });
        }),
      reported: (epoch, value) =>
        this.inTurn(async () => {
          const before = this.past.trials[number]!;
          const [first] = this.record.spec.objectives;
          if (before.status !== 'running') return 'go-on';
          const isNews = epoch > (before.reports.at(-1)?.epoch ?? 0);
          if (isNews) await this.add({ type: 'reported', time: this.deps.now(), number, epoch, value });
          const trial = this.past.trials[number]!;
          // Of reports that come again after a kill, the last one may not have been judged yet.
          const isLast = trial.reports.at(-1)?.epoch === epoch;
          if (!isLast || epoch >= epochs || trial.repeats !== null) return 'go-on';
          const pruner = prunerOf(this.record.spec.pruner);
          if (!pruner.isPruned(trial, searchTrials(this.past.trials), first!)) return 'go-on';
          await this.add({ type: 'pruned', time: this.deps.now(), number });
          return 'prune';
        }),
    };
  }

  private async told(number: number, end: TrialEnd): Promise<void> {
    if (end.status === 'interrupted') {
      if (!this.ending) {
        this.ending = { status: end.error ? 'paused' : 'interrupted', error: end.error };
        await this.deps.executor.interrupt();
      }
      return;
    }
    // The line of its pruning was its end.
    if (this.past.trials[number]?.status === 'running') {
      const more = 'objective' in end ? { objective: end.objective } : 'error' in end ? { error: end.error } : {};
      await this.add({ type: 'ended', time: this.deps.now(), number, status: end.status, ...more });
    }
    await end.settled?.().catch(() => undefined);
  }

  private async add(line: TrialLine): Promise<void> {
    await this.deps.storage.append(line);
    this.past = addLine(this.past, line);
    if (line.type !== 'sitting') this.deps.changed(this.past.trials[line.number]!);
  }

  /** A disk that refuses ends the sitting: what is not written down must not happen. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch((thrown: unknown) => this.broke(thrown));
    return turn;
  }

  private doInTurn(work: () => Promise<void>): void {
    this.inTurn(work).catch(() => undefined);
  }

  private async broke(thrown: unknown): Promise<void> {
    const { code, params } = toErrorData(thrown);
    this.ending ??= { status: 'paused', error: { code, params } };
    await this.deps.executor.interrupt().catch(() => undefined);
    if (this.going.size === 0) this.end(this.ending);
  }
}
