import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { FLOAT } from '../native.ts';
import { hostValues } from './host-values.ts';
import type { OpTable } from './op.ts';

/** A tensor of bytes, which tfjs calls int32. It shares `values`, which stay in JavaScript as long as only Cast reads it. */
export const byteTensor = (values: Uint8Array, shape: readonly number[]): Tensor =>
  tf.engine().makeTensor(values, [...shape], 'int32');

export const byteOps: OpTable = {
  /** From bytes. */
  Cast: ([x], attributes) => {
    const bytes = hostValues(x!);
    return attributes.number('DstT') === FLOAT
      ? tf.tensor(Float32Array.from(bytes), x!.shape, 'float32')
      : tf.tensor(Int32Array.from(bytes), x!.shape, 'int32');
  },
};
