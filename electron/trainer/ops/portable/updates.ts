import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';
import { assign } from './variables.ts';

/** TensorFlow's fused optimizers, formula by formula (tensorflow/core/kernels/training_ops.cc). */
export const updateOps: OpTable = {
  ResourceApplyGradientDescent: ([weight, rate, gradient]) => {
    assign(weight, tf.sub(weight!, tf.mul(gradient!, rate!)));
    return [];
  },
  ResourceApplyRMSProp: ([weight, meanSquare, moment, rate, rho, momentum, epsilon, gradient]) => {
    const square = tf.add(meanSquare!, tf.mul(tf.sub(tf.square(gradient!), meanSquare!), tf.sub(1, rho!)));
    const step = tf.mul(tf.mul(gradient!, rate!), tf.rsqrt(tf.add(square, epsilon!)));
    const move = tf.add(tf.mul(moment!, momentum!), step);
    assign(meanSquare, square);
    assign(moment, move);
    assign(weight, tf.sub(weight!, move));
    return [];
  },
  ResourceApplyAdam: ([weight, m, v, power1, power2, rate, beta1, beta2, epsilon, gradient]) => {
    const mean = tf.add(m!, tf.mul(tf.sub(gradient!, m!), tf.sub(1, beta1!)));
    const square = tf.add(v!, tf.mul(tf.sub(tf.square(gradient!), v!), tf.sub(1, beta2!)));
    const corrected = tf.div(tf.mul(rate!, tf.sqrt(tf.sub(1, power2!))), tf.sub(1, power1!));
    const step = tf.div(tf.mul(mean, corrected), tf.add(tf.sqrt(square), epsilon!));
    assign(m, mean);
    assign(v, square);
    assign(weight, tf.sub(weight!, step));
    return [];
  },
};
