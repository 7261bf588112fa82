import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { executeOne, FLOAT, INT32, intTensor, typeAttr } from './native.ts';

const UNIFORM = [typeAttr('dtype', FLOAT), typeAttr('T', INT32), typeAttr('Tseed', INT32)];

/**
 * Drops values with probability `rate` and scales the others by 1 / (1 - rate), as Keras does.
 *
 * The mask is a pure function of the layer's seed and the step (a scalar int32 tensor) by TensorFlow's counter-based
 * generator: there is no state to save, and a resumed run or a traced graph draws the same masks.
 */
export function dropout(x: Tensor, rate: number, seed: number, step: Tensor): Tensor {
  const mask = tf.tidy(() => {
    const seeds = tf.stack([tf.scalar(seed | 0, 'int32'), step]);
    const uniform = executeOne('StatelessRandomUniform', UNIFORM, [intTensor(x.shape), seeds]);
    return tf.mul(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate));
  });
  return tf.mul(x, mask);
}
