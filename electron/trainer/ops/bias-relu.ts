import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { relu } from './activation.ts';
import { biasAdd, biasAddValue, sumToLastAxis } from './dense.ts';
import { withGradient } from './differentiable.ts';
import { executeOne, T } from './native.ts';

/** relu(x + bias), for bias [c] and x [..., c]. */
export const biasRelu = (x: Tensor, bias: Tensor): Tensor => relu(biasAdd(x, bias));

/**
 * biasRelu in two parts, for a max pool to stand between them. The value before the pool: TensorFlow computes it within the
 * convolution, at no cost. Its gradient after the pool, on a quarter of the values: a pool hands each of its gradients on to
 * one value, which is above zero where the pool's own is, so masks and sums are the same on both sides.
 */
export const biasReluValue = (x: Tensor, bias: Tensor): Tensor =>
  withGradient<[Tensor], Tensor>(([input]) => ({
    value: executeOne('Relu', [T], [biasAddValue(input, bias)]),
    gradFunc: (dy) => dy,
  }))(x);

/** See biasReluValue: gives `pooled` as it is. */
export const biasReluGradient = withGradient<[Tensor, Tensor], Tensor[]>(([pooled], save) => {
  save([pooled]);
  return {
    value: tf.clone(pooled),
    gradFunc: (dy, [y]) => {
      const slope = executeOne('ReluGrad', [T], [dy, y!]);
      return [slope, sumToLastAxis(slope)];
    },
  };
});
