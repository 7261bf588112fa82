import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { boolAttr, executeOne, FLOAT, INT32, intAttr, intTensor, stringAttr, T, typeAttr } from './native.ts';

const PROJECTIVE = [
  typeAttr('dtype', FLOAT),
  stringAttr('interpolation', 'BILINEAR'),
  stringAttr('fill_mode', 'CONSTANT'),
];
const BICUBIC = [T, boolAttr('align_corners', true), boolAttr('half_pixel_centers', false)];
const GATHER = [
  typeAttr('Tparams', FLOAT),
  typeAttr('Tindices', INT32),
  typeAttr('Taxis', INT32),
  intAttr('batch_dims', 0),
];

/**
 * Each image of x [n, h, w, c] moved by its own affine map: the pixel at (column, row) comes from
 * (a0 column + a1 row + a2, b0 column + b1 row + b2), `maps` [n, 8] being [a0, a1, a2, b0, b1, b2, 0, 0]. Bilinear;
 * outside is 0. Has no gradient.
 */
export const transformImages = (x: Tensor, maps: Tensor): Tensor =>
  executeOne('ImageProjectiveTransformV3', PROJECTIVE, [x, maps, intTensor([x.shape[1]!, x.shape[2]!]), tf.scalar(0)]);

/** A small field [n, h, w, c] made smooth and large, [n, height, width, c]; corners stay corners. Has no gradient. */
export const enlarge = (field: Tensor, height: number, width: number): Tensor =>
  executeOne('ResizeBicubic', BICUBIC, [field, intTensor([height, width])]);

/** Values of the vector x at int32 `indices` of any shape. Has no gradient. */
const take = (x: Tensor, indices: Tensor): Tensor =>
  executeOne('GatherV2', GATHER, [x, indices, tf.scalar(0, 'int32')]);

/**
 * Images x [n, h, w, 1] read at any places between their pixels: `columns` and `rows` [n, h, w], in pixels. Bilinear;
 * outside is 0. Has no gradient.
 */
export function sampleImages(x: Tensor, columns: Tensor, rows: Tensor): Tensor {
  const [n, height, width] = x.shape as [number, number, number, number];
  // With paper around it, what is outside by less than a pixel blends, and what is farther is clipped onto paper.
  const [paddedHeight, paddedWidth] = [height + 3, width + 3];
  const paper: [number, number][] = [
    [0, 0],
    [1, 2],
    [1, 2],
    [0, 0],
  ];
  const flat = tf.reshape(tf.pad(x, paper), [-1]);
  const column = tf.clipByValue(tf.add(columns, 1), 0, width + 1);
  const row = tf.clipByValue(tf.add(rows, 1), 0, height + 1);
  const [left, top] = [tf.floor(column), tf.floor(row)];
  const images = tf.mul(tf.range(0, n), paddedHeight * paddedWidth);
  const first = tf.add(tf.add(tf.mul(top, paddedWidth), left), tf.reshape(images, [n, 1, 1]));
  const at = tf.cast(first, 'int32');
  const corner = (offset: number): Tensor => take(flat, offset === 0 ? at : tf.add(at, tf.scalar(offset, 'int32')));
  const [right, below] = [tf.sub(column, left), tf.sub(row, top)];
  const blend = (a: Tensor, b: Tensor, share: Tensor): Tensor => tf.add(a, tf.mul(share, tf.sub(b, a)));
  const upper = blend(corner(0), corner(1), right);
  const lower = blend(corner(paddedWidth), corner(paddedWidth + 1), right);
  return tf.reshape(blend(upper, lower, below), x.shape as [number, number, number, number]);
}
