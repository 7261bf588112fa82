import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { sampleImages } from '../resample.ts';
import { hostNumbers } from './host-values.ts';
import type { OpTable } from './op.ts';

type Six = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

export const resampleOps: OpTable = {
  /** Bilinear, of images of one channel; outside is 0. tfjs's own Transform drops what lies half outside. */
  ImageProjectiveTransformV3: ([images, maps, size]) => {
    const [height, width] = hostNumbers(size!) as [number, number];
    const column = tf.reshape(tf.range(0, width), [1, 1, width]);
    const row = tf.reshape(tf.range(0, height), [1, height, 1]);
    const [a0, a1, a2, b0, b1, b2] = tf.unstack(maps!, 1).map((part) => tf.reshape(part, [-1, 1, 1])) as Six;
    const place = (alongColumn: Tensor, alongRow: Tensor, offset: Tensor): Tensor =>
      tf.add(tf.add(tf.mul(alongColumn, column), tf.mul(alongRow, row)), offset);
    return sampleImages(images!, place(a0, a1, a2), place(b0, b1, b2));
  },
  /** With aligned corners. Along each axis a matrix of four weights a row, made in JavaScript. */
  ResizeBicubic: ([images, size]) => {
    const [n, height, width, channels] = images!.shape as [number, number, number, number];
    const [rows, columns] = hostNumbers(size!) as [number, number];
    const tall = tf.matMul(cubicWeights(height, rows), tf.reshape(images!, [n, height, width * channels]));
    const across = tf.transpose(tf.reshape(tall, [n, rows, width, channels]), [0, 1, 3, 2]);
    const wide = tf.matMul(tf.reshape(across, [-1, width]), cubicWeights(width, columns), false, true);
    return tf.transpose(tf.reshape(wide, [n, rows, channels, columns]), [0, 1, 3, 2]);
  },
};

/** Keys's cubic convolution with TensorFlow's coefficient for aligned corners, [to, from]; what lies outside is the edge. */
function cubicWeights(from: number, to: number): Tensor {
  const values = new Float32Array(to * from);
  const scale = to > 1 ? (from - 1) / (to - 1) : 0;
  for (let i = 0; i < to; i++) {
    const middle = Math.floor(i * scale);
    // TensorFlow looks its weights up in a table of so many places.
    const place = middle + Math.round((i * scale - middle) * TABLE) / TABLE;
    for (let k = middle - 1; k <= middle + 2; k++) {
      values[i * from + Math.min(from - 1, Math.max(0, k))]! += cubic(Math.abs(place - k));
    }
  }
  return tf.tensor2d(values, [to, from]);
}

const A = -0.75;
const TABLE = 1024;

const cubic = (x: number): number =>
  x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : x < 2 ? ((A * x - 5 * A) * x + 8 * A) * x - 4 * A : 0;
