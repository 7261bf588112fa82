import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Augmentation } from '../../../shared/contract/schemas/recipe.ts';
import { stream } from '../../../shared/random/random.ts';
import { bytesToImages } from '../ops/image-bytes.ts';
import { maxPool } from '../ops/pooling.ts';
import { statelessNormal, statelessUniform } from '../ops/random.ts';
import { enlarge, sampleImages, transformImages } from '../ops/resample.ts';
import { projectiveRows, randomAffine, sourcePlaces } from './affine.ts';

/** Points of the elastic field along a side: one for every seven pixels or so, as smooth as Simard's sigma of 4 makes it. */
const fieldPoints = (side: number): number => Math.max(2, Math.round(side / 7) + 1);

/** Seeds of an augmentation's parts, so that one part's numbers do not depend on which others are on. */
const PART = { affine: 1, elastic: 2, thickness: 3, noise: 4, erase: 5 } as const;

/** How a run changes the images that it trains on. */
export interface ImageChanges {
  readonly augmentation: Augmentation;
  /** Seeds the augmentation. */
  readonly augmentSeed: number;
}

/** The augmentation's seed in a run of this seed. */
export const augmentSeedOf = (seed: number): number => stream(seed, 'augment').next() | 0;

/** A batch of bytes [n, height, width, 1], uint8, as a training step gets it: normalised and changed. */
export const changeBatch = (bytes: Tensor, { augmentation, augmentSeed }: ImageChanges, step: Tensor): Tensor =>
  augment(bytesToImages(bytes), augmentation, augmentSeed, step);

/**
 * Changes each image of x [n, height, width, 1], 0 paper to 1 ink, on its own, anew for every `step` (a scalar int32 tensor), in
 * TensorFlow's ops: the traced training step augments inside its graph. A pure function of images, limits, seed and
 * step. What comes from outside an image is paper.
 */
export function augment(x: Tensor, limits: Augmentation, seed: number, step: Tensor): Tensor {
  const part = (name: keyof typeof PART): number => seed + PART[name];
  let images = x;
  if (limits.elastic > 0 || limits.rotation > 0 || limits.shift > 0 || limits.zoom > 0 || limits.shear > 0) {
    images = warp(images, limits, part('affine'), part('elastic'), step);
  }
  if (limits.thickness > 0) images = changeThickness(images, limits.thickness, part('thickness'), step);
  if (limits.noise > 0) images = addNoise(images, limits.noise, part('noise'), step);
  if (limits.erase > 0) images = eraseSquares(images, limits.erase, part('erase'), step);
  return images;
}

function warp(x: Tensor, limits: Augmentation, affineSeed: number, elasticSeed: number, step: Tensor): Tensor {
  const [n, height, width] = x.shape as [number, number, number];
  const map = randomAffine(n, { height, width }, limits, affineSeed, step);
  if (limits.elastic === 0) return transformImages(x, projectiveRows(map));
  const field = tf.sub(
    tf.mul(statelessUniform([n, fieldPoints(height), fieldPoints(width), 2], elasticSeed, step), 2),
    1,
  );
  const displacement = tf.mul(enlarge(field, height, width), limits.elastic);
  const { columns, rows } = sourcePlaces(map, { height, width }, displacement);
  return sampleImages(x, columns, rows);
}

/** Mixes each image with its dilation (thicker) or erosion (thinner) over 3 x 3 pixels, by a share within the limit. */
function changeThickness(x: Tensor, limit: number, seed: number, step: Tensor): Tensor {
  const n = x.shape[0]!;
  const share = tf.mul(tf.sub(tf.mul(statelessUniform([n, 1, 1, 1], seed, step), 2), 1), limit);
  const dilate = (image: Tensor): Tensor => maxPool(image, [3, 3], [1, 1], 'same');
  const thicker = tf.mul(tf.relu(share), tf.sub(dilate(x), x));
  const thinner = tf.mul(tf.relu(tf.neg(share)), tf.sub(x, tf.sub(1, dilate(tf.sub(1, x)))));
  return tf.sub(tf.add(x, thicker), thinner);
}

function addNoise(x: Tensor, deviation: number, seed: number, step: Tensor): Tensor {
  const noise = tf.mul(statelessNormal(x.shape, seed, step), deviation);
  return tf.clipByValue(tf.add(x, noise), 0, 1);
}

/** Makes a square of each image paper: its side is uniform from 0 to the limit, its middle anywhere. */
function eraseSquares(x: Tensor, limit: number, seed: number, step: Tensor): Tensor {
  const [n, height, width] = x.shape as [number, number, number];
  const [size, column, row] = tf.unstack(statelessUniform([3, n, 1], seed, step)) as [Tensor, Tensor, Tensor];
  const half = tf.mul(size, limit / 2);
  const covers = (middle: Tensor, side: number): Tensor => {
    const grid = tf.reshape(tf.add(tf.range(0, side), 0.5), [1, side]);
    return tf.cast(tf.less(tf.abs(tf.sub(grid, tf.mul(middle, side))), half), 'float32');
  };
  const [rows, columns] = [covers(row, height), covers(column, width)];
  const erased = tf.mul(tf.reshape(rows, [n, height, 1, 1]), tf.reshape(columns, [n, 1, width, 1]));
  return tf.mul(x, tf.sub(1, erased));
}
