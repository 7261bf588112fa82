import type { Objective, Settings, Trial, TrialLine } from '../contract/schemas/study.ts';
import type { Dimension } from './dimension.ts';

/** What a sampler knows: all that a study has been told so far. It keeps nothing beside, so that a study read from the disk goes on as it would have. */
export interface Told {
  readonly dimensions: readonly Dimension[];
  readonly objectives: readonly Objective[];
  /** The trials of the search so far, by number; those that are going are among them. */
  readonly trials: readonly Trial[];
  readonly seed: number;
  /** The number of the trial that is asked for. */
  readonly number: number;
}

/** Suggests what to try next: the same settings whenever it is told the same. Null: there is nothing left to try. */
export interface Sampler {
  suggest(told: Told): Settings | null;
}

/** Whether a trial that has just reported goes on. `trials` are all of the search, this one among them. */
export interface Pruner {
  isPruned(trial: Trial, trials: readonly Trial[], objective: Objective): boolean;
}

/** Where the lines of a study are kept, in their order. */
export interface TrialStorage {
  /** All lines, and how many could not be read. */
  read(): Promise<{ lines: TrialLine[]; torn: number }>;
  /** All of them or none; what it has answered survives a power cut. */
  append(...lines: readonly TrialLine[]): Promise<void>;
}
