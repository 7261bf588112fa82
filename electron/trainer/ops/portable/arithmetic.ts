import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

export const arithmeticOps: OpTable = {
  /** Along the first axis. */
  GatherV2: ([from, at]) => tf.gather(from!, at! as tf.Tensor1D),
  SelectV2: ([condition, yes, no]) => tf.where(condition!, yes!, no!),
  MatMul: ([a, b], attributes) =>
    tf.matMul(a!, b!, attributes.boolean('transpose_a'), attributes.boolean('transpose_b')),
  BatchMatMulV2: ([a, b], attributes) => tf.matMul(a!, b!, attributes.boolean('adj_x'), attributes.boolean('adj_y')),
  BiasAdd: ([x, bias]) => tf.add(x!, bias!),
  BiasAddGrad: ([dy]) => tf.sum(tf.reshape(dy!, [-1, dy!.shape.at(-1)!]), 0),
  /** Each row's loss and its slope by the logits. */
  SoftmaxCrossEntropyWithLogits: ([logits, labels]) => {
    const logProbabilities = tf.logSoftmax(logits!);
    return [tf.neg(tf.sum(tf.mul(labels!, logProbabilities), 1)), tf.sub(tf.exp(logProbabilities), labels!)];
  },
  /** Half the sum of all squares. */
  L2Loss: ([x]) => tf.mul(tf.sum(tf.square(x!)), 0.5),
};
