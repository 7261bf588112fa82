import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { halfSumOfSquares } from './sum-of-squares.ts';

/** l2 times the sum of the squares of `weights`, a scalar: Keras's regularizers.L2. */
export const l2Penalty = (weights: Tensor, l2: number): Tensor =>
  withGradient<[Tensor], Tensor>(([w], save) => {
    save([w]);
    return {
      value: tf.mul(halfSumOfSquares(w), 2 * l2),
      gradFunc: (dy, [values]) => tf.mul(values!, tf.mul(dy, 2 * l2)),
    };
  })(weights);
