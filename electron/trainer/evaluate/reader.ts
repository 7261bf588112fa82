import type { Tensor } from '@tensorflow/tfjs-core';
import { elements } from '../../../shared/model/info.ts';
import type { Model, Read } from '../model/build-model.ts';
import type { Variable } from '../ops/variable.ts';

/** Images read at once where many are read: the process answers between two batches, within some tens of milliseconds. */
export const READ_BATCH = 250;

/** A model's forward pass outside training. */
export interface Reader {
  readonly mode: 'graph' | 'eager';
  /** Numbers for each image, as its view has them. */
  readonly width: number;
  /** Images, n x height x width bytes, 0 paper to 255 ink, to n x width numbers. */
  read(images: Uint8Array): Float32Array | Promise<Float32Array>;
  /** The variables have other values now. */
  reload(): void;
  dispose(): void;
}

/**
 * What a reader gives of each image: its logits alone, or its features as well (see Model.insight), or what its first
 * `layers` layers make of it, so many numbers.
 */
export type View = 'logits' | 'insight' | { readonly layers: number; readonly width: number };

export function widthOf({ outputShape, features }: Model, view: View): number {
  if (typeof view === 'object') return view.width;
  return elements(outputShape) + (view === 'logits' ? 0 : features);
}

/** A model's forward pass outside training, as a view has it. */
export function forwardFor(model: Model, view: View, x: Tensor, read: Read): Tensor {
  if (typeof view === 'object') return model.forwardTo(view.layers, x, read);
  return view === 'logits' ? model.forward(x, read, null) : model.insight(x, read);
}

/** Which variable gives a weight its value: its own, or for example its average's. */
export type WeightSource = (weight: Variable) => Variable;
