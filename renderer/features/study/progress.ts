import type { StudyInfo, StudySpec, Trial } from '../../../shared/contract/schemas/study.ts';
import { searchTrials } from '../../../shared/study/next-trial.ts';

type Known = Pick<StudyInfo, 'spec' | 'seconds' | 'status'>;

const isOver = ({ status }: Trial): boolean => status !== 'running';

/** How much of a study's budget is used up, 0 to 1: of trials or of minutes, whichever is further. */
export function budgetShare({ spec: { budget }, seconds }: Pick<Known, 'spec' | 'seconds'>, ended: number): number {
  const shares = [
    budget.trials === undefined ? 0 : ended / budget.trials,
    budget.minutes === undefined ? 0 : seconds / (60 * budget.minutes),
  ];
  return Math.min(1, Math.max(...shares));
}

/**
 * Seconds until a study that goes will have ended, of what its trials have taken so far, those with more seeds at its end counted in. Null while
 * none has ended, and for a study that does not go.
 */
export function secondsLeft({ spec, seconds, status }: Known, trials: readonly Trial[]): number | null {
  const over = trials.filter(isOver).length;
  if (status !== 'running' || over === 0) return null;
  const each = seconds / over;
  const searched = searchTrials(trials).filter(isOver).length;
  const byTrials = each * Math.max(0, (spec.budget.trials ?? Infinity) - searched);
  const byMinutes = Math.max(0, 60 * (spec.budget.minutes ?? Infinity) - seconds);
  const repeats = spec.objectives.length === 1 ? spec.seeds - 1 : 0;
  const repeated = trials.filter((trial) => trial.repeats !== null && isOver(trial)).length;
  return Math.min(byTrials, byMinutes) + each * Math.max(0, repeats - repeated);
}

/** Epochs that a trial was to have. */
export const epochsOf = ({ base }: StudySpec, { values }: Trial): number =>
  typeof values['recipe.epochs'] === 'number' ? values['recipe.epochs'] : base.recipe.epochs;
