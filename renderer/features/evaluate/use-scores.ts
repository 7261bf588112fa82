import { computed, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { EvaluationInfo, Scores } from '../../../shared/contract/schemas/evaluation.ts';
import { correctionCount, useCorrections } from '../../stores/corrections.ts';
import { useHost } from '../../stores/host.ts';

/** An evaluation's scores, counted anew when labels of its data set are corrected, here or in another window. */
export function useScores(id: () => string) {
  const host = useHost();
  const store = useCorrections();
  const info = shallowRef<EvaluationInfo | null>(null);
  const scores = shallowRef<Scores | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  let asked = 0;

  const corrections = computed(() => (info.value ? (store.byDataset.get(info.value.dataset.id) ?? null) : null));
  const corrected = computed(() => (corrections.value ? correctionCount(corrections.value) : 0));

  async function load(): Promise<void> {
    const own = ++asked;
    try {
      const found = await host.call('evaluations.get', { id: id() });
      if (!store.byDataset.has(found.info.dataset.id)) await store.load(found.info.dataset.id);
      if (own !== asked) return;
      [info.value, scores.value, error.value] = [found.info, found.scores, null];
    } catch (thrown) {
      if (own !== asked) return;
      error.value = toErrorData(thrown);
      // What is shown is of images that the data set does not have any more.
      if (error.value.code === 'evaluation-stale') scores.value = null;
    }
  }

  watch([id, () => host.connected], ([now, connected], [before]) => {
    if (now !== before) [info.value, scores.value, error.value] = [null, null, null];
    if (connected) void load();
  });
  // Those that the first load brought are in its scores.
  watch(corrections, (_, before) => {
    if (before !== null) void load();
  });
  if (host.connected) void load();
  return { info, scores, error, corrections, corrected, load };
}
