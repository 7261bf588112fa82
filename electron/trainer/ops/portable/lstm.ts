import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

type Gates = [Tensor, Tensor, Tensor, Tensor];

const slopeOfSigmoid = (y: Tensor): Tensor => tf.mul(y, tf.sub(1, y));
const slopeOfTanh = (y: Tensor): Tensor => tf.sub(1, tf.square(y));

/** Without peepholes and clipping, which we do not use. */
export const lstmOps: OpTable = {
  /**
   * A whole sequence x [steps, n, in] with weights [in + units, 4 units], gates in the order i, f, c, o. Outputs, [steps, n,
   * units] each: i, cell, f, o, c, tanh(cell), h.
   */
  BlockLSTMV2: ([, x, firstCell, firstHidden, weights, , , , bias]) => {
    const [steps, n, size] = x!.shape as [number, number, number];
    const units = firstCell!.shape[1]!;
    const [ofInput, ofState] = tf.split(weights!, [size, units], 0) as [Tensor, Tensor];
    const driven = tf.add(tf.matMul(tf.reshape(x!, [steps * n, size]), ofInput), bias!);
    const inputs = tf.unstack(tf.reshape(driven, [steps, n, 4 * units]));
    const kept: Tensor[][] = [[], [], [], [], [], [], []];
    let [cell, hidden] = [firstCell!, firstHidden!];
    for (const input of inputs) {
      const [ai, af, ac, ao] = tf.split(tf.add(input, tf.matMul(hidden, ofState)), 4, 1) as Gates;
      const [i, f, c, o] = [tf.sigmoid(ai), tf.sigmoid(af), tf.tanh(ac), tf.sigmoid(ao)];
      cell = tf.add(tf.mul(f, cell), tf.mul(i, c));
      const squashed = tf.tanh(cell);
      hidden = tf.mul(o, squashed);
      [i, cell, f, o, c, squashed, hidden].forEach((value, k) => kept[k]!.push(value));
    }
    return kept.map((sequence) => tf.stack(sequence));
  },
  /** One step back: gradients by the cell before and by the gates' inputs in the order i, c, f, o; no peepholes'. */
  LSTMBlockCellGrad: ([, before, , , peephole, , , , i, , f, o, c, squashed, toCell, toHidden]) => {
    const toOutput = tf.mul(slopeOfSigmoid(o!), tf.mul(toHidden!, squashed!));
    const dCell = tf.add(tf.mul(slopeOfTanh(squashed!), tf.mul(toHidden!, o!)), toCell!);
    const toInput = tf.mul(slopeOfSigmoid(i!), tf.mul(dCell, c!));
    const toCandidate = tf.mul(slopeOfTanh(c!), tf.mul(dCell, i!));
    const toForget = tf.mul(slopeOfSigmoid(f!), tf.mul(dCell, before!));
    const none = tf.zerosLike(peephole!);
    return [
      tf.mul(dCell, f!),
      tf.concat([toInput, toCandidate, toForget, toOutput], 1),
      none,
      tf.clone(none),
      tf.clone(none),
    ];
  },
};
