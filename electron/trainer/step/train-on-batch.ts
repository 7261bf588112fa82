import type { Tensor } from '@tensorflow/tfjs-core';
import type { Augmentation } from '../../../shared/contract/schemas/recipe.ts';
import { augment } from '../augment/augment.ts';
import { bytesToImages } from '../ops/image-bytes.ts';
import { isFeatures, type StepSet } from './step-set.ts';
import { trainOnce, type Objective, type StepInputs } from './training-step.ts';
import type { TrainingState } from './training-state.ts';

/** The options of a training step that do not change from step to step. */
export interface StepProgram extends Objective {
  readonly augmentation: Augmentation;
  /** Seeds the augmentation. */
  readonly augmentSeed: number;
}

/**
 * A training step from a batch of a set on: images [n, height, width, channels], uint8, which it normalises and augments,
 * or features [n, ...], float32; and labels [n], int32. The result is trainOnce's. Call it inside a tidy.
 */
export function trainOnBatch(
  state: TrainingState,
  program: StepProgram,
  set: StepSet,
  [entries, labels]: readonly [Tensor, Tensor],
  inputs: StepInputs,
): Tensor {
  if (isFeatures(set)) return trainOnce(state, program, { images: entries, layers: set.layers, labels }, inputs);
  const changed = augment(bytesToImages(entries), program.augmentation, program.augmentSeed, inputs.step);
  return trainOnce(state, program, { images: changed, labels }, inputs);
}
