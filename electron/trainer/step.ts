import type { Tensor } from '@tensorflow/tfjs-core';

/** Images and labels of one batch, as TensorFlow has them. The caller disposes of both. */
export interface Batch {
  /** [n, height, width, channels], float32 in [0, 1]. */
  readonly images: Tensor;
  /** [n], int32. */
  readonly labels: Tensor;
  readonly size: number;
}

export interface StepResult {
  /** Mean cross-entropy of the batch, before the update. */
  readonly loss: number;
  /** Images of the batch that were read right, before the update. */
  readonly correct: number;
}

/**
 * One optimizer step. Op by op today (eager-step.ts); a traced graph stands behind the same interface.
 * `step` counts from 1 over the whole run: what depends on it (dropout masks, Adam's correction) depends on nothing else.
 */
export interface TrainStep {
  run(batch: Batch, step: number): StepResult;
}
