import { computed, ref, watch } from 'vue';
import type { Run } from '../../../../shared/contract/schemas/run.ts';
import { isActive, type RunId } from '../../../../shared/contract/schemas/run.ts';
import {
  bestEpochOf,
  fewImagesRun,
  gapOf,
  type EpochLosses,
  type FewImages,
} from '../../../../shared/learn/overfitting.ts';
import { t } from '../../../i18n/index.ts';
import { useDatasets } from '../../../stores/datasets.ts';
import { isHere } from '../../../stores/draft-data.ts';
import type { RunFeed } from '../../../stores/run-feed.ts';
import { useRuns } from '../../../stores/runs.ts';

/** The tag by which the chapter finds its runs again, among all others in the table of runs. */
export const LESSON_TAG = 'overfitting';

/** A training on few images as the chapter shows it. */
export interface FewImagesRun {
  readonly id: RunId;
  readonly run: Run | null;
  readonly epochs: readonly EpochLosses[];
  readonly best: EpochLosses | null;
  /** Of its last epoch; null before there is one. */
  readonly gap: number | null;
}

/** Trainings on few images: starting one, how far it is, and what the last one came to beside an earlier one. */
export function useFewImages() {
  const runs = useRuns();
  const datasets = useDatasets();

  const few = ref<FewImages>({ images: 100, dropout: false, augmentation: false, weightDecay: 0 });
  const dataset = computed(() => {
    const here = datasets.list.filter(isHere);
    // One that is not counted yet (the synthetic digits before they are drawn) has enough.
    return here.find(({ trainCount }) => trainCount === 0 || trainCount >= 40) ?? null;
  });
  const most = computed(() => {
    const count = dataset.value?.trainCount ?? 0;
    return count === 0 ? 1000 : Math.min(1000, 20 * Math.floor(count / 40));
  });
  // A small data set has fewer than one begins with.
  watch(most, (now) => (few.value = { ...few.value, images: Math.min(few.value.images, now) }), { immediate: true });
  const name = computed(() => {
    const { images, dropout, augmentation, weightDecay } = few.value;
    const against = [
      ...(dropout ? [t('learn.chapters.overfitting.dropout')] : []),
      ...(augmentation ? [t('learn.chapters.overfitting.augmentation')] : []),
      ...(weightDecay > 0 ? [`λ = ${weightDecay}`] : []),
    ];
    return [t('learn.chapters.overfitting.runName', { images }), ...against].join(', ');
  });

  /** The chapter's runs, newest first. */
  const lessons = computed(() => runs.list.filter(({ marks }) => marks?.tags.includes(LESSON_TAG)));
  /** One that was started here is known before its tag is. */
  const started = ref<RunId | null>(null);
  const ids = computed(() => {
    const known = lessons.value.map(({ id }) => id);
    const own = started.value;
    return own === null || known.includes(own) || !runs.byId.has(own) ? known : [own, ...known];
  });
  const newest = computed(() => ids.value[0] ?? null);
  const wished = ref<RunId | null>(null);
  const beside = computed({
    get: () => {
      const others = ids.value.slice(1);
      if (wished.value !== null && others.includes(wished.value)) return wished.value;
      return others.find((id) => (runs.byId.get(id)?.epoch ?? 0) > 0) ?? null;
    },
    set: (id) => (wished.value = id),
  });
  watch(
    [newest, beside],
    (both) => {
      for (const id of both) if (id !== null) runs.watch(id);
    },
    { immediate: true },
  );
  const shownOf = (id: RunId): FewImagesRun => {
    const epochs = lossesOf(runs.feeds.get(id));
    const last = epochs.at(-1);
    return { id, run: runs.details.get(id) ?? null, epochs, best: bestEpochOf(epochs), gap: last ? gapOf(last) : null };
  };
  const shown = computed(() => (newest.value === null ? null : shownOf(newest.value)));
  const other = computed(() => (beside.value === null ? null : shownOf(beside.value)));

  const summary = computed(() => (newest.value === null ? null : (runs.byId.get(newest.value) ?? null)));
  const going = computed(() => summary.value !== null && isActive(summary.value.status));
  /** Another training has the engine: this one would wait its turn behind it. */
  const behind = computed(() => (runs.current !== null && runs.current.id !== newest.value ? runs.current : null));

  async function start(): Promise<void> {
    if (dataset.value === null) return;
    const run = await runs.start(fewImagesRun(name.value, dataset.value, few.value));
    started.value = run.id;
    await runs.mark(run.id, { addTags: [LESSON_TAG] });
  }
  const stop = async (): Promise<void> => {
    if (newest.value !== null) await runs.stop(newest.value);
  };
  return { few, dataset, most, ids, beside, shown, other, summary, going, behind, start, stop };
}

const lossesOf = (feed: RunFeed | undefined): readonly EpochLosses[] =>
  (feed?.series.epochs ?? []).map(({ epoch, train, validation }) => ({
    ...{ epoch, train: train.loss, validation: validation?.loss ?? null },
  }));
