import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { biasAddValue, product, sumToLastAxis } from './dense.ts';
import { withGradient } from './differentiable.ts';
import { rowMeans, rowProducts } from './sums.ts';

/** The rows of x [..., c] with mean 0 and variance 1, and by what they were scaled [..., 1]. */
function normalise(x: Tensor, epsilon: number): { readonly normal: Tensor; readonly scale: Tensor } {
  const centred = tf.sub(x, rowMeans(x));
  const scale = tf.rsqrt(tf.add(rowMeans(tf.square(centred)), epsilon));
  return { normal: tf.mul(centred, scale), scale };
}

/** Normalises x [..., c] over its last axis, then scales and shifts by gamma and beta [c]. */
export const layerNorm = (x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Tensor =>
  withGradient<[Tensor, Tensor, Tensor], Tensor[]>((_, save) => {
    const { normal, scale } = normalise(x, epsilon);
    save([normal, scale, gamma]);
    return {
      value: biasAddValue(tf.mul(normal, gamma), beta),
      gradFunc: (dy, saved) => {
        const [y, s, g] = saved as [Tensor, Tensor, Tensor];
        const share = tf.div(g, g.size);
        const along = tf.mul(dy, y);
        const slope = tf.sub(tf.mul(dy, g), tf.mul(y, rowProducts(along, share)));
        const toInput = tf.mul(tf.sub(slope, rowProducts(dy, share)), s);
        return [toInput, sumToLastAxis(along), sumToLastAxis(dy)];
      },
    };
  })(x, gamma, beta);

/** The weights of a layer normalisation and of the dense layer that it feeds. */
export interface NormalisedDense {
  /** [in]. */
  readonly gamma: Tensor;
  readonly beta: Tensor;
  /** [in, out]. */
  readonly kernel: Tensor;
  /** [out]. */
  readonly bias: Tensor;
}

/**
 * layerNorm(x) kernel + bias, for x [rows, in]. Gamma and beta work on the kernel and the bias, which are small, instead of
 * on all rows; and the kernel's columns, taken less their means, give slopes of mean 0, which the
 * normalisation's gradient then need not take off (a normal row has mean 0, so it does not see the difference).
 */
export const normalisedDense = (x: Tensor, weights: NormalisedDense, epsilon: number): Tensor =>
  withGradient<Tensor[], Tensor[]>((_, save) => {
    const { gamma, beta, kernel, bias } = weights;
    const { normal, scale } = normalise(x, epsilon);
    const folded = tf.mul(kernel, column(gamma));
    const foldedBias = tf.add(bias, tf.reshape(product(row(beta), kernel), bias.shape));
    save([normal, scale, gamma, beta, kernel, folded]);
    return {
      value: biasAddValue(product(normal, folded), foldedBias),
      gradFunc: (dy, saved) => {
        const [y, s, g, b, w, f] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
        const slope = product(dy, tf.sub(f, tf.mean(f, 0, true)), false, true);
        const along = rowMeans(tf.mul(slope, y));
        const toInput = tf.mul(tf.sub(slope, tf.mul(y, along)), s);
        const [toFolded, toBias] = [product(y, dy, true), sumToLastAxis(dy)];
        const toGamma = tf.sum(tf.mul(toFolded, w), 1);
        const toBeta = tf.reshape(product(w, column(toBias)), g.shape);
        const toKernel = tf.add(tf.mul(toFolded, column(g)), tf.mul(column(b), row(toBias)));
        return [toInput, toGamma, toBeta, toKernel, toBias];
      },
    };
  })(x, weights.gamma, weights.beta, weights.kernel, weights.bias);

const column = (x: Tensor): Tensor => tf.reshape(x, [x.size, 1]);
const row = (x: Tensor): Tensor => tf.reshape(x, [1, x.size]);
