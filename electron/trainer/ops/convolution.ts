import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { executeOne, intAttr, intTensor, NHWC, stringAttr, T, type Attribute } from './native.ts';

export type Padding = 'valid' | 'same';
type Pair = readonly [number, number];

const window = (strides: Pair, padding: Padding): Attribute[] => [
  T,
  intAttr('strides', [1, strides[0], strides[1], 1]),
  stringAttr('padding', padding.toUpperCase()),
  NHWC,
];

/**
 * x [n, h, w, in] * kernel [kh, kw, in, out]. With `first`, x is the model's input: the gradient to it, which nobody
 * asks for, is not computed.
 */
export function conv2d(x: Tensor, kernel: Tensor, strides: Pair, padding: Padding, first: boolean): Tensor {
  const attributes = window(strides, padding);
  const value = () => executeOne('Conv2D', attributes, [x, kernel]);
  const toKernel = (dy: Tensor, input: Tensor) =>
    executeOne('Conv2DBackpropFilter', attributes, [input, intTensor(kernel.shape), dy]);
  if (first) {
    return withGradient<[Tensor], Tensor>((_, save) => {
      save([x]);
      return { value: value(), gradFunc: (dy, [input]) => toKernel(dy, input!) };
    })(kernel);
  }
  return withGradient<[Tensor, Tensor], Tensor[]>((_, save) => {
    save([x, kernel]);
    return {
      value: value(),
      gradFunc: (dy, [input, weights]) => [
        executeOne('Conv2DBackpropInput', attributes, [intTensor(x.shape), weights!, dy]),
        toKernel(dy, input!),
      ],
    };
  })(x, kernel);
}

/** The largest value of each window of x [n, h, w, c]. */
export function maxPool(x: Tensor, size: Pair, strides: Pair, padding: Padding): Tensor {
  const attributes = [...window(strides, padding), intAttr('ksize', [1, size[0], size[1], 1])];
  return withGradient<[Tensor], Tensor>((_, save) => {
    const value = executeOne('MaxPool', attributes, [x]);
    save([x, value]);
    return { value, gradFunc: (dy, [input, y]) => executeOne('MaxPoolGrad', attributes, [input!, y!, dy]) };
  })(x);
}
