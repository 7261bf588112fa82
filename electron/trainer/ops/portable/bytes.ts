import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { FLOAT, UINT8 } from '../native.ts';
import { hostNumbers, hostValues } from './host-values.ts';
import type { OpTable } from './op.ts';

/**
 * A tensor of bytes, which tfjs calls int32. It shares `values`, and as long as only the ops below read it, they stay in
 * JavaScript: tfjs knows no uint8, and on the card a data set would take four times its size.
 */
export const byteTensor = (values: Uint8Array, shape: readonly number[]): Tensor =>
  tf.engine().makeTensor(values, [...shape], 'int32');

const bytesOf = (tensor: Tensor): Uint8Array => hostValues(tensor) as Uint8Array;

export const byteOps: OpTable = {
  GatherV2: ([from, at], attributes) => {
    if (attributes.number('Tparams') !== UINT8) return tf.gather(from!, at! as tf.Tensor1D);
    const [, ...rest] = from!.shape;
    const size = rest.reduce((product, n) => product * n, 1);
    const bytes = bytesOf(from!);
    const taken = new Uint8Array(at!.size * size);
    hostNumbers(at!).forEach((index, i) => taken.set(bytes.subarray(index * size, (index + 1) * size), i * size));
    return byteTensor(taken, [...at!.shape, ...rest]);
  },
  Cast: ([x], attributes) => {
    const dtype = attributes.number('DstT') === FLOAT ? 'float32' : 'int32';
    if (attributes.number('SrcT') !== UINT8) return tf.cast(x!, dtype);
    const values = dtype === 'float32' ? Float32Array.from(bytesOf(x!)) : Int32Array.from(bytesOf(x!));
    return tf.tensor(values, x!.shape, dtype);
  },
};
