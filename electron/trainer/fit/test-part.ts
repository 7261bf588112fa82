import type { Transforms } from '../../../shared/contract/schemas/dataset.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import type { DataFiles, TrainJob } from '../../../shared/contract/trainer.ts';
import type { LabelledImages } from '../../../shared/data/labelled-images.ts';
import { chooseLabels, transformImages } from '../../../shared/task/transform.ts';
import { readSplit } from '../../files/image-set.ts';

/** Test images that a model is to read. */
export interface TestPart {
  /** The data set's id. */
  readonly dataset: string;
  /** Of a run's own data, or of what its parent was tested on. */
  readonly part: 'own' | 'original';
  /** SHA-256 of the data set's test images, where it is known. */
  readonly images: string | undefined;
  readonly set: LabelledImages;
  /** Of each image, its place in the data set's test part. */
  readonly places: Uint32Array;
}

/**
 * A data set's test images as a run of this task reads them. What leaves single images out is for training alone. Throws as
 * `readSplit` does.
 */
async function readTestPart(
  files: DataFiles,
  task: Task,
  part: TestPart['part'],
  transforms: Transforms = {},
): Promise<TestPart> {
  const own = { ...transforms, dropDuplicates: false, perClass: undefined };
  const set = await readSplit(files, 'test');
  const { kept } = chooseLabels({ set }, task, own);
  const images = files.sha256?.testImages;
  return { dataset: files.id, part, images, set: transformImages([{ set }], task, own), places: kept };
}

/**
 * All that a run's model is to read in the end: the test images of its own data, then those that its parent could read. Throws
 * as `readSplit` does.
 */
export async function readTestParts({ data, from, spec: { task, data: choice } }: TrainJob): Promise<TestPart[]> {
  // The very same images are read once.
  const originals = from?.originals.filter(({ id }) => choice.transforms || !choice.datasets.includes(id)) ?? [];
  const parts = [
    ...data.map((files) => readTestPart(files, task, 'own', choice.transforms)),
    ...originals.map((files) => readTestPart(files, task, 'original')),
  ];
  return (await Promise.all(parts)).filter(({ set }) => set.count > 0);
}
