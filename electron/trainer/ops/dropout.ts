import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { choose } from './choose.ts';
import { statelessUniform } from './random.ts';

/**
 * A mask to multiply values by: it drops each with probability `rate` and scales the others by 1 / (1 - rate), as Keras
 * does. A pure function of the layer's seed and the step, a scalar int32 tensor (see random.ts).
 */
export const dropoutMask = (shape: readonly number[], rate: number, seed: number, step: Tensor): Tensor =>
  tf.tidy(() => {
    const kept = tf.greaterEqual(statelessUniform(shape, seed, step), rate);
    return choose(kept, tf.scalar(1 / (1 - rate)), tf.scalar(0));
  });
