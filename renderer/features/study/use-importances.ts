import { computed, shallowRef, watch } from 'vue';
import type { StudyInfo, Trial } from '../../../shared/contract/schemas/study.ts';
import type { Dimension } from '../../../shared/study/dimension.ts';
import { importances, MOST_TRIALS } from '../../../shared/study/importance/importances.ts';
import { finishedTrials } from './trial-points.ts';

/** From so many trials on, each one more changes little: every fifth counts. */
const MANY = 40;
const EVERY = 5;

export interface Importances {
  /** How many trials have finished, and how many of them were counted in: of more, a draw by the study's seed. */
  readonly finished: number;
  readonly counted: number;
  /** The largest first; null while nothing can be told. */
  readonly shares: readonly { readonly path: string; readonly importance: number }[] | null;
}

/** How much each option mattered in an objective, and the options with those first that mattered most. Told anew when a trial has finished. */
export function useImportances(
  study: () => StudyInfo | null,
  trials: () => readonly Trial[],
  dimensions: () => readonly Dimension[],
  place: () => number,
) {
  const told = shallowRef<Importances>({ finished: 0, counted: 0, shares: null });
  const finished = computed(() => finishedTrials(trials()));
  const news = (): number => {
    const { length } = finished.value;
    return length < MANY || study()?.status !== 'running' ? length : EVERY * Math.floor(length / EVERY);
  };
  watch(
    [() => study()?.id, news, place],
    () => {
      const { length } = finished.value;
      const shares = importances(dimensions(), finished.value, study()?.spec.seed ?? 0, place());
      told.value = { finished: length, counted: Math.min(length, MOST_TRIALS), shares };
    },
    { immediate: true },
  );
  const ordered = computed(() => {
    const rank = new Map((told.value.shares ?? []).map(({ path }, i) => [path, i]));
    return [...dimensions()].sort((a, b) => (rank.get(a.path) ?? 0) - (rank.get(b.path) ?? 0));
  });
  return { told, ordered };
}
