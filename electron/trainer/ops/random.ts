import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { executeOne, FLOAT, INT32, intTensor, typeAttr } from './native.ts';

const ATTRIBUTES = [typeAttr('dtype', FLOAT), typeAttr('T', INT32), typeAttr('Tseed', INT32)];

/**
 * Random numbers as a pure function of `seed` (any integer) and `step` (a scalar int32 tensor), by TensorFlow's
 * counter-based generator (Philox): there is no state to save, and a resumed run or a traced graph draws the same ones.
 */
const stateless = (op: string, shape: readonly number[], seed: number, step: Tensor): Tensor =>
  executeOne(op, ATTRIBUTES, [intTensor(shape), tf.stack([tf.scalar(seed | 0, 'int32'), step])]);

/** Uniform in [0, 1). */
export const statelessUniform = (shape: readonly number[], seed: number, step: Tensor): Tensor =>
  stateless('StatelessRandomUniform', shape, seed, step);

/** Normal with mean 0 and deviation 1. */
export const statelessNormal = (shape: readonly number[], seed: number, step: Tensor): Tensor =>
  stateless('StatelessRandomNormal', shape, seed, step);
