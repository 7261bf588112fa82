import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

/** Over all axes of [n, h, w, c] but the last. */
const AXES = [0, 1, 2];

const empty = (): Tensor => tf.tensor1d([], 'float32');

export const normalizationOps: OpTable = {
  /** Outputs: y; mean and variance for a moving average (we do not use them: left empty); mean, variance; reserved. */
  FusedBatchNormV3: ([x, gamma, beta, mean, variance], attributes) => {
    const epsilon = attributes.number('epsilon');
    const moments = attributes.boolean('is_training') ? tf.moments(x!, AXES) : { mean: mean!, variance: variance! };
    const scale = tf.mul(gamma!, tf.rsqrt(tf.add(moments.variance, epsilon)));
    const y = tf.add(tf.mul(tf.sub(x!, moments.mean), scale), beta!);
    return [y, empty(), empty(), tf.clone(moments.mean), tf.clone(moments.variance), empty()];
  },
  /** Gradients by x, gamma and beta; in training through the batch's own moments as well. */
  FusedBatchNormGradV3: ([dy, x, gamma, mean, variance], attributes) => {
    const inverse = tf.rsqrt(tf.add(variance!, attributes.number('epsilon')));
    const normal = tf.mul(tf.sub(x!, mean!), inverse);
    const toBeta = tf.sum(dy!, AXES);
    const toGamma = tf.sum(tf.mul(dy!, normal), AXES);
    const count = x!.size / x!.shape.at(-1)!;
    const slope = attributes.boolean('is_training')
      ? tf.sub(dy!, tf.div(tf.add(toBeta, tf.mul(normal, toGamma)), count))
      : dy!;
    return [tf.mul(slope, tf.mul(gamma!, inverse)), toGamma, toBeta, empty(), empty()];
  },
};
