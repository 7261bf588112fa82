import type { Recipe } from '../contract/schemas/recipe.ts';
import type { ModelInfo } from './info.ts';

/** Memory of the process that trains on the processor, bytes. */
export interface TrainingMemory {
  /** No run takes less: what has not even this much cannot train. */
  readonly least: number;
  /** A run may take this much at its highest. */
  readonly most: number;
}

/** Numbers that an optimizer keeps for each weight that it trains (electron/trainer/optimizers/rules.ts). */
export const SLOTS: Readonly<Record<Recipe['optimizer']['name'], number>> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  rmsprop: 2,
  adam: 2,
  adamw: 2,
};

/** TensorFlow loaded, and a model of no size: 350 to 420 MB. */
const [LEAST_PROCESS, MOST_PROCESS] = [300e6, 600e6];

/**
 * Times what a batch's forward pass keeps, its images included. Gradients, the kernels' own room and what the allocator holds back
 * come on top: single steps took 2.3 (softmax regression, 256 x 256) to 9 times (bidirectional GRU) as much, the Tutorial 2.7, Best 3.7, ViT 5.
 */
const [LEAST_STEP, MOST_STEP] = [2, 10];

/** Times the data, which are held once and may be copied once. */
const MOST_DATA = 2;

/** Times the weights and what is kept with them: read for validation and checkpoints, they are there twice or three times. */
const MOST_VARIABLES = 3;

/** What the tensors of training a model come to by themselves, bytes. */
export interface TrainingTensors {
  /** A batch's images, and what its forward pass keeps for the gradients. */
  readonly step: number;
  /** Weights, and what the optimizer and the average keep beside them. */
  readonly variables: number;
  readonly gradients: number;
}

export function trainingTensors(
  { parameters, trainable, layers }: ModelInfo,
  { batchSize, optimizer, ema }: Pick<Recipe, 'batchSize' | 'optimizer' | 'ema'>,
): TrainingTensors {
  const pixels = layers[0]!.inputShape.reduce((product, side) => product * side, 1);
  // What frozen layers at the beginning put out is kept for no gradient.
  const learning = layers.slice(layers.findIndex((layer) => layer.trainable > 0));
  const kept = learning.reduce((sum, layer) => sum + layer.activationBytes, 0);
  return {
    step: batchSize * (kept + 4 * pixels),
    variables: 4 * (parameters + SLOTS[optimizer.name] * trainable + (ema ? parameters : 0)),
    gradients: 4 * trainable,
  };
}

/** What training a model takes on `imageBytes` bytes of images, all of the chosen data sets' training images. */
export function trainingMemory(
  info: ModelInfo,
  recipe: Pick<Recipe, 'batchSize' | 'optimizer' | 'ema'>,
  imageBytes: number,
): TrainingMemory {
  const { step, variables, gradients } = trainingTensors(info, recipe);
  return {
    least: LEAST_PROCESS + imageBytes + variables + gradients + LEAST_STEP * step,
    most: MOST_PROCESS + MOST_DATA * imageBytes + MOST_VARIABLES * variables + 2 * gradients + MOST_STEP * step,
  };
}
