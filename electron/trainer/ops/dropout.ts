import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { choose } from './choose.ts';
import { statelessUniform } from './random.ts';

/**
 * Drops values with probability `rate` and scales the others by 1 / (1 - rate), as Keras does. `noiseShape` is x's own,
 * or has a 1 for each axis along which values fall together (whole channels of an image: [n, 1, 1, c]).
 * The mask is a pure function of the layer's seed and the step, a scalar int32 tensor (see random.ts).
 */
export function dropout(
  x: Tensor,
  rate: number,
  seed: number,
  step: Tensor,
  noiseShape: readonly number[] = x.shape,
): Tensor {
  const mask = tf.tidy(() => {
    const kept = tf.greaterEqual(statelessUniform(noiseShape, seed, step), rate);
    return choose(kept, tf.scalar(1 / (1 - rate)), tf.scalar(0));
  });
  return tf.mul(x, mask);
}
