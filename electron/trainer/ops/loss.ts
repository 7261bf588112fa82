import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { execute, T } from './native.ts';

/** Cross-entropy of softmax(logits) [n, classes] against one-hot labels [n, classes], for each image: [n]. */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return withGradient<[Tensor], Tensor>((_, save) => {
    const [loss, slope] = execute('SoftmaxCrossEntropyWithLogits', [T], [logits, labels], 2);
    save([slope!]);
    return { value: loss!, gradFunc: (dy, [saved]) => tf.mul(saved!, tf.expandDims(dy, 1)) };
  })(logits);
}
