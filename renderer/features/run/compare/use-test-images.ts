import { computed, ref, shallowReactive, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import type { DatasetId } from '../../../../shared/contract/schemas/dataset.ts';
import { useHost } from '../../../stores/host.ts';

export interface TestImages {
  readonly id: DatasetId;
  /** Of a hand: which state of it was read. Undefined: the present one. */
  readonly state: string | undefined;
  /** Hash of the test images that were read, if it is known. */
  readonly expected: string | undefined;
}

/** Images of a data set's test part, as a run has read it, by their places; fetched as they are shown. */
export function useTestImages(read: () => TestImages, places: () => readonly number[]) {
  const host = useHost();
  const size = shallowRef<{ readonly height: number; readonly width: number } | null>(null);
  const images = shallowReactive(new Map<number, Uint8Array>());
  const error = shallowRef<ErrorData | null>(null);
  const tries = ref(0);

  /** Whose images are held. */
  let held = '';

  // By value: a record that comes anew with the same images in it is no reason to ask again.
  watch(
    () => JSON.stringify([read(), places(), host.connected, tries.value]),
    async () => {
      const of = JSON.stringify(read());
      if (held !== of) images.clear();
      held = of;
      const missing = places().filter((place) => !images.has(place));
      if (!host.connected || missing.length === 0) return;
      error.value = null;
      try {
        const answer = await host.call('datasets.images', { ...read(), split: 'test', places: missing });
        if (of !== JSON.stringify(read())) return;
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
