import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { chooseImages } from '../../../shared/data/choose.ts';
import { histogram, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { readImageSet } from '../../files/image-set.ts';
import { BatchOrder } from './batch-order.ts';

/** What a run reads and trains on. */
export interface TrainingData {
  readonly images: LabelledImages;
  /** Which of them train, and which validate. */
  readonly training: Uint32Array;
  readonly validation: Int32Array;
  readonly order: BatchOrder;
  /** A weight for each class's images, or null for 1 each. */
  readonly classWeights: readonly number[] | null;
}

/** Reads a run's data sets and chooses from them as its recipe says. Throws `dataset-empty` and what `readImageSet` throws. */
export async function readTrainingData(
  spec: Pick<RunSpec, 'task' | 'data' | 'recipe'>,
  files: readonly DataFiles[],
): Promise<TrainingData> {
  const { recipe, data } = spec;
  const images = await readImageSet(files, 'train', spec);
  const { validation: kind, seed, classBalance } = recipe;
  const { train, validation } = chooseImages(images.labels, {
    limit: data.limit,
    validation: kind,
    seed,
    groups: images.groups,
  });
  return {
    images,
    training: train,
    validation: Int32Array.from(validation),
    order: new BatchOrder(train, recipe),
    classWeights: classBalance === 'weighted' ? balancedClassWeights(images, train) : null,
  };
}

/** For each class the weight that makes all classes that occur count alike: n / (classes that occur · count of it), as scikit-learn's `balanced`. */
export function balancedClassWeights({ task, labels }: LabelledImages, indices: Uint32Array): number[] {
  const counts = histogram(
    task,
    Uint16Array.from(indices, (index) => labels[index]!),
  );
  const occurring = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : indices.length / (occurring * count)));
}
