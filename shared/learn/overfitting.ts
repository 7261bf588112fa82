import type { DatasetId } from '../contract/schemas/dataset.ts';
import { modelSpecSchema } from '../contract/schemas/model.ts';
import { recipeSchema } from '../contract/schemas/recipe.ts';
import type { RunRequest } from '../contract/schemas/run.ts';
import type { Task } from '../contract/schemas/task.ts';
import { LIGHT, NO_AUGMENTATION } from '../data/augment.ts';
import { fitAugmentation } from '../model/fit-model.ts';
import { DIGITS } from '../task/digits.ts';

/** What the training on few images is set to. */
export interface FewImages {
  /** Images to learn from; as many others validate. */
  readonly images: number;
  readonly dropout: boolean;
  readonly augmentation: boolean;
  /** λ, decoupled: each step takes the rate times this share off each kernel. */
  readonly weightDecay: number;
}

/** Plain gradient descent, for which weight decay is the slope of λ/2 ‖w‖². */
export const FEW = { units: 128, rate: 0.1, batchSize: 20, epochs: 60, dropout: 0.5 } as const;

/**
 * A small network with far more weights than images, trained on a few of them long enough to learn them by heart, and validated by as many
 * others, which are drawn anew from each class by the same seed.
 */
export function fewImagesRun(name: string, dataset: { id: DatasetId; task: Task }, few: FewImages): RunRequest {
  const { inputShape, classes } = dataset.task;
  const augmentation = few.augmentation ? fitAugmentation(LIGHT, DIGITS.inputShape, inputShape) : NO_AUGMENTATION;
  return {
    version: 2,
    name,
    model: modelSpecSchema.parse({
      version: 1,
      name: 'MLP',
      inputShape,
      layers: [
        { type: 'Flatten' },
        { type: 'Dense', units: FEW.units, activation: 'relu' },
        ...(few.dropout ? [{ type: 'Dropout', rate: FEW.dropout }] : []),
        { type: 'Dense', units: classes.length, activation: 'softmax' },
      ],
    }),
    data: { datasets: [dataset.id], limit: 2 * few.images },
    recipe: recipeSchema.parse({
      version: 2,
      seed: 1,
      optimizer: { name: 'sgd', learningRate: FEW.rate, weightDecay: few.weightDecay },
      ...{ batchSize: FEW.batchSize, epochs: FEW.epochs, augmentation },
      // One of two halves that are as large, to the image.
      validation: { kind: 'fold', folds: 2, index: 0 },
    }),
  };
}

/** The losses of an epoch's end; null where nothing was counted. */
export interface EpochLosses {
  readonly epoch: number;
  readonly train: number | null;
  readonly validation: number | null;
}

/** How far validation lies above training: the generalisation gap; null where one of the two is not known. */
export const gapOf = ({ train, validation }: EpochLosses): number | null =>
  train === null || validation === null ? null : validation - train;

/** The epoch with the lowest validation loss, the first of equals: the one that early stopping goes back to; null without any. */
export function bestEpochOf(epochs: readonly EpochLosses[]): EpochLosses | null {
  let best: EpochLosses | null = null;
  for (const one of epochs) {
    if (one.validation !== null && (best === null || one.validation < best.validation!)) best = one;
  }
  return best;
}
