import { t, type Format } from '../../../i18n/index.ts';
import type { useTrainDraft } from '../../../stores/train-draft.ts';

type Draft = Pick<ReturnType<typeof useTrainDraft>, 'search' | 'seedsOfBest'>;

/**
 * How long a search should take, of the seconds of one run: each trial as long as it, then the best once more for each further seed.
 * Where other machines train, or minutes are the budget, one trial's time is all that can be told.
 */
export function searchTime({ search, seedsOfBest }: Draft, one: number, format: Format): string {
  const { budgetBy, trials, minutes, queue } = search;
  if (queue !== '') return t('search.plan.timeEach', { one: format.duration(one) });
  const own = budgetBy === 'minutes' ? Infinity : trials * one;
  const limit = budgetBy === 'trials' ? Infinity : minutes * 60 + one;
  const all = Math.min(own, limit) + (seedsOfBest - 1) * one;
  return t('search.plan.time', { one: format.duration(one), all: format.duration(all) });
}
