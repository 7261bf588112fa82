import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { boolAttr, executeOne, T } from './native.ts';
import { rowSums } from './sums.ts';

/** a by b for each of the leading axes, either of them transposed first; without a gradient. */
const products = (a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor =>
  executeOne('BatchMatMulV2', [T, boolAttr('adj_x', transposeA), boolAttr('adj_y', transposeB)], [a, b]);

/** softmax(queries keys^T): what each step looks at, rows that sum to 1. Both [n, heads, steps, size], queries as for `attention`. */
export const attentionWeights = (queries: Tensor, keys: Tensor): Tensor =>
  executeOne('Softmax', [T], [products(queries, keys, false, true)]);

/**
 * softmax(queries keys^T) values, each of the three [n, heads, steps, size]: queries come scaled by 1 / sqrt(size).
 *
 * The softmax's gradient wants the sum of weight times slope over each row of the weights [steps, steps]; that is the sum of
 * output times slope over each row of the output [steps, size], which is far smaller (Dao, FlashAttention, 2022).
 */
export const attention = withGradient<[Tensor, Tensor, Tensor], Tensor[]>(([queries, keys, values], save) => {
  const weights = attentionWeights(queries, keys);
  const output = products(weights, values);
  save([queries, keys, values, weights, output]);
  return {
    value: output,
    gradFunc: (dy, saved) => {
      const [q, k, v, p, y] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
      const toScores = tf.mul(p, tf.sub(products(dy, v, false, true), rowSums(tf.mul(dy, y))));
      return [products(toScores, k), products(toScores, q, true), products(p, dy, true)];
    },
  };
});
