import type { Tensor } from '@tensorflow/tfjs-core';
import type { RunEngine } from '../../shared/contract/schemas/run.ts';

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
 * One optimizer step: op by op (eager-step.ts) or as a traced graph (graph-step.ts).
 * `step` counts from 1 over the whole run: what depends on it (dropout masks, Adam's correction) depends on nothing else.
 */
export interface TrainStep {
  readonly mode: RunEngine['mode'];
  run(batch: Batch, step: number): StepResult;
  /** Brings what the steps so far did into the model's and the optimizer's variables, for whoever reads those. */
  settle(): void;
  dispose(): void;
}
