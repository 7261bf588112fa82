import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { product } from './dense.ts';
import { executeOne, T } from './native.ts';

/** x [..., c] by a vector [c]: one number a row, [..., 1]. As a matrix product, which is quicker than TensorFlow's sums. */
export function rowProducts(x: Tensor, vector: Tensor): Tensor {
  const width = x.shape.at(-1)!;
  const sums = product(tf.reshape(x, [-1, width]), tf.reshape(vector, [width, 1]));
  return tf.reshape(sums, [...x.shape.slice(0, -1), 1]);
}

export const rowSums = (x: Tensor): Tensor => rowProducts(x, tf.ones([x.shape.at(-1)!]));

export const rowMeans = (x: Tensor): Tensor => rowProducts(x, tf.fill([x.shape.at(-1)!], 1 / x.shape.at(-1)!));

/** Half the sum of the squares of all of x's values, a scalar, in one pass (TensorFlow's L2Loss). Has no gradient. */
export const halfSumOfSquares = (x: Tensor): Tensor => executeOne('L2Loss', [T], [x]);
