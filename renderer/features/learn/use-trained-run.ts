import { computed, watch } from 'vue';
import { isRun } from '../../../shared/contract/schemas/run-id.ts';
import { useLearn } from '../../stores/learn.ts';
import { useRuns } from '../../stores/runs.ts';

/** The run whose model is looked at: its record, and its logs; null of a model that no run of this studio has made, and while they are on their way. */
export function useTrainedRun() {
  const learn = useLearn();
  const runs = useRuns();
  const id = computed(() => (isRun(learn.model) ? learn.model : null));
  watch(
    id,
    (own) => {
      if (own !== null) runs.watch(own);
    },
    { immediate: true },
  );
  return {
    run: computed(() => (id.value === null ? null : (runs.details.get(id.value) ?? null))),
    feed: computed(() => (id.value === null ? null : (runs.feeds.get(id.value) ?? null))),
  };
}
