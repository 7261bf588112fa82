import * as tf from '@tensorflow/tfjs-core';

/** A tidy around `work` whose result holds no tensors: none outlives it. tfjs would look for them in each number of an array. */
export function tidied<T>(work: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = work();
  });
  return result;
}
