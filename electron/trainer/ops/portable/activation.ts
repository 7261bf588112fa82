import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

/** Where the output is positive so was the input: relu's and elu's gradients are told by y. */
export const activationOps: OpTable = {
  Relu: ([x]) => tf.relu(x!),
  ReluGrad: ([dy, y]) => tf.mul(dy!, tf.step(y!)),
  Elu: ([x]) => tf.elu(x!),
  // e^x is y + 1 there.
  EluGrad: ([dy, y]) => tf.mul(dy!, tf.add(tf.minimum(y!, 0), 1)),
  LeakyRelu: ([x], attributes) => tf.leakyRelu(x!, attributes.number('alpha')),
  LeakyReluGrad: ([dy, x], attributes) => tf.mul(dy!, tf.step(x!, attributes.number('alpha'))),
  Tanh: ([x]) => tf.tanh(x!),
  TanhGrad: ([y, dy]) => tf.mul(dy!, tf.sub(1, tf.square(y!))),
  Sigmoid: ([x]) => tf.sigmoid(x!),
  SigmoidGrad: ([y, dy]) => tf.mul(dy!, tf.mul(y!, tf.sub(1, y!))),
  Erf: ([x]) => tf.erf(x!),
  Softmax: ([x]) => tf.softmax(x!),
};
