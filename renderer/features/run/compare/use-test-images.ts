import { computed, ref, shallowReactive, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import type { DatasetId } from '../../../../shared/contract/schemas/dataset.ts';
import { useHost } from '../../../stores/host.ts';

/** Images of a data set's test part by their places, fetched as they are shown. */
export function useTestImages(dataset: () => DatasetId, places: () => readonly number[]) {
  const host = useHost();
  const size = shallowRef<{ readonly height: number; readonly width: number } | null>(null);
  const images = shallowReactive(new Map<number, Uint8Array>());
  const error = shallowRef<ErrorData | null>(null);
  const tries = ref(0);

  watch(
    () => [dataset(), places(), host.connected, tries.value] as const,
    async ([id, wanted, connected], before) => {
      if (before !== undefined && before[0] !== id) images.clear();
      const missing = wanted.filter((place) => !images.has(place));
      if (!connected || missing.length === 0) return;
      error.value = null;
      try {
        const answer = await host.call('datasets.images', { id, split: 'test', places: missing });
        if (id !== dataset()) return;
        const bytes = answer.height * answer.width;
        size.value = { height: answer.height, width: answer.width };
        missing.forEach((place, i) => images.set(place, answer.images.subarray(i * bytes, (i + 1) * bytes)));
      } catch (thrown) {
        error.value = toErrorData(thrown);
      }
    },
    { immediate: true },
  );
  return { size: computed(() => size.value), images, error, again: () => void tries.value++ };
}
