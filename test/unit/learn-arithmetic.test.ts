import { describe, expect, it } from 'vitest';
import { optimizerSchema } from '../../shared/contract/schemas/recipe.ts';
import { contour, contourLevels } from '../../shared/learn/contours.ts';
import { stepOf } from '../../shared/learn/optimizer-rule.ts';
import { activate, POINTWISE, slope } from '../../shared/learn/activation.ts';
import { convolved, filterWeights, sumOf, windowTerms, type Convolution } from '../../shared/learn/convolution.ts';
import { largest, parameterCount, products, unitSum, weightsTo } from '../../shared/learn/dense.ts';
import { logitGradient, oneHot } from '../../shared/learn/loss.ts';
import { pool, pooled, pooledCells } from '../../shared/learn/pooling.ts';
import { channelOf, outputSize, windowStart, type FeatureMap, type Sliding } from '../../shared/learn/sliding.ts';
import { horizontalFilters, strokeAnswers } from '../../shared/learn/stroke-answers.ts';

const sliding = (changes: Partial<Sliding> = {}): Sliding => ({
  size: [3, 3],
  strides: [1, 1],
  dilationRate: [1, 1],
  padding: 'valid',
  ...changes,
});
const map = (height: number, width: number, values: readonly number[], channels = 1): FeatureMap => ({
  values: Float32Array.from(values),
  ...{ height, width, channels },
});
/** 0 to 15, row by row. */
const four = map(
  4,
  4,
  Array.from({ length: 16 }, (_, i) => i),
);

describe('a window that slides', () => {
  it.each([
    [{}, 26],
    [{ strides: [2, 2] }, 13],
    [{ padding: 'same' }, 28],
    [{ padding: 'same', strides: [3, 3] }, 10],
    [{ dilationRate: [3, 3] }, 22],
    [{ size: [29, 29] }, 0],
  ] as const)('%o has %d places on 28 pixels', (changes, side) => {
    expect(outputSize({ height: 28, width: 28 }, sliding(changes))).toEqual({ rows: side, columns: side });
  });

  it('begins in the padding, of which the odd line is behind the image', () => {
    const first = { row: 0, column: 0 };
    expect(windowStart(four, sliding(), first)).toEqual({ row: 0, column: 0 });
    expect(windowStart(four, sliding({ padding: 'same' }), first)).toEqual({ row: -1, column: -1 });
    // Two windows of three by steps of two reach over five lines: one is wanted, and that stands behind.
    const strided = sliding({ padding: 'same', strides: [2, 2] });
    expect(windowStart(four, strided, first)).toEqual({ row: 0, column: 0 });
    expect(windowStart(four, strided, { row: 1, column: 1 })).toEqual({ row: 2, column: 2 });
  });

  it('takes one channel out of several', () => {
    expect([...channelOf(map(1, 2, [1, 2, 3, 4], 2), 1)]).toEqual([2, 4]);
  });
});

describe('a convolution', () => {
  const ones: Convolution = {
    ...sliding(),
    kernel: new Float32Array(9).fill(1),
    bias: Float32Array.of(10),
    filters: 1,
  };

  it('is the sum of what lies under its window, and the bias', () => {
    expect([...convolved(four, ones, 0)]).toEqual([55, 64, 91, 100]);
    const terms = windowTerms(four, ones, { row: 1, column: 1, filter: 0 });
    expect(terms.map(({ x }) => x)).toEqual([5, 6, 7, 9, 10, 11, 13, 14, 15]);
    expect(sumOf(terms, 10)).toBe(100);
  });

  it('sees zeros in the padding, and skips what lies between dilated weights', () => {
    const corner = windowTerms(four, { ...ones, padding: 'same' }, { row: 0, column: 0, filter: 0 });
    expect(corner.map(({ padded, x }) => (padded ? '-' : x)).join(' ')).toBe('- - - - 0 1 - 4 5');
    const wide: Convolution = { ...ones, kernel: new Float32Array(4).fill(1), size: [2, 2], dilationRate: [3, 3] };
    expect([...convolved(four, wide, 0)]).toEqual([0 + 3 + 12 + 15 + 10]);
  });

  it('has weights of its own for each channel and filter', () => {
    const kernel = Float32Array.from({ length: 12 }, (_, i) => i);
    const two: Convolution = { ...sliding({ size: [1, 2] }), kernel, bias: null, filters: 3 };
    expect([...filterWeights(two, 2, 1, 2)]).toEqual([5, 11]);
    expect([...convolved(map(1, 2, [1, 2, 3, 4], 2), two, 2)]).toEqual([1 * 2 + 2 * 5 + 3 * 8 + 4 * 11]);
  });

  it('knows which of its filters see horizontal strokes', () => {
    const rows = [-1, -1, -1, 2, 2, 2, -1, -1, -1];
    const columns = [-1, 2, -1, -1, 2, -1, -1, 2, -1];
    const kernel = Float32Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? columns : rows)[i >> 1]!);
    const answers = strokeAnswers({ ...sliding(), kernel, bias: Float32Array.of(5, -5), filters: 2 });
    expect(answers).toEqual([
      { horizontal: 0, vertical: 3 },
      { horizontal: 3, vertical: 0 },
    ]);
    expect(horizontalFilters(answers)).toEqual([1]);
    // Where none is plain there is still an answer.
    expect(
      horizontalFilters([
        { horizontal: 1, vertical: 2 },
        { horizontal: 2, vertical: 2.5 },
      ]),
    ).toEqual([1]);
  });
});

describe('pooling', () => {
  const halves = sliding({ size: [2, 2], strides: [2, 2] });

  it('keeps the largest value, or the mean', () => {
    expect([...pooled('max', four, halves, 0)]).toEqual([5, 7, 13, 15]);
    expect([...pooled('average', four, halves, 0)]).toEqual([2.5, 4.5, 10.5, 12.5]);
  });

  it('leaves the padding out of the mean', () => {
    const cells = pooledCells(four, sliding({ padding: 'same', strides: [3, 3] }), { row: 0, column: 0, channel: 0 });
    expect(cells.map(({ value }) => value)).toEqual([0, 1, 4, 5]);
    expect(pool('average', cells)).toBe(2.5);
  });
});

describe('activations', () => {
  it('have the values of their formulas', () => {
    expect(POINTWISE.map((name) => Number(activate(name, -1).toFixed(4)))).toEqual(
      [-0, -0.2, -0.6321, -0.1587, -0.2689, -0.7616, 0.2689].map((value) => value + 0),
    );
    expect(activate('linear', -1)).toBe(-1);
    expect(activate('sigmoid', 800)).toBe(1);
    expect(activate('sigmoid', -800)).toBe(0);
  });

  it.each(POINTWISE)('%s has the slope that a small step shows', (name) => {
    for (const z of [-3, -0.7, 0.4, 2.5]) {
      const shown = (activate(name, z + 1e-4) - activate(name, z - 1e-4)) / 2e-4;
      expect(Math.abs(slope(name, z) - shown)).toBeLessThan(2e-3);
    }
  });
});

describe('a Dense layer and its loss', () => {
  const layer = { kernel: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float32Array.of(10, 20), units: 2 };
  const inputs = Float32Array.of(1, 0, -1);

  it('sums inputs times weights for each unit', () => {
    expect([...weightsTo(layer, 1)]).toEqual([2, 4, 6]);
    expect([...products(inputs, weightsTo(layer, 1))]).toEqual([2, 0, -6]);
    expect(unitSum(inputs, layer, 1)).toBe(16);
    expect(unitSum(inputs, { ...layer, bias: null }, 0)).toBe(-4);
    expect(largest(Float32Array.of(1, -5, 3), 2)).toEqual([1, 2]);
    expect(parameterCount(128, 10, true)).toBe(1290);
    expect(parameterCount(128, 10, false)).toBe(1280);
  });

  it('moves each logit by its probability, and the right one up', () => {
    expect(oneHot(1, 3)).toEqual([0, 1, 0]);
    expect(logitGradient([0.5, 0.25, 0.25], 1)).toEqual([0.5, -0.75, 0.25]);
  });
});

describe('contours', () => {
  // A bowl: the distance from the middle of a grid of 5 x 5.
  const bowl = {
    values: Array.from({ length: 25 }, (_, i) => Math.hypot((i % 5) - 2, Math.floor(i / 5) - 2)),
    rows: 5,
    columns: 5,
  };

  it('go around a bowl at their height, each piece going on where another ends', () => {
    const pieces = contour(bowl, 1.5);
    const ends = pieces.flatMap(({ from, to }) => [from, to]);
    for (const [column, row] of ends) expect(Math.hypot(column - 2, row - 2)).toBeCloseTo(1.5, 0);
    const named = ends.map((end) => end.map((at) => at.toFixed(6)).join());
    for (const end of named) expect(named.filter((other) => other === end)).toHaveLength(2);
    expect(contour(bowl, 9)).toEqual([]);
  });

  it('leave out what is not finite, and have no level on a plain', () => {
    const torn = { ...bowl, values: bowl.values.map((value, i) => (i === 0 ? Infinity : value)) };
    expect(contour(torn, 2.5).length).toBeLessThan(contour(bowl, 2.5).length);
    const levels = contourLevels(torn, 4);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(levels.length).toBeGreaterThan(2);
    expect(contourLevels({ ...bowl, values: bowl.values.map(() => 3) }, 4)).toEqual([]);
  });
});

describe('optimizers', () => {
  const state = { w: 1, g: 0.5, m: 0, v: 0, t: 1, decays: true };

  it('Adam’s first step is as long as the learning rate, whatever the gradient is', () => {
    for (const g of [1e-3, 0.5, -20]) {
      const spec = optimizerSchema.parse({ name: 'adam', learningRate: 0.01 });
      expect(stepOf(spec, { ...state, g }).move).toBeCloseTo(0.01 * Math.sign(g), 4);
    }
  });

  it('momentum moves further on the second of two like steps', () => {
    const spec = optimizerSchema.parse({ name: 'momentum', learningRate: 0.01 });
    const first = stepOf(spec, { ...state, g: 1 });
    expect(first.move).toBeCloseTo(0.01, 10);
    expect(stepOf(spec, { ...state, g: 1, m: first.m, t: 2 }).move).toBeCloseTo(0.019, 10);
  });

  it('weight decay takes from kernels alone', () => {
    const spec = optimizerSchema.parse({ name: 'adamw', learningRate: 0.1, weightDecay: 0.5 });
    expect(stepOf(spec, state).decay).toBeCloseTo(0.05, 10);
    expect(stepOf(spec, { ...state, decays: false }).decay).toBe(0);
  });
});
