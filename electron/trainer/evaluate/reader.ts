import { AppError } from '../../../shared/contract/errors.ts';
import type { Model } from '../model/build-model.ts';
import { onTensorflow } from '../ops/native.ts';
import type { Variable } from '../ops/variable.ts';
import { createEagerReader } from './eager-reader.ts';
import { createGraphReader } from './graph-reader.ts';

/** A model's forward pass outside training. */
export interface Reader {
  readonly mode: 'graph' | 'eager';
  /** Images, n x height x width bytes, 0 paper to 255 ink, to logits, n x classes. */
  read(images: Uint8Array): Float32Array | Promise<Float32Array>;
  /** The variables have other values now. */
  reload(): void;
  dispose(): void;
}

/** Which variable gives a weight its value: its own, or for example its average's. */
export type WeightSource = (weight: Variable) => Variable;

/** The fast reader, or op by op where a model cannot be traced. Throws `op-missing` {op} where that could not run either. */
export function createReader(model: Model, source: WeightSource = (weight) => weight): Reader {
  if (!onTensorflow()) return createEagerReader(model, source);
  try {
    return createGraphReader(model, source);
  } catch (error) {
    if (error instanceof AppError) throw error;
    return createEagerReader(model, source);
  }
}
