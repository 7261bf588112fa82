import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { executeOne, T } from './native.ts';

/** Softmax over the last axis. */
export const softmax = withGradient<[Tensor], Tensor>(([x], save) => {
  const value = executeOne('Softmax', [T], [x]);
  save([value]);
  // y (dy - sum(y dy))
  return { value, gradFunc: (dy, [y]) => tf.mul(y!, tf.sub(dy, tf.sum(tf.mul(y!, dy), -1, true))) };
});
