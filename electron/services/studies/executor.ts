import { toErrorData, type ErrorCode, type ErrorData } from '../../../shared/contract/errors.ts';
import type { TrialRequest } from '../../../shared/contract/schemas/run.ts';
import type { RunId } from '../../../shared/contract/schemas/run-id.ts';
import type { StudyId, Trial, WorkerInfo } from '../../../shared/contract/schemas/study.ts';

/** A trial as it is to be carried out. */
export interface TrialWish {
  readonly study: StudyId;
  readonly trial: Trial;
  readonly request: TrialRequest;
  /** Whether it was asked for just now: then nothing carries it out yet. */
  readonly isNew: boolean;
}

/** Who hears of a trial while it goes. */
export interface TrialListener {
  /** A run carries it out; told again when it is another one. */
  began(run: RunId, worker?: string): Promise<void>;
  /** After each epoch, in order; epochs that were told before may come again. Says whether the trial is to be stopped. */
  reported(epoch: number, value: number | null): Promise<'go-on' | 'prune'>;
}

/**
 * How a trial ends. `interrupted`: it has not ended, and can be taken up again; with an error, which is no fault of its settings, the study
 * cannot go on.
 */
export type TrialEnd =
  | (Settled & { readonly status: 'finished'; readonly objective: number[] })
  | (Settled & { readonly status: 'failed'; readonly error: ErrorData })
  | (Settled & { readonly status: 'pruned' | 'stopped' })
  | { readonly status: 'interrupted'; readonly error: ErrorData | null };

interface Settled {
  /** To be called when the end is on the disk: what carried the trial out may be forgotten then. */
  readonly settled?: () => Promise<void>;
}

/** Carries out trials: on this machine, or on the workers of a queue. */
export interface TrialExecutor {
  /** How many trials may go at the same time now. */
  width(): number;
  /** Carries a trial out, or takes it up where it was. Never rejects. */
  carryOut(wish: TrialWish, listener: TrialListener): Promise<TrialEnd>;
  /** Whoever carries out trials beside this machine. */
  workers(): Promise<WorkerInfo[]>;
  /** Trials that go end as `interrupted`, with a checkpoint where they train here. */
  interrupt(): Promise<void>;
  /** Lets go of what it holds; when no trial goes any more. */
  close(): Promise<void>;
}

/** Errors that settings can bring about: the trial has failed, and the study goes on. Any other ends the sitting. */
const FAULTS: readonly ErrorCode[] = [
  'training-diverged',
  'model-invalid',
  'model-not-finite',
  'model-too-large-for-memory',
  'augmentation-too-large',
  'op-missing',
  'space-invalid',
  'dataset-empty',
  'early-stopping-unvalidated',
  'plateau-unvalidated',
  'trial-worker-lost',
];

/** Whether an error is the settings' own. */
export const isFault = (code: ErrorCode | undefined): boolean => code !== undefined && FAULTS.includes(code);

/** The end of a trial that an error has ended. */
export function endByError(thrown: unknown): TrialEnd {
  const { code, params } = toErrorData(thrown);
  const error: ErrorData = { code, params };
  return isFault(code) ? { status: 'failed', error } : { status: 'interrupted', error };
}
