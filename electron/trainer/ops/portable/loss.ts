import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

export const lossOps: OpTable = {
  /** Each row's loss and its slope by the logits. */
  SoftmaxCrossEntropyWithLogits: ([logits, labels]) => {
    const logProbabilities = tf.logSoftmax(logits!);
    return [tf.neg(tf.sum(tf.mul(labels!, logProbabilities), 1)), tf.sub(tf.exp(logProbabilities), labels!)];
  },
  /** Half the sum of all squares. */
  L2Loss: ([x]) => tf.mul(tf.sum(tf.square(x!)), 0.5),
};
