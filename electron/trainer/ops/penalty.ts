import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { executeOne, T } from './native.ts';

/** l2 times the sum of the squares of `weights`, a scalar: Keras's regularizers.L2. */
export const l2Penalty = (weights: Tensor, l2: number): Tensor =>
  withGradient<[Tensor], Tensor>(([w], save) => {
    save([w]);
    // L2Loss is half the sum of squares.
    return {
      value: tf.mul(executeOne('L2Loss', [T], [w]), 2 * l2),
      gradFunc: (dy, [values]) => tf.mul(values!, tf.mul(dy, 2 * l2)),
    };
  })(weights);
