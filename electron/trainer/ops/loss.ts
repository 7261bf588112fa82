import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { execute, T } from './native.ts';
import { halfSumOfSquares } from './sums.ts';

/** Cross-entropy of softmax(logits) [n, classes] against one-hot labels [n, classes], for each image: [n]. */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return withGradient<[Tensor], Tensor>((_, save) => {
    const [loss, slope] = execute('SoftmaxCrossEntropyWithLogits', [T], [logits, labels], 2);
    save([slope!]);
    return { value: loss!, gradFunc: (dy, [saved]) => tf.mul(saved!, tf.expandDims(dy, 1)) };
  })(logits);
}

/** l2 times the sum of the squares of `weights`, a scalar: Keras's regularizers.L2. */
export const l2Penalty = (weights: Tensor, l2: number): Tensor =>
  withGradient<[Tensor], Tensor>(([w], save) => {
    save([w]);
    return {
      value: tf.mul(halfSumOfSquares(w), 2 * l2),
      gradFunc: (dy, [values]) => tf.mul(values!, tf.mul(dy, 2 * l2)),
    };
  })(weights);
