import { describe, expect, it } from 'vitest';
import { headOf, rowOf, scoresOf } from '../../shared/learn/attention.ts';
import { functionOf, gateSum, settledAt, type RecurrentCell } from '../../shared/learn/recurrent.ts';
import { stepGrid } from '../../shared/model/step-grid.ts';
import { modelOf } from '../fixtures/models.ts';

/** Two features, two units; every weight is told from every other. */
const cellOf = (type: RecurrentCell['type'], gates: number, biasRows = 1): RecurrentCell => ({
  ...{ type, units: 2 },
  kernel: Float32Array.from({ length: 4 * gates }, (_, i) => i),
  recurrentKernel: Float32Array.from({ length: 4 * gates }, (_, i) => 100 + i),
  bias: Float32Array.from({ length: 2 * gates * biasRows }, (_, i) => 1000 * (i + 1)),
});
const [x, h] = [Float32Array.of(1, 10), Float32Array.of(2, 20)];

describe('a gate’s sum', () => {
  it('takes its own columns of both kernels', () => {
    // Unit 1 of the forget gate: column 3 of 8.
    const sum = gateSum(cellOf('LSTM', 4), { gate: 'forget', unit: 1, reset: 0 }, x, h);
    expect([...sum.w, ...sum.u]).toEqual([3, 11, 103, 111]);
    expect([...sum.fromInput, ...sum.fromState]).toEqual([3, 110, 206, 2220]);
    expect(sum.bias).toBe(4000);
    expect(sum.total).toBe(3 + 110 + 206 + 2220 + 4000);
  });

  it('of a GRU has two biases, and the reset gate in front of the state’s share of the candidate alone', () => {
    const gru = cellOf('GRU', 3, 2);
    const update = gateSum(gru, { gate: 'update', unit: 0, reset: 0.5 }, x, h);
    expect([update.bias, ...update.fromState]).toEqual([1000 + 7000, 200, 2120]);
    const candidate = gateSum(gru, { gate: 'candidate', unit: 0, reset: 0.5 }, x, h);
    expect([...candidate.fromInput, ...candidate.fromState]).toEqual([4, 100, 104, 1100]);
    expect(candidate.bias).toBe(5000 + 0.5 * 11_000);
  });

  it('is behind a sigmoid where it lets through, behind a tanh where it is put in', () => {
    expect((['forget', 'reset', 'candidate', 'hidden'] as const).map(functionOf)).toEqual([
      'sigmoid',
      'sigmoid',
      'tanh',
      'tanh',
    ]);
  });
});

it.each([
  ['at the last change', [1, 0, 1, 0, 0, 1, 0, 1], 2],
  ['at the first row, where nothing ever changed', [0, 1, 0, 1], 0],
  ['at the last row, where that alone says so', [1, 0, 1, 0, 0, 1], 2],
])('an answer has settled %s', (_, logits, row) => {
  expect(settledAt(Float32Array.from(logits), 2)).toBe(row);
});

it('scores are products of one query with every key, by the root of their length', () => {
  const all = Float32Array.from({ length: 2 * 2 * 4 }, (_, i) => i);
  const second = headOf(all, [2, 2, 4], 1);
  expect([...rowOf(second, 1)]).toEqual([12, 13, 14, 15]);
  const queries = { values: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 2), size: 4 };
  expect([...scoresOf(queries, second, 1)]).toEqual([11, 15]);
});

it('the steps of a sequence are patches where there is one for each, else rows', () => {
  const patches = modelOf([{ type: 'PatchEmbedding', patchSize: [4, 7], units: 8 }]);
  expect(stepGrid(patches, 28)).toEqual({ height: 7, width: 4 });
  expect(stepGrid(patches, 5)).toEqual({ height: 5, width: 1 });
  expect(stepGrid(modelOf([{ type: 'Reshape', targetShape: [28, 28] }]), 28)).toEqual({ height: 28, width: 1 });
});
