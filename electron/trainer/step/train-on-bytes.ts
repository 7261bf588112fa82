import type { Tensor } from '@tensorflow/tfjs-core';
import type { Augmentation } from '../../../shared/contract/schemas/recipe.ts';
import { augment } from '../augment/augment.ts';
import { bytesToImages } from '../ops/image-bytes.ts';
import { trainOnce, type Objective, type StepInputs } from './training-step.ts';
import type { TrainingState } from './training-state.ts';

/** The options of a training step that do not change from step to step. */
export interface StepProgram extends Objective {
  readonly augmentation: Augmentation;
  /** Seeds the augmentation. */
  readonly augmentSeed: number;
}

/**
 * A training step from a batch's bytes on: images [n, height, width, channels], uint8, and labels [n], int32.
 * Normalises, augments, trains. The result is trainOnce's. Call it inside a tidy.
 */
export function trainOnBytes(
  state: TrainingState,
  program: StepProgram,
  images: Tensor,
  labels: Tensor,
  inputs: StepInputs,
): Tensor {
  const changed = augment(bytesToImages(images), program.augmentation, program.augmentSeed, inputs.step);
  return trainOnce(state, program, { images: changed, labels: labels }, inputs);
}
