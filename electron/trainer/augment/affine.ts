import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Augmentation } from '../../../shared/contract/schemas/recipe.ts';
import { statelessUniform } from '../ops/random.ts';

/** Where each image's pixels come from: (column, row) from (xx u + xy v + x, yx u + yy v + y); vectors of one value an image. */
export interface AffineMap {
  readonly xx: Tensor;
  readonly xy: Tensor;
  readonly x: Tensor;
  readonly yx: Tensor;
  readonly yy: Tensor;
  readonly y: Tensor;
}

/** An image's size, in pixels. */
interface Size {
  readonly height: number;
  readonly width: number;
}

const RADIANS = Math.PI / 180;

/**
 * A random map for each of n images of a size: shear, then rotation and zoom, then shift, about the middle, each
 * uniform within its limit. The map is the inverse: from target to source.
 */
export function randomAffine(n: number, size: Size, limits: Augmentation, seed: number, step: Tensor): AffineMap {
  const uniform = tf.sub(tf.mul(statelessUniform([5, n], seed, step), 2), 1);
  const [turn, lean, grow, right, down] = tf.unstack(uniform) as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const angle = tf.mul(turn, limits.rotation * RADIANS);
  const slope = tf.tan(tf.mul(lean, limits.shear * RADIANS));
  const zoom = tf.add(tf.mul(grow, limits.zoom), 1);
  const [cos, sin] = [tf.div(tf.cos(angle), zoom), tf.div(tf.sin(angle), zoom)];
  const [xx, xy, yx, yy] = [tf.add(cos, tf.mul(slope, sin)), tf.sub(sin, tf.mul(slope, cos)), tf.neg(sin), cos];
  const [middleX, middleY] = [(size.width - 1) / 2, (size.height - 1) / 2];
  const [u, v] = [tf.add(tf.mul(right, limits.shift), middleX), tf.add(tf.mul(down, limits.shift), middleY)];
  const source = (middle: number, alongU: Tensor, alongV: Tensor): Tensor =>
    tf.sub(middle, tf.add(tf.mul(alongU, u), tf.mul(alongV, v)));
  return { xx, xy, x: source(middleX, xx, xy), yx, yy, y: source(middleY, yx, yy) };
}

/** As ImageProjectiveTransformV3 wants it: [n, 8]. */
export function projectiveRows({ xx, xy, x, yx, yy, y }: AffineMap): Tensor {
  const zero = tf.zerosLike(xx);
  return tf.stack([xx, xy, x, yx, yy, y, zero, zero], 1);
}

/** The map applied to displaced pixels: the source's columns and rows, [n, height, width] each. */
export function sourcePlaces(
  map: AffineMap,
  { height, width }: Size,
  displacement: Tensor,
): { columns: Tensor; rows: Tensor } {
  const n = map.xx.shape[0]!;
  const [dx, dy] = tf.unstack(displacement, 3) as [Tensor, Tensor];
  const u = tf.add(tf.reshape(tf.range(0, width), [1, 1, width]), dx);
  const v = tf.add(tf.reshape(tf.range(0, height), [1, height, 1]), dy);
  const each = (value: Tensor): Tensor => tf.reshape(value, [n, 1, 1]);
  const place = (alongU: Tensor, alongV: Tensor, offset: Tensor): Tensor =>
    tf.add(tf.add(tf.mul(each(alongU), u), tf.mul(each(alongV), v)), each(offset));
  return { columns: place(map.xx, map.xy, map.x), rows: place(map.yx, map.yy, map.y) };
}
