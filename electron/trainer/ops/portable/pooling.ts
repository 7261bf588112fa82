import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hostNumbers } from './host-values.ts';
import { kernel } from './kernel.ts';
import type { Attributes, OpTable } from './op.ts';
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
    // tfjs's gradient divides by the whole window everywhere; TensorFlow's by what of it lies inside the image.
    const inside = placesInside(inputShape, filterSize, window);
    const scaled = tf.mul(dy!, tf.div(filterSize[0] * filterSize[1], inside));
    return kernel('AvgPoolGrad', { dy: scaled, input: tf.zeros(inputShape) }, { ...window, filterSize });
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
