import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The values of the float32 tensor that `compute` makes, inside a tidy of its own. Resolves when the device has done it; a graphics
 * card gives nothing sooner.
 */
export async function readBack(compute: () => Tensor): Promise<Float32Array> {
  const result = tf.tidy(compute);
  try {
    return await result.data<'float32'>();
  } finally {
    result.dispose();
  }
}
