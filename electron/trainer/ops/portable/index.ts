import * as tf from '@tensorflow/tfjs-core';
import type { OpRunner } from '../native.ts';
import { activationOps } from './activation.ts';
import { arithmeticOps } from './arithmetic.ts';
import { byteOps, byteTensor } from './bytes.ts';
import { convolutionOps } from './convolution.ts';
import { normalizationOps } from './normalization.ts';
import { Attributes, type OpTable } from './op.ts';
import { poolingOps } from './pooling.ts';
import { lstmOps } from './lstm.ts';
import { randomOps } from './random.ts';
import { resampleOps } from './resample.ts';
import { updateOps } from './updates.ts';
import { variableOps } from './variables.ts';

const table: OpTable = {
  ...activationOps,
  ...arithmeticOps,
  ...byteOps,
  ...convolutionOps,
  ...lstmOps,
  ...normalizationOps,
  ...poolingOps,
  ...randomOps,
  ...resampleOps,
  ...updateOps,
  ...variableOps,
};

/**
 * TensorFlow's ops, as far as the trainer uses them, without TensorFlow: what layers, losses, optimizers and augmentation
 * are written in runs unchanged on any of tfjs's backends, and draws the same random numbers. Each op is held against
 * TensorFlow's in test/trainer/portable-ops.test.ts.
 */
export const portableOps: OpRunner = {
  execute(name, attributes, inputs) {
    const op = table[name];
    if (!op) throw new Error(`there is no portable ${name}`);
    return tf.tidy(() => [op(inputs, new Attributes(attributes))].flat());
  },
  uint8Tensor: byteTensor,
  int64Scalar: (value) => tf.scalar(value, 'int32'),
};

/** The names of all ops that are there. */
export const portableOpNames: readonly string[] = Object.keys(table);
