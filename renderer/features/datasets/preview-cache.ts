import { shallowReactive } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { DatasetId, DatasetPreview } from '../../../shared/contract/schemas/dataset.ts';
import { useDatasets } from '../../stores/datasets.ts';

/** Images asked for: three of each class, as far as one answer goes. */
const countFor = (classes: number): number => Math.min(400, 3 * classes);

export type PreviewState = DatasetPreview | { readonly error: ErrorData } | 'loading';

/** Pictures of data sets, fetched once: they do not change under the same id. */
const cache = shallowReactive(new Map<DatasetId, PreviewState>());

export const previewOf = (id: DatasetId): PreviewState | undefined => cache.get(id);

/** Fetches unless it is there or on its way, or nothing is known of the data set yet; what failed is tried again. */
export async function fetchPreview(id: DatasetId): Promise<void> {
  const datasets = useDatasets();
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
export const forgetPreview = (id: DatasetId): void => void cache.delete(id);
