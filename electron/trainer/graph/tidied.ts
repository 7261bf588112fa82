import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `work`, whose result holds no tensors, in a tidy. The result is kept from tf.tidy, which would search every
 * element of an array for tensors.
 */
export function tidied<T>(work: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = work();
  });
  return result;
}
