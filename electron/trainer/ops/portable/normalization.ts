import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

/** Over all axes of [n, h, w, c] but the last. */
const AXES = [0, 1, 2];

const empty = (): Tensor => tf.tensor1d([], 'float32');
const countOf = (x: Tensor): number => x.size / x.shape.at(-1)!;

export const normalizationOps: OpTable = {
  /** Outputs: y; mean and variance, divided by one less than the count in training; what TensorFlow reserves: left empty. */
  FusedBatchNormV3: ([x, gamma, beta, mean, variance], attributes) => {
    const epsilon = attributes.number('epsilon');
    const moments = attributes.boolean('is_training') ? tf.moments(x!, AXES) : { mean: mean!, variance: variance! };
    const scale = tf.mul(gamma!, tf.rsqrt(tf.add(moments.variance, epsilon)));
    const y = tf.add(tf.mul(tf.sub(x!, moments.mean), scale), beta!);
    const count = countOf(x!);
    const factor = attributes.boolean('is_training') ? count / Math.max(count - 1, 1) : 1;
    return [y, tf.clone(moments.mean), tf.mul(moments.variance, factor), empty(), empty(), empty()];
  },
  /** Gradients by x, gamma and beta; in training through the batch's own moments as well. */
  FusedBatchNormGradV3: ([dy, x, gamma, mean, variance], attributes) => {
    const inverse = tf.rsqrt(tf.add(variance!, attributes.number('epsilon')));
    const normal = tf.mul(tf.sub(x!, mean!), inverse);
    const toBeta = tf.sum(dy!, AXES);
    const toGamma = tf.sum(tf.mul(dy!, normal), AXES);
    const count = countOf(x!);
    const slope = attributes.boolean('is_training')
      ? tf.sub(dy!, tf.div(tf.add(toBeta, tf.mul(normal, toGamma)), count))
      : dy!;
    return [tf.mul(slope, tf.mul(gamma!, inverse)), toGamma, toBeta, empty(), empty()];
  },
};
