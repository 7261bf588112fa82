import type { Tensor } from '@tensorflow/tfjs-core';
import { changeBatch, type ImageChanges } from '../augment/augment.ts';
import { isFeatures, type StepSet } from './step-set.ts';
import { trainOnce, type Objective, type StepInputs } from './training-step.ts';
import type { TrainingState } from './training-state.ts';

/** The options of a training step that do not change from step to step. */
export interface StepProgram extends Objective, ImageChanges {}

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
  return trainOnce(state, program, { images: changeBatch(entries, program, inputs.step), labels }, inputs);
}
