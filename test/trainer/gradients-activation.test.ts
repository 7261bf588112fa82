import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import * as ours from '../../electron/trainer/ops/activation.ts';
import { randomTensor } from '../fixtures/layer-cases.ts';
import { expectSameGradients } from '../fixtures/same-gradients.ts';

beforeAll(() => void loadTensorflow());

/** Each as its formula says, in tfjs's ops and with tfjs's gradients. */
const FORMULAS: Readonly<Record<keyof typeof ours, (x: Tensor) => Tensor>> = {
  relu: (x) => tf.relu(x),
  leakyRelu: (x) => tf.maximum(x, tf.mul(x, 0.2)),
  elu: (x) => tf.add(tf.relu(x), tf.sub(tf.exp(tf.minimum(x, 0)), 1)),
  tanh: (x) => tf.sub(1, tf.div(2, tf.add(tf.exp(tf.mul(x, 2)), 1))),
  sigmoid: (x) => tf.div(1, tf.add(1, tf.exp(tf.neg(x)))),
  swish: (x) => tf.div(x, tf.add(1, tf.exp(tf.neg(x)))),
  unscaledGelu: (x) => tf.mul(x, tf.add(1, tf.erf(x))),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
};

describe('an activation and its fused gradient are those of its formula', () => {
  it.each(Object.keys(FORMULAS) as (keyof typeof ours)[])('%s', (name) => {
    for (const x of [randomTensor(4, 9), tf.mul(randomTensor(2, 3, 4, 5), 3)])
      expectSameGradients(
        (a) => ours[name](a!),
        (a) => FORMULAS[name](a!),
        [x],
      );
  });
});
