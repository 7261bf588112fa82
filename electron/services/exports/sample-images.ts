import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { allIndices } from '../../../shared/data/labelled-images.ts';
import { sizedDigits } from '../../../shared/data/synthetic/sized.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { imagesFrom } from '../evaluations/split-images.ts';
import { readLabels } from '../evaluations/subject.ts';

/** On how many images an export is compared with the model. */
export const COMPARED = 1000;
const SEED = 15;

/** Images, bytes, one after the other, and their labels as places in the model's classes; -1: it has none. */
export interface Samples {
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Int32Array;
}

/**
 * Images of a model's size: the first test images of the data that it was trained on, as far as they are on this
 * machine, and synthetic digits, to which any model has an answer; for a line they are drawn out over its width.
 */
export async function sampleImages(
  { task, tests, spec }: ModelCard,
  datasets: Pick<Datasets, 'prepareReady'>,
): Promise<Samples> {
  const [height, width] = spec.inputShape;
  const { images } = sizedDigits({ count: COMPARED, seed: SEED }, { height, width });
  const labels = new Int32Array(COMPARED).fill(-1);
  if (task.reads === 'line') return { images, labels };
  const [files] = await datasets.prepareReady(tests.slice(0, 1).map(({ dataset }) => dataset));
  if (files?.task.inputShape.join() !== spec.inputShape.join()) return { images, labels };
  const own = (await readLabels(files, 'test')).subarray(0, COMPARED);
  images.set(await imagesFrom(files, 'test', allIndices(own.length)));
  labels.set(Array.from(own, (label) => task.classes.indexOf(files.task.classes[label]!)));
  return { images, labels };
}
