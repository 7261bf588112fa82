import { AppError } from '../../../shared/contract/errors.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/define.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { hashesAt, imagesFrom } from './split-images.ts';
import { contentOf, readLabels } from './subject.ts';

/** As the call `datasets.images` says. */
export async function datasetImages(
  datasets: Pick<Datasets, 'prepare' | 'existing'>,
  { id, split, places, state, expected }: CallInput<HostCalls, 'datasets.images'>,
): Promise<CallOutput<HostCalls, 'datasets.images'>> {
  const [files] = await datasets.prepare([id], undefined, state === undefined ? undefined : { [id]: state });
  if (!files) throw new AppError('dataset-not-found', { id });
  const { images: content } = await contentOf(files, split);
  if (expected !== undefined && content !== expected)
    throw new AppError('dataset-state-gone', { name: (await datasets.existing(id)).name });
  const labels = await readLabels(files, split);
  const missing = places.find((place) => place >= labels.length);
  if (missing !== undefined) throw new AppError('image-not-found', { place: missing, count: labels.length });
  const [height, width] = files.task.inputShape;
  return {
    height,
    width,
    labels: places.map((place) => labels[place]!),
    images: await imagesFrom(files, split, places),
    hashes: await hashesAt(files, split, places),
    content,
  };
}
