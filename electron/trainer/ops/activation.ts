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

/**
 * h (1 + erf(h)): gelu(x) is this of h = x / sqrt 2, divided by sqrt 2. Between two dense layers both factors belong into
 * their weights, which are smaller.
 */
export const unscaledGelu = withGradient<[Tensor], Tensor>(([h], save) => {
  const share = tf.add(executeOne('Erf', [T], [h]), 1);
  save([h, share]);
  return {
    value: tf.mul(h, share),
    // dy (share + 2 / sqrt pi h exp(-h^2))
    gradFunc: (dy, [input, below]) => {
      const bell = tf.div(input!, tf.exp(tf.square(input!)));
      return tf.mul(dy, tf.add(below!, tf.mul(bell, 2 / Math.sqrt(Math.PI))));
    },
  };
});

/** x times the normal distribution's share below x: the exact form, 0.5 x (1 + erf(x / sqrt 2)), as Keras has it. */
export const gelu = (x: Tensor): Tensor => tf.mul(unscaledGelu(tf.mul(x, Math.SQRT1_2)), Math.SQRT1_2);
