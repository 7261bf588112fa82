import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { imagesAt, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { elements } from '../../../shared/model/info.ts';
import { byteTensor } from '../ops/image-bytes.ts';

/** What the first layers of a model make of images, in their place: those layers change nothing any more. */
export interface FeatureSet {
  readonly count: number;
  readonly labels: Uint16Array;
  /** How many layers they have gone through. */
  readonly layers: number;
  /** Of one image's features. */
  readonly shape: readonly number[];
  /** count x shape. They may be filled in until the first step. */
  readonly features: Float32Array;
}

/** What training steps take their batches from. */
export type StepSet = LabelledImages | FeatureSet;

export const isFeatures = (set: StepSet): set is FeatureSet => 'features' in set;

/** Of one entry, images being of `inputShape`. */
export const entryShape = (set: StepSet, inputShape: readonly number[]): readonly number[] =>
  isFeatures(set) ? set.shape : inputShape;

/** Entries at some indices, images as bytes: [n, ...entryShape]. */
export function entriesAt(set: StepSet, indices: ArrayLike<number>, inputShape: readonly number[]): Tensor {
  const shape = [indices.length, ...entryShape(set, inputShape)];
  if (!isFeatures(set)) return byteTensor(imagesAt(set, indices), shape);
  const size = elements(set.shape);
  const values = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    values.set(set.features.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  }
  return tf.tensor(values, shape);
}

/** All of them. */
export function allEntries(set: StepSet, inputShape: readonly number[]): Tensor {
  const shape = [set.count, ...entryShape(set, inputShape)];
  return isFeatures(set) ? tf.tensor(set.features, shape) : byteTensor(set.images, shape);
}

/** As many blank ones, for a trace. */
export function blankEntries(set: StepSet, count: number, inputShape: readonly number[]): Tensor {
  const shape = [count, ...entryShape(set, inputShape)];
  return isFeatures(set) ? tf.zeros(shape) : byteTensor(new Uint8Array(elements(shape)), shape);
}
