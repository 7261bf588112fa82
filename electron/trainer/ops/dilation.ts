import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Padding, Pair } from './window.ts';

/**
 * A dilated window over x [n, h, w, c] is a plain one over every `rate`-th row and column: x is dealt out into those
 * grids (SpaceToBatchND), `slide` works on them at stride 1 without padding, and its results are put together again.
 * This is how TensorFlow's own `convolution` does it where the kernels know no dilation, as on the CPU without oneDNN.
 */
export function dilated(x: Tensor, size: Pair, rate: Pair, padding: Padding, slide: (grids: Tensor) => Tensor): Tensor {
  const plans = ([0, 1] as const).map((axis) => plan(x.shape[axis + 1]!, size[axis], rate[axis], padding));
  const paddings = plans.map(({ before, after }) => [before, after]);
  const crops = plans.map(({ crop }) => [0, crop]);
  const block = [...rate];
  return tf.batchToSpaceND(slide(tf.spaceToBatchND(x, block, paddings)), block, crops);
}

/** Padding of one axis: what `same` asks for, and then up to whole blocks, whose share of the output is cut off. */
function plan(length: number, size: number, rate: number, padding: Padding) {
  const reach = (size - 1) * rate;
  const same = padding === 'same' ? reach : 0;
  const before = Math.floor(same / 2);
  const crop = (rate - ((length + same) % rate)) % rate;
  return { before, after: same - before + crop, crop };
}
