import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { allIndices } from '../../../shared/data/labelled-images.ts';
import { sizedDigits } from '../../../shared/data/synthetic/sized.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { imagesFrom } from '../evaluations/split-images.ts';
import { readLabels } from '../evaluations/subject.ts';

/** On how many images an export is compared with the model. */
export const COMPARED = 1000;
const SEED = 15;

/**
 * Images of a model's size, bytes, one after the other: the first test images of the data that it was trained on, as far as they are on this
 * machine, and synthetic digits, to which any model has an answer; for a line they are drawn out over its width.
 */
export async function sampleImages(
  { task, tests, spec }: ModelCard,
  datasets: Pick<Datasets, 'prepareReady'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const [height, width] = spec.inputShape;
  const { images } = sizedDigits({ count: COMPARED, seed: SEED }, { height, width });
  if (task.reads === 'line') return images;
  const [files] = await datasets.prepareReady(tests.slice(0, 1).map(({ dataset }) => dataset));
  if (files?.task.inputShape.join() !== spec.inputShape.join()) return images;
  const count = Math.min(COMPARED, (await readLabels(files, 'test')).length);
  images.set(await imagesFrom(files, 'test', allIndices(count)));
  return images;
}
