import { computed, shallowRef, watch } from 'vue';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Suspect, Suspects } from '../../../shared/contract/schemas/corrections.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import { MOST_IMAGES } from '../../../shared/contract/schemas/evaluated-image.ts';
import { correctedSince } from '../../../shared/task/corrected.ts';
import { useCorrections } from '../../stores/corrections.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useHost } from '../../stores/host.ts';
import { useLongWork } from './use-long-work.ts';

export interface ShownSuspect extends Suspect {
  readonly image: Uint8Array;
  /** What a correction names it by. */
  readonly hash: string;
}

/** A search for training images of a data set whose labels are likely wrong, with the images of the likeliest. */
export function useSuspects(dataset: () => DatasetId) {
  const host = useHost();
  const store = useCorrections();
  const datasets = useDatasets();
  const { going, share, error, begin, cancel } = useLongWork();
  const found = shallowRef<Suspects | null>(null);
  const shown = shallowRef<readonly ShownSuspect[]>([]);
  const size = shallowRef({ height: 1, width: 1 });

  /** Training images that were corrected since the search counted with their labels. */
  const since = computed(() => {
    const now = store.byDataset.get(dataset())?.train;
    return found.value && now ? correctedSince(found.value.seen, now) : 0;
  });

  /** Finds what an earlier search has found, or searches; `again` searches anew, with the labels as they are corrected now. */
  const look = (again: boolean): Promise<void> =>
    begin(async (ticket, signal) => {
      const id = dataset();
      const suspects = await host.call('corrections.suspects', { dataset: id, again, ticket }, { signal });
      const listed = suspects.suspects.slice(0, MOST_IMAGES);
      const images = await imagesOf(suspects, listed, signal);
      if (!signal.aborted) [found.value, shown.value] = [suspects, images];
    });

  async function imagesOf(
    { dataset: id, content }: Suspects,
    listed: readonly Suspect[],
    signal: AbortSignal,
  ): Promise<readonly ShownSuspect[]> {
    if (listed.length === 0) return [];
    const wish = { id, split: 'train' as const, places: listed.map(({ place }) => place) };
    const { height, width, images, hashes, ...now } = await host.call('datasets.images', wish, { signal });
    // A hand may have changed between the two.
    if (now.content !== content) throw new AppError('images-changed', { name: datasets.byId.get(id)?.name ?? id });
    size.value = { height, width };
    const bytes = height * width;
    return listed.map((each, i) => ({
      ...each,
      image: images.subarray(i * bytes, (i + 1) * bytes),
      hash: hashes[i]!,
    }));
  }

  /** What was found is of other images by now. */
  function forget(): void {
    cancel();
    [found.value, shown.value] = [null, []];
  }
  watch(dataset, forget);
  return { found, shown, size, since, error, going, share, look, cancel, forget };
}
