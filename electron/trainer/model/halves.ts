import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerSpec, LayerType } from '../../../shared/contract/schemas/model.ts';

/** Images that are worth a chain of ops of their own. */
const SMALLEST_HALF = 8;

/** Layers that treat each image by itself, without chance, and are not halved already. */
const BY_IMAGE: ReadonlySet<LayerType> = new Set<LayerType>([
  'Conv2D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'MaxPooling2D',
  'AveragePooling2D',
  'GlobalAveragePooling2D',
  'LayerNormalization',
  'Activation',
  'Flatten',
  'Reshape',
  'Dense',
]);
const CONVOLUTIONS: ReadonlySet<LayerType> = new Set<LayerType>(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D']);

/**
 * Whether a whole network is best run in halves: then no core waits for another within an op, which is what a
 * convolution's threads do at its end. It must not normalise over the batch, and what has no convolution is too small.
 */
export const gainsFromHalves = (layers: readonly LayerSpec[]): boolean =>
  layers.every(({ type }) => BY_IMAGE.has(type)) && layers.some(({ type }) => CONVOLUTIONS.has(type));

/**
 * Half of the batch beside the other. A recurrence and a Transformer are long chains of ops too small for several cores
 * each; two of them keep two cores busy, and half the values stay nearer to the core. `half` is 0 or 1.
 */
export function inHalves(x: Tensor, f: (part: Tensor, half: 0 | 1) => Tensor): Tensor {
  const n = x.shape[0]!;
  if (n < SMALLEST_HALF * 2) return f(x, 0);
  const upper = Math.ceil(n / 2);
  const [first, second] = tf.split(x, [upper, n - upper]) as [Tensor, Tensor];
  return tf.concat([f(first, 0), f(second, 1)], 0);
}
