import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { Suspect, Suspects } from '../../../shared/contract/schemas/corrections.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import { MOST_IMAGES } from '../../../shared/contract/schemas/evaluation.ts';
import { useEvaluations } from '../../stores/evaluations.ts';
import { useHost } from '../../stores/host.ts';

export interface ShownSuspect extends Suspect {
  readonly image: Uint8Array;
}

/** A search for training images of a data set whose labels are likely wrong, with the images of the likeliest. */
export function useSuspects(dataset: () => DatasetId) {
  const host = useHost();
  const evaluations = useEvaluations();
  const found = shallowRef<Suspects | null>(null);
  const shown = shallowRef<readonly ShownSuspect[]>([]);
  const size = shallowRef({ height: 1, width: 1 });
  const error = shallowRef<ErrorData | null>(null);
  const going = shallowRef<{ readonly ticket: string; readonly controller: AbortController } | null>(null);

  const share = computed(() => {
    const news = evaluations.progress;
    return news !== null && news.ticket === going.value?.ticket ? news.done / Math.max(1, news.total) : null;
  });

  async function look(): Promise<void> {
    const own = { ticket: crypto.randomUUID(), controller: new AbortController() };
    const { signal } = own.controller;
    const id = dataset();
    [going.value, error.value] = [own, null];
    try {
      const suspects = await host.call('corrections.suspects', { dataset: id, ticket: own.ticket }, { signal });
      const listed = suspects.suspects.slice(0, MOST_IMAGES);
      if (listed.length > 0) {
        const places = listed.map(({ place }) => place);
        const { height, width, images } = await host.call(
          'datasets.images',
          { id, split: 'train', places },
          { signal },
        );
        const bytes = height * width;
        if (own !== going.value) return;
        shown.value = listed.map((each, i) => ({ ...each, image: images.subarray(i * bytes, (i + 1) * bytes) }));
        size.value = { height, width };
      }
      if (own === going.value) found.value = suspects;
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (own === going.value && data.code !== 'cancelled') error.value = data;
    } finally {
      if (own === going.value) going.value = null;
    }
  }

  function cancel(): void {
    going.value?.controller.abort();
    going.value = null;
  }
  watch(dataset, () => {
    cancel();
    [found.value, shown.value, error.value] = [null, [], null];
  });
  onScopeDispose(cancel);
  return { found, shown, size, error, going, share, look, cancel };
}
