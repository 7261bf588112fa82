import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { LayerNumbers } from '../../shared/contract/schemas/layer-numbers.ts';
import type { LayerInput } from '../../shared/contract/schemas/model.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { softmax } from '../../shared/evaluation/softmax.ts';
import { attend } from '../../shared/forward/attention.ts';
import { headOf, rowOf, scoresOf } from '../../shared/learn/attention.ts';
import { functionOf, GATES, gateSum, type RecurrentCell, type RecurrentType } from '../../shared/learn/recurrent.ts';
import { modelOf } from '../fixtures/models.ts';
import { expectClose, innerOf, toldLayer, weightOf } from '../fixtures/told-layer.ts';

beforeAll(() => void loadTensorflow());

const ROWS: LayerInput = { type: 'Reshape', targetShape: [28, 28] };
const LAST: LayerInput = { type: 'Dense', units: 10, activation: 'softmax' };
const [STEPS, UNITS] = [28, 5];

function cellOf(found: LayerNumbers, type: RecurrentType, way = ''): RecurrentCell {
  const [kernel, recurrentKernel, bias] = ['kernel', 'recurrent_kernel', 'bias'].map((name) =>
    weightOf(found, way + name),
  ) as [Float32Array, Float32Array, Float32Array];
  return { type, units: UNITS, kernel, recurrentKernel, bias };
}
const at = (values: Float32Array, step: number, width: number): Float32Array =>
  values.subarray(step * width, (step + 1) * width);

/** Every gate of every step and unit, from the input and the state before it. */
function expectGates(found: LayerNumbers, cell: RecurrentCell, backwards: boolean): void {
  const x = floatsFromBytes(found.input.values);
  const told = (name: string): Float32Array => innerOf(found, name, backwards).values;
  const hidden = told('hidden');
  for (const gate of GATES[cell.type]) {
    const ours = Float32Array.from({ length: STEPS * UNITS }, (_, i) => {
      const [step, unit] = [Math.floor(i / UNITS), i % UNITS];
      const before = backwards ? step + 1 : step - 1;
      const state = before < 0 || before === STEPS ? new Float32Array(UNITS) : at(hidden, before, UNITS);
      const reset = cell.type === 'GRU' ? told('reset')[i]! : 1;
      const { total } = gateSum(cell, { gate, unit, reset }, at(x, step, 28), state);
      return functionOf(gate) === 'tanh' ? Math.tanh(total) : 1 / (1 + Math.exp(-total));
    });
    expectClose(ours, told(gate));
  }
}

describe('inside a recurrent layer', () => {
  it.each(['SimpleRNN', 'LSTM', 'GRU'] as const)(
    '%s: the gates are the sums that Learn makes, and come to the state; each state is read by the layers after it',
    async (type) => {
      const spec = modelOf([ROWS, { type, units: UNITS }, LAST]);
      const found = await toldLayer(spec, [1], { inner: true });
      expectGates(found, cellOf(found, type), false);
      const told = (name: string): Float32Array => innerOf(found, name).values;
      const hidden = told('hidden');
      expectClose(at(hidden, STEPS - 1, UNITS), floatsFromBytes(found.output.values));
      const before = (values: Float32Array, i: number): number => values[i - UNITS] ?? 0;
      if (type === 'LSTM') {
        const [cell, candidate] = [told('cell'), told('candidate')];
        expectClose(
          cell.map((_, i) => told('forget')[i]! * before(cell, i) + told('input')[i]! * candidate[i]!),
          cell,
        );
        expectClose(
          cell.map((c, i) => told('output')[i]! * Math.tanh(c)),
          hidden,
        );
      }
      if (type === 'GRU') {
        const z = told('update');
        expectClose(
          hidden.map((_, i) => z[i]! * before(hidden, i) + (1 - z[i]!) * told('candidate')[i]!),
          hidden,
        );
      }
      const { shape, values } = found.stopped!;
      expect(shape).toEqual([STEPS, 10]);
      const logits = await toldLayer(spec, [2]);
      expectClose(at(floatsFromBytes(values), STEPS - 1, 10), floatsFromBytes(logits.output.values));
    },
  );

  it.each(['LSTM', 'GRU', 'SimpleRNN'] as const)('%s both ways: each has values of its own', async (type) => {
    const spec = modelOf([ROWS, { type, units: UNITS, bidirectional: true }, LAST]);
    const found = await toldLayer(spec, [1], { inner: true });
    expectGates(found, cellOf(found, type, 'forward/'), false);
    expectGates(found, cellOf(found, type, 'backward/'), true);
    const ends = [
      at(innerOf(found, 'hidden').values, STEPS - 1, UNITS),
      at(innerOf(found, 'hidden', true).values, 0, UNITS),
    ];
    expectClose([...ends[0]!, ...ends[1]!], floatsFromBytes(found.output.values));
    // The way back has not read what a row stands above: there is no answer at a row.
    expect(found.stopped).toBeUndefined();
  });
});

describe('inside an encoder block', () => {
  const [HEADS, SIZE, PATCHES] = [2, 3, 16];
  const spec = modelOf([
    { type: 'PatchEmbedding', patchSize: [7, 7], units: 4 },
    { type: 'TransformerEncoder', heads: HEADS, width: HEADS * SIZE },
    { type: 'GlobalAveragePooling1D' },
    LAST,
  ]);

  it('queries, keys and values come to the weights that are told', async () => {
    const found = await toldLayer(spec, [1], { inner: true });
    const told = (name: string) => innerOf(found, name);
    expect(told('attention').shape).toEqual([HEADS, PATCHES, PATCHES]);
    const shape: [number, number, number] = [HEADS, PATCHES, SIZE];
    for (let head = 0; head < HEADS; head++) {
      const [q, k, v] = ['query', 'key', 'value'].map((name) => headOf(told(name).values, shape, head));
      const shares = headOf(told('attention').values, [HEADS, PATCHES, PATCHES], head);
      for (let patch = 0; patch < PATCHES; patch++)
        expectClose(softmax(scoresOf(q!, k!, patch), 0, PATCHES), rowOf(shares, patch));
      const mixed = tf.tidy(() =>
        tf.matMul(tf.tensor2d(shares.values, [PATCHES, PATCHES]), tf.tensor2d(v!.values, [PATCHES, SIZE])).dataSync(),
      );
      expectClose(attend({ q: q!.values, k: k!.values, v: v!.values }, PATCHES, 1), mixed);
    }
  });

  it('each is its weights times the normalised input', async () => {
    const found = await toldLayer(spec, [1], { inner: true });
    for (const name of ['query', 'key', 'value']) {
      const theirs = tf.tidy(() => {
        const x = tf.tensor2d(floatsFromBytes(found.input.values), [PATCHES, 4]);
        const { mean, variance } = tf.moments(x, 1, true);
        const norm = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-6)));
        const kernel = tf.tensor2d(weightOf(found, `attention/${name}/kernel`), [4, HEADS * SIZE]);
        const product = tf.add(tf.matMul(norm, kernel), tf.tensor1d(weightOf(found, `attention/${name}/bias`)));
        return tf.transpose(tf.reshape(product, [PATCHES, HEADS, SIZE]), [1, 0, 2]).dataSync();
      });
      expectClose(innerOf(found, name).values, theirs);
    }
  });
});

describe('what is told', () => {
  it('is nothing more where nobody asked, and of other layers an empty list; no tensor is kept', async () => {
    const spec = modelOf([ROWS, { type: 'GRU', units: 3, returnSequences: true }, { type: 'Flatten' }, LAST]);
    const before = tf.memory().numTensors;
    expect(await toldLayer(spec, [1])).not.toHaveProperty('inner');
    const asked = await toldLayer(spec, [1], { inner: true });
    expect(asked.inner!.map(({ name, shape }) => `${name} ${shape}`)).toEqual([
      'update 28,3',
      'reset 28,3',
      'candidate 28,3',
      'hidden 28,3',
    ]);
    // What comes after it takes all of its steps at once.
    expect(asked.stopped).toBeUndefined();
    expect((await toldLayer(spec, [3], { inner: true })).inner).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is refused where attention has more numbers than are told', async () => {
    const wide = modelOf([
      { type: 'PatchEmbedding', patchSize: [1, 1], units: 2 },
      { type: 'TransformerEncoder', heads: 2 },
      { type: 'GlobalAveragePooling1D' },
      LAST,
    ]);
    const before = tf.memory().numTensors;
    await expect(toldLayer(wide, [1], { inner: true })).rejects.toMatchObject({
      code: 'layer-too-large',
      params: { name: 'transformer_encoder' },
    });
    expect((await toldLayer(wide, [1])).output.shape).toEqual([784, 2]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
