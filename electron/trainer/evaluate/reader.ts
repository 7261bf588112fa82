import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Model, Read } from '../model/build-model.ts';
import { onTensorflow } from '../ops/native.ts';
import type { Variable } from '../ops/variable.ts';
import { createEagerReader } from './eager-reader.ts';
import { createGraphReader } from './graph-reader.ts';

/** A model's forward pass outside training. */
export interface Reader {
  readonly mode: 'graph' | 'eager';
  /** Numbers for each image: the logits, and the model's features after them where they were asked for. */
  readonly width: number;
  /** Images, n x height x width bytes, 0 paper to 255 ink, to n x width numbers. */
  read(images: Uint8Array): Float32Array | Promise<Float32Array>;
  /** The variables have other values now. */
  reload(): void;
  dispose(): void;
}

/** What a reader gives of each image: its logits alone, or its features as well (see Model.insight). */
export type View = 'logits' | 'insight';

export const widthOf = ({ classes, features }: Model, view: View): number =>
  view === 'logits' ? classes : classes + features;

/** A model's forward pass outside training, as a view has it. */
export const forwardFor = (model: Model, view: View, x: Tensor, read: Read): Tensor =>
  view === 'logits' ? model.forward(x, read, null) : model.insight(x, read);

/** Which variable gives a weight its value: its own, or for example its average's. */
export type WeightSource = (weight: Variable) => Variable;

/** The fast reader, or op by op where a model cannot be traced. Throws `op-missing` {op} where that could not run either. */
export function createReader(model: Model, source: WeightSource = (weight) => weight, view: View = 'logits'): Reader {
  if (!onTensorflow()) return createEagerReader(model, source, view);
  try {
    return createGraphReader(model, source, view);
  } catch (error) {
    if (error instanceof AppError) throw error;
    return createEagerReader(model, source, view);
  }
}
