import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { executeOne, intAttr, intTensor } from './native.ts';
import { type Padding, type Pair, windowAttributes } from './window.ts';

const pool = (size: Pair, strides: Pair, padding: Padding) => [
  ...windowAttributes(strides, padding),
  intAttr('ksize', [1, size[0], size[1], 1]),
];

/** The largest value of each window of x [n, h, w, c]. */
export function maxPool(x: Tensor, size: Pair, strides: Pair, padding: Padding): Tensor {
  const attributes = pool(size, strides, padding);
  return withGradient<[Tensor], Tensor>((_, save) => {
    const value = executeOne('MaxPool', attributes, [x]);
    save([x, value]);
    return { value, gradFunc: (dy, [input, y]) => executeOne('MaxPoolGrad', attributes, [input!, y!, dy]) };
  })(x);
}

/** The mean of each window of x [n, h, w, c]; with `same`, of those of its values that lie inside the image. */
export function averagePool(x: Tensor, size: Pair, strides: Pair, padding: Padding): Tensor {
  const attributes = pool(size, strides, padding);
  return withGradient<[Tensor], Tensor>(() => ({
    value: executeOne('AvgPool', attributes, [x]),
    gradFunc: (dy) => executeOne('AvgPoolGrad', attributes, [intTensor(x.shape), dy]),
  }))(x);
}

/** The mean over `axes`, which are dropped. Its gradient is one broadcast. */
export function meanOver(x: Tensor, axes: number[]): Tensor {
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return withGradient<[Tensor], Tensor>(() => ({
    value: tf.mean(x, axes),
    gradFunc: (dy) => tf.broadcastTo(tf.reshape(tf.mul(dy, 1 / count), kept), x.shape),
  }))(x);
}
