import * as tf from '@tensorflow/tfjs-core';
import type { Model } from './model/build-model.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { TrainStep } from './step.ts';
import { trainOnce } from './training-step.ts';

/** A training step run op by op. */
export function createEagerStep(model: Model, optimizer: Optimizer): TrainStep {
  return {
    mode: 'eager',
    run(batch, step) {
      // One read, which waits for the step to end.
      const [loss, correct] = tf.tidy(() =>
        trainOnce(model, optimizer, batch, tf.scalar(step, 'int32')).dataSync<'float32'>(),
      );
      return { loss: loss!, correct: correct! };
    },
    settle: () => undefined,
    dispose: () => undefined,
  };
}
