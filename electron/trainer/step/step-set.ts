import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LabelledImages } from '../../../shared/data/labelled-images.ts';
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

/** Images of lines and what they say. */
export interface LineSet {
  readonly count: number;
  /** count x height x width bytes, row by row, 0 paper to 255 ink. They may be written anew between two steps, with their strings. */
  readonly images: Uint8Array;
  /** count x longest places of classes; -1 behind a line's last sign. A line has one sign or more. */
  readonly strings: Int16Array;
  readonly longest: number;
}

/** What training steps take their batches from. */
export type StepSet = LabelledImages | FeatureSet | LineSet;

export const isFeatures = (set: StepSet): set is FeatureSet => 'features' in set;
const isLines = (set: StepSet): set is LineSet => 'strings' in set;

/** Of one entry, images being of `inputShape`. */
export const entryShape = (set: StepSet, inputShape: readonly number[]): readonly number[] =>
  isFeatures(set) ? set.shape : inputShape;

/** Entries at some indices, images as bytes: [n, ...entryShape]. */
export function entriesAt(set: StepSet, indices: ArrayLike<number>, inputShape: readonly number[]): Tensor {
  const shape = [indices.length, ...entryShape(set, inputShape)];
  if (isFeatures(set)) return tf.tensor(rowsAt(set.features, elements(set.shape), indices), shape);
  return byteTensor(rowsAt(set.images, elements(inputShape), indices), shape);
}

/** Some rows of a table, one after the other. */
function rowsAt<A extends Uint8Array | Int16Array | Float32Array>(
  table: A,
  size: number,
  indices: ArrayLike<number>,
): A {
  const rows = new (table.constructor as new (length: number) => A)(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    rows.set(table.subarray(index * size, (index + 1) * size), i * size);
  }
  return rows;
}

/** Of `count` labels: [count] for images, [count, longest] for lines. */
export const labelShape = (set: StepSet, count: number): number[] => (isLines(set) ? [count, set.longest] : [count]);

/** Labels at some indices: int32, shaped as labelShape says. */
export function labelsAt(set: StepSet, indices: ArrayLike<number>): Tensor {
  const labels = isLines(set)
    ? rowsAt(set.strings, set.longest, indices)
    : Array.from(indices, (index) => set.labels[index]!);
  return tf.tensor(Int32Array.from(labels), labelShape(set, indices.length), 'int32');
}

/** All of them. */
export const allLabels = (set: StepSet): Tensor =>
  tf.tensor(Int32Array.from(isLines(set) ? set.strings : set.labels), labelShape(set, set.count), 'int32');

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
