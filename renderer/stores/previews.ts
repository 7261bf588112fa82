import { defineStore } from 'pinia';
import { computed, shallowReactive, watch } from 'vue';
import type { ComputedRef } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import { MOST_PREVIEWED } from '../../shared/contract/schemas/dataset.ts';
import type { DatasetId, DatasetPreview } from '../../shared/contract/schemas/dataset.ts';
import { useDatasets } from './datasets.ts';
import { useHost } from './host.ts';

/** Images asked for: three of each class, as far as one answer goes; of the most classes one of each. */
const countFor = (classes: number): number => Math.min(MOST_PREVIEWED, 3 * classes);

type PreviewState = DatasetPreview | { readonly error: ErrorData } | 'loading';

/** Pictures of data sets, fetched once: they do not change under the same id. */
const usePreviewCache = defineStore('previews', () => {
  const datasets = useDatasets();
  const cache = shallowReactive(new Map<DatasetId, PreviewState>());

  /**
   * Fetches a preview unless it is there or being fetched, or the data set is not known yet; after a failure it is
   * tried again.
   */
  async function fetch(id: DatasetId): Promise<void> {
    const [info, known] = [datasets.byId.get(id), cache.get(id)];
    if (info === undefined || (known !== undefined && !(known !== 'loading' && 'error' in known))) return;
    cache.set(id, 'loading');
    try {
      cache.set(id, await datasets.preview(id, countFor(info.task.classes.length)));
    } catch (thrown) {
      cache.set(id, { error: toErrorData(thrown) });
    }
  }

  /** MNIST's folder may change: then its pictures are other ones. */
  const forget = (id: DatasetId): void => void cache.delete(id);
  const of = (id: DatasetId): PreviewState | undefined => cache.get(id);
  return { fetch, forget, of };
});

/** The previews of some data sets. */
export interface Previews {
  /** Those that can be shown and have been fetched. */
  readonly shown: ReadonlyMap<DatasetId, DatasetPreview>;
  /** Those whose images are not on this machine. */
  readonly absent: readonly DatasetId[];
  /** The first error. */
  readonly error: ErrorData | null;
}

/** Fetches the pictures of data sets and follows what becomes of them. The synthetic set is drawn on the way. */
export function usePreviews(ids: () => readonly DatasetId[]): ComputedRef<Previews> {
  const host = useHost();
  const datasets = useDatasets();
  const cache = usePreviewCache();
  const available = (id: DatasetId): boolean => {
    const info = datasets.byId.get(id);
    if (info?.kind === 'synthetic') return info.status.state !== 'failed';
    return info?.status.state === 'ready';
  };
  watch(
    () => (host.connected ? ids().map((id) => [id, available(id)] as const) : []),
    (all) => {
      for (const [id, ready] of all) {
        if (ready) void cache.fetch(id);
        else cache.forget(id);
      }
    },
    { immediate: true },
  );
  return computed(() => {
    const shown = new Map<DatasetId, DatasetPreview>();
    let error: ErrorData | null = null;
    for (const id of ids()) {
      const state = available(id) ? cache.of(id) : undefined;
      if (state === undefined || state === 'loading') continue;
      if ('error' in state) error ??= state.error;
      // Its classes may have been renamed since.
      else shown.set(id, { ...state, task: datasets.byId.get(id)!.task });
    }
    return { shown, absent: ids().filter((id) => !available(id)), error };
  });
}
