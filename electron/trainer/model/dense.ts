import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { matMul } from '../ops/dense.ts';
import type { BuildLayer } from './layer.ts';
import { kernelWeight, withBias } from './weights.ts';

/** Keras's Dense over the last axis: kernel [in, units]. */
export const dense: BuildLayer<'Dense'> = (layer, { name, inputShape, first }) => {
  const kernel = kernelWeight(`${name}/kernel`, [inputShape.at(-1)!, layer.units], layer.kernelRegularizer);
  return withBias(
    name,
    [kernel],
    (x, context) => overRows(x, (rows) => matMul(rows, context.weight(kernel.path), first)),
    layer.units,
    layer,
  );
};

/** Applies `f` to x [..., in] as a matrix: all that stands before the last axis is its rows. */
export function overRows(x: Tensor, f: (rows: Tensor) => Tensor): Tensor {
  if (x.rank === 2) return f(x);
  const result = f(tf.reshape(x, [-1, x.shape.at(-1)!]));
  return tf.reshape(result, [...x.shape.slice(0, -1), result.shape[1]!]);
}
