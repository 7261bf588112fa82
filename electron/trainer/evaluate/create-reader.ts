import { AppError } from '../../../shared/contract/errors.ts';
import type { Model } from '../model/build-model.ts';
import { onTensorflow } from '../ops/native.ts';
import { createEagerReader } from './eager-reader.ts';
import { createGraphReader } from './graph-reader.ts';
import type { Reader, View, WeightSource } from './reader.ts';

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
