import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { executeOne, floatAttr, T, type Attribute } from './native.ts';

/** Activations of any shape, value by value, with TensorFlow's fused gradients where it has them. */

/** An activation whose gradient TensorFlow computes from the output alone. */
const fused = (op: string, gradient: (dy: Tensor, y: Tensor) => Tensor, attributes: readonly Attribute[] = [T]) =>
  withGradient<[Tensor], Tensor>(([x], save) => {
    const value = executeOne(op, attributes, [x]);
    save([value]);
    return { value, gradFunc: (dy, [y]) => gradient(dy, y!) };
  });

export const relu = fused('Relu', (dy, y) => executeOne('ReluGrad', [T], [dy, y]));
export const elu = fused('Elu', (dy, y) => executeOne('EluGrad', [T], [dy, y]));
export const tanh = fused('Tanh', (dy, y) => executeOne('TanhGrad', [T], [y, dy]));
export const sigmoid = fused('Sigmoid', (dy, y) => executeOne('SigmoidGrad', [T], [y, dy]));

/** Keras's negative_slope of `leaky_relu`. */
const SLOPE: readonly Attribute[] = [T, floatAttr('alpha', 0.2)];

// By the output, which has its input's sign: with the input kept, Grappler's fusion of bias and LeakyRelu fails.
export const leakyRelu = fused('LeakyRelu', (dy, y) => executeOne('LeakyReluGrad', SLOPE, [dy, y]), SLOPE);

/** x sigmoid(x). */
export const swish = withGradient<[Tensor], Tensor>(([x], save) => {
  const gate = executeOne('Sigmoid', [T], [x]);
  save([x, gate]);
  return {
    value: tf.mul(x, gate),
    // dy s + (dy x) s (1 - s)
    gradFunc: (dy, [input, s]) => tf.add(tf.mul(dy, s!), executeOne('SigmoidGrad', [T], [s!, tf.mul(dy, input!)])),
  };
});

/** x times the normal distribution's share below x: the exact form, 0.5 x (1 + erf(x / sqrt 2)), as Keras has it. */
export const gelu = withGradient<[Tensor], Tensor>(([x], save) => {
  const share = tf.add(tf.mul(executeOne('Erf', [T], [tf.mul(x, Math.SQRT1_2)]), 0.5), 0.5);
  save([x, share]);
  return {
    value: tf.mul(x, share),
    // dy (share + x density(x))
    gradFunc: (dy, [input, below]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(input!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul(dy, tf.add(below!, tf.mul(input!, density)));
    },
  };
});
