import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hostNumbers } from './host-values.ts';
import { kernel, type Attributes, type OpTable } from './op.ts';
import { windowOf, windowSize, type Window } from './window.ts';

const options = (attributes: Attributes) => ({ ...windowOf(attributes), filterSize: windowSize(attributes) });

export const poolingOps: OpTable = {
  MaxPool: ([x], attributes) => kernel('MaxPool', { x: x! }, options(attributes)),
  MaxPoolGrad: ([input, output, dy], attributes) =>
    kernel('MaxPoolGrad', { dy: dy!, input: input!, output: output! }, options(attributes)),
  AvgPool: ([x], attributes) => kernel('AvgPool', { x: x! }, options(attributes)),
  AvgPoolGrad: ([shape, dy], attributes) => {
    const inputShape = hostNumbers(shape!) as [number, number, number, number];
    const { filterSize, ...window } = options(attributes);
    // Not tfjs's own AvgPoolGrad: most of its backends divide by the whole window also where that hangs over the edge.
    const shares = tf.div(dy!, placesInside(inputShape, filterSize, window));
    const filter = tf.ones([...filterSize, inputShape[3], 1]);
    return kernel(
      'DepthwiseConv2dNativeBackpropInput',
      { dy: shares, filter },
      { ...window, dilations: [1, 1], inputShape },
    );
  },
};

/** How many of each window's places lie inside the image: [1, h', w', 1]. */
function placesInside(
  shape: readonly [number, number, number, number],
  size: readonly [number, number],
  { strides, pad }: Window,
): Tensor {
  const [rows, columns] = ([0, 1] as const).map((axis) =>
    insideAlong(shape[axis + 1]!, size[axis], strides[axis], pad),
  );
  return tf.tensor4d(
    rows!.flatMap((row) => columns!.map((column) => row * column)),
    [1, rows!.length, columns!.length, 1],
  );
}

function insideAlong(length: number, size: number, stride: number, pad: Window['pad']): number[] {
  if (pad === 'valid') return new Array<number>(Math.floor((length - size) / stride) + 1).fill(size);
  const count = Math.ceil(length / stride);
  const before = Math.floor(Math.max(0, (count - 1) * stride + size - length) / 2);
  return Array.from({ length: count }, (_, i) => {
    const start = i * stride - before;
    return Math.min(length, start + size) - Math.max(0, start);
  });
}
