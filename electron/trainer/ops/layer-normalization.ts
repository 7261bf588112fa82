import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { sumToLastAxis } from './dense.ts';
import { withGradient } from './differentiable.ts';

/** Normalises x [..., c] over its last axis, then scales and shifts by gamma and beta [c]. */
export const layerNorm = (x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Tensor =>
  withGradient<[Tensor, Tensor, Tensor], Tensor[]>((_, save) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
    const normal = tf.mul(centred, scale);
    save([normal, scale, gamma]);
    return {
      value: tf.add(tf.mul(normal, gamma), beta),
      gradFunc: (dy, saved) => {
        const [y, s, g] = saved as [Tensor, Tensor, Tensor];
        const slope = tf.mul(dy, g);
        const along = tf.mul(y, tf.mean(tf.mul(slope, y), -1, true));
        const toInput = tf.mul(s, tf.sub(tf.sub(slope, tf.mean(slope, -1, true)), along));
        return [toInput, sumToLastAxis(tf.mul(dy, y)), sumToLastAxis(dy)];
      },
    };
  })(x, gamma, beta);
