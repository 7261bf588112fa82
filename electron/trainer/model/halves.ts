import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Images that are worth a chain of ops of their own. */
const SMALLEST_HALF = 8;

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
