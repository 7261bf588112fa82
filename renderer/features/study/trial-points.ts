import type { Objective, StudyInfo, Trial } from '../../../shared/contract/schemas/study.ts';
import { isReported } from '../../../shared/study/measure.ts';
import { searchTrials } from '../../../shared/study/next-trial.ts';

/** The trials that finished, of the search itself. */
export const finishedTrials = (trials: readonly Trial[]): Trial[] =>
  searchTrials(trials).filter(({ status, objective }) => status === 'finished' && objective !== null);

/** What a trial came to in an objective; of one that did not finish, what it had come to, where that was told. */
export function reachedBy(
  { objective, reports }: Trial,
  { objectives }: StudyInfo['spec'],
  place: number,
): number | null {
  if (objective !== null) return objective[place]!;
  const isTold = place === 0 && isReported(objectives[place]!.metric);
  return isTold ? (reports.at(-1)?.value ?? null) : null;
}

/** From best to worst by an objective; those of one value by their number. */
export function bestFirst(trials: readonly Trial[], { direction }: Objective, place: number): Trial[] {
  const sign = direction === 'maximize' ? -1 : 1;
  return [...trials].sort((a, b) => sign * (a.objective![place]! - b.objective![place]!) || a.number - b.number);
}

/** Whether a trial's settings can be taken for a run: those that failed are known to make none that is worth it. */
export const isUsable = ({ status }: Trial): boolean => status !== 'running' && status !== 'failed';
