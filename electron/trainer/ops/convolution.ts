import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withWeights } from './differentiable.ts';
import { executeOne, intTensor, type Attribute } from './native.ts';
import { type Padding, type Pair, windowAttributes } from './window.ts';

/** How a convolution slides over its input. Strides and dilation exclude each other, as in Keras. */
export interface ConvolutionOptions {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilationRate: Pair;
  /** See withWeights. */
  readonly first: boolean;
}

/** TensorFlow's names of a convolution and of its two gradients. */
interface Kernels {
  readonly forward: string;
  readonly toInput: string;
  readonly toKernel: string;
}

const FULL: Kernels = { forward: 'Conv2D', toInput: 'Conv2DBackpropInput', toKernel: 'Conv2DBackpropFilter' };
const DEPTHWISE: Kernels = {
  forward: 'DepthwiseConv2dNative',
  toInput: 'DepthwiseConv2dNativeBackpropInput',
  toKernel: 'DepthwiseConv2dNativeBackpropFilter',
};

/** x [n, h, w, in] * kernel [kh, kw, in, out]. */
export const conv2d = (x: Tensor, kernel: Tensor, options: ConvolutionOptions): Tensor =>
  convolution(FULL, x, kernel, options);

/**
 * Each channel of x [n, h, w, in] by its own kernels of [kh, kw, in, multiplier]: [n, h', w', in * multiplier].
 * TensorFlow wants the same stride along both axes.
 */
export const depthwiseConv2d = (x: Tensor, kernel: Tensor, options: ConvolutionOptions): Tensor =>
  convolution(DEPTHWISE, x, kernel, options);

function convolution(kernels: Kernels, x: Tensor, kernel: Tensor, options: ConvolutionOptions): Tensor {
  const { strides, padding, dilationRate, first } = options;
  if (kernels === FULL && kernel.shape[2] === 1 && strides[0] !== strides[1]) {
    return convolution(kernels, withEmptyChannel(x, 3), withEmptyChannel(kernel, 2), options);
  }
  if (dilationRate[0] === 1 && dilationRate[1] === 1)
    return convolve(kernels, x, kernel, windowAttributes(strides, padding), first);
  const size: Pair = [kernel.shape[0]!, kernel.shape[1]!];
  // The same window at stride 1, without padding, on each of the grids that a dilated kernel sees.
  return dilated(x, size, dilationRate, padding, (grids) =>
    convolve(kernels, grids, kernel, windowAttributes([1, 1], 'valid'), first),
  );
}

/**
 * oneDNN's kernel for a single channel leaves a part of its output unwritten where strides differ and one column comes out
 * (TensorFlow 2.18.1; six rows of [1, 5] windows on six columns by [1, 2]). With a second channel of zeros it is not chosen.
 */
const withEmptyChannel = (x: Tensor, axis: number): Tensor =>
  tf.pad(
    x,
    x.shape.map((_, i): [number, number] => [0, i === axis ? 1 : 0]),
  );

const convolve = (
  { forward, toInput, toKernel }: Kernels,
  x: Tensor,
  kernel: Tensor,
  attributes: readonly Attribute[],
  first: boolean,
): Tensor =>
  withWeights(x, [kernel], first, (save) => {
    save([x, kernel]);
    return {
      value: executeOne(forward, attributes, [x, kernel]),
      gradients: (dy, [input, weights]) => ({
        toWeights: [executeOne(toKernel, attributes, [input!, intTensor(kernel.shape), dy])],
        toInput: () => executeOne(toInput, attributes, [intTensor(x.shape), weights!, dy]),
      }),
    };
  });

/**
 * A dilated window over x [n, h, w, c] is a plain one over every `rate`-th row and column: x is dealt out into those
 * grids (SpaceToBatchND), `slide` works on them at stride 1 without padding, and its results are put together again.
 * This is how TensorFlow's own `convolution` does it where the kernels know no dilation, as on the CPU without oneDNN.
 */
function dilated(x: Tensor, size: Pair, rate: Pair, padding: Padding, slide: (grids: Tensor) => Tensor): Tensor {
  const plans = ([0, 1] as const).map((axis) => blocksOf(x.shape[axis + 1]!, size[axis], rate[axis], padding));
  const paddings = plans.map(({ before, after }) => [before, after]);
  const crops = plans.map(({ crop }) => [0, crop]);
  const block = [...rate];
  return tf.batchToSpaceND(slide(tf.spaceToBatchND(x, block, paddings)), block, crops);
}

/** Padding of one axis: what `same` asks for, and then up to whole blocks, whose share of the output is cut off. */
function blocksOf(length: number, size: number, rate: number, padding: Padding) {
  const reach = (size - 1) * rate;
  const same = padding === 'same' ? reach : 0;
  const before = Math.floor(same / 2);
  const crop = (rate - ((length + same) % rate)) % rate;
  return { before, after: same - before + crop, crop };
}
