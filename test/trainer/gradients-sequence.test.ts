import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { attention } from '../../electron/trainer/ops/attention.ts';
import { layerNorm, normalisedDense } from '../../electron/trainer/ops/layer-normalization.ts';
import { gru } from '../../electron/trainer/ops/recurrent/gru.ts';
import { lstm } from '../../electron/trainer/ops/recurrent/lstm.ts';
import { simpleRnn } from '../../electron/trainer/ops/recurrent/simple-rnn.ts';
import { randomTensor } from '../fixtures/layer-cases.ts';
import { expectSameGradients } from '../fixtures/same-gradients.ts';

beforeAll(() => void loadTensorflow());

/** By the formula, in tfjs's ops. */
const normalised = (x: Tensor, gamma: Tensor, beta: Tensor): Tensor => {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 0.001))), gamma), beta);
};

describe("a Transformer's ops have tfjs's values and gradients", () => {
  it('attention', () =>
    expectSameGradients(
      (q, k, v) => attention(q!, k!, v!),
      (q, k, v) => tf.matMul(tf.softmax(tf.matMul(q!, k!, false, true)), v!),
      [randomTensor(2, 3, 4, 5), randomTensor(2, 3, 4, 5), randomTensor(2, 3, 4, 5)],
    ));

  it('layerNorm', () =>
    expectSameGradients(
      (x, gamma, beta) => layerNorm(x!, gamma!, beta!, 0.001),
      (x, gamma, beta) => normalised(x!, gamma!, beta!),
      [randomTensor(4, 3, 6), randomTensor(6), randomTensor(6)],
    ));

  it('normalisedDense', () =>
    expectSameGradients(
      (x, gamma, beta, kernel, bias) =>
        normalisedDense(x!, { gamma: gamma!, beta: beta!, kernel: kernel!, bias: bias! }, 0.001),
      (x, gamma, beta, kernel, bias) => tf.add(tf.matMul(normalised(x!, gamma!, beta!), kernel!), bias!),
      [randomTensor(7, 6), randomTensor(6), randomTensor(6), randomTensor(6, 4), randomTensor(4)],
    ));
});

const [N, STEPS, IN, UNITS] = [3, 5, 4, 6] as const;

type Step = (x: Tensor, state: Tensor[]) => Tensor[];

/** Runs a cell over x [n, steps, in]; the first part of its state is its output. */
function unrolled(x: Tensor, cell: Step, states: number, backwards: boolean, returnSequences: boolean): Tensor {
  const steps = tf.unstack(x, 1);
  const outputs: Tensor[] = [];
  let state: Tensor[] = Array.from({ length: states }, () => tf.zeros([N, UNITS]));
  for (const step of backwards ? [...steps].reverse() : steps) {
    state = cell(step, state);
    outputs.push(state[0]!);
  }
  if (!returnSequences) return outputs.at(-1)!;
  return tf.stack(backwards ? outputs.reverse() : outputs, 1);
}

const parts = (x: Tensor, count: number): Tensor[] => tf.split(x, count, -1);

/** Keras's cells, by their formulas. */
const CELLS = {
  simpleRnn: {
    op: simpleRnn,
    bias: [UNITS],
    gates: 1,
    states: 1,
    cell:
      (w: Tensor, u: Tensor, b: Tensor): Step =>
      (x, [h]) => [tf.tanh(tf.add(tf.add(tf.matMul(x, w), tf.matMul(h!, u)), b))],
  },
  lstm: {
    op: lstm,
    bias: [4 * UNITS],
    gates: 4,
    states: 2,
    cell:
      (w: Tensor, u: Tensor, b: Tensor): Step =>
      (x, [h, c]) => {
        const [i, f, g, o] = parts(tf.add(tf.add(tf.matMul(x, w), tf.matMul(h!, u)), b), 4) as [
          Tensor,
          Tensor,
          Tensor,
          Tensor,
        ];
        const cell = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
        return [tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell];
      },
  },
  gru: {
    op: gru,
    bias: [2, 3 * UNITS],
    gates: 3,
    states: 1,
    cell:
      (w: Tensor, u: Tensor, b: Tensor): Step =>
      (x, [h]) => {
        const [inputBias, recurrentBias] = tf.unstack(b) as [Tensor, Tensor];
        const [az, ar, ah] = parts(tf.add(tf.matMul(x, w), inputBias), 3) as [Tensor, Tensor, Tensor];
        const [bz, br, bh] = parts(tf.add(tf.matMul(h!, u), recurrentBias), 3) as [Tensor, Tensor, Tensor];
        const [z, r] = [tf.sigmoid(tf.add(az, bz)), tf.sigmoid(tf.add(ar, br))];
        const candidate = tf.tanh(tf.add(ah, tf.mul(r, bh)));
        return [tf.add(tf.mul(z, h!), tf.mul(tf.sub(1, z), candidate))];
      },
  },
} as const;

const directions = [false, true].flatMap((backwards) =>
  [false, true].map((returnSequences) => ({ backwards, returnSequences })),
);

describe.each(Object.entries(CELLS))('%s', (_, { op, cell, gates, bias, states }) => {
  const weights = () => [randomTensor(IN, gates * UNITS), randomTensor(UNITS, gates * UNITS), randomTensor(...bias)];

  it.each(directions)(
    'has the values and gradients of its formulas, backwards: $backwards, sequences: $returnSequences',
    (options) => {
      expectSameGradients(
        (x, w, u, b) => op(x!, w!, u!, b!, { ...options, first: false }),
        (x, w, u, b) => unrolled(x!, cell(w!, u!, b!), states, options.backwards, options.returnSequences),
        [randomTensor(N, STEPS, IN), ...weights()],
        3,
      );
    },
  );

  it('as a first layer has the same gradients to its weights, also over one step alone', () => {
    const x = randomTensor(N, 1, IN);
    const options = { backwards: false, returnSequences: false };
    expectSameGradients(
      (w, u, b) => op(x, w!, u!, b!, { ...options, first: true }),
      (w, u, b) => unrolled(x, cell(w!, u!, b!), states, false, false),
      weights(),
      3,
    );
  });
});
