import { describe, expect, it } from 'vitest';
import { initialize } from '../../electron/trainer/model/initialize.ts';
import type { Initializer } from '../../electron/trainer/model/layer.ts';
import { stream } from '../../shared/random/random.ts';

const draw = (initializer: Initializer, ...shape: number[]) =>
  initialize({ path: 'x/kernel', shape, initializer, trainable: true }, stream(1, 'init'));

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
};

describe('initial values are those of Keras', () => {
  it.each([
    { shape: [30, 50], fans: 30 + 50 },
    { shape: [3, 4, 5, 20], fans: 12 * 5 + 12 * 20 },
  ])('glorotUniform of $shape', ({ shape, fans }) => {
    const values = draw('glorotUniform', ...shape);
    const limit = Math.sqrt(6 / fans);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.97 * limit);
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.1 * limit);
    expect(deviation / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
  });

  it('normal', () => {
    const { mean, deviation } = moments(draw('normal', 49, 64));
    expect(Math.abs(mean)).toBeLessThan(0.002);
    expect(deviation).toBeCloseTo(0.02, 3);
  });

  it.each([
    [6, 24],
    [24, 6],
    [8, 8],
  ])('orthogonal of %d x %d', (rows, columns) => {
    const values = draw('orthogonal', rows, columns);
    const vector = (i: number): number[] =>
      rows <= columns
        ? [...values.slice(i * columns, (i + 1) * columns)]
        : Array.from({ length: rows }, (_, row) => values[row * columns + i]!);
    const count = Math.min(rows, columns);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < count; k++) {
        const product = vector(i).reduce((sum, value, at) => sum + value * vector(k)[at]!, 0);
        expect(product).toBeCloseTo(i === k ? 1 : 0, 5);
      }
  });

  it('an LSTM begins by remembering', () => {
    expect([...draw('unitForgetBias', 8)]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });

  it('the rest is constant', () => {
    expect([...draw('zeros', 3)]).toEqual([0, 0, 0]);
    expect([...draw('ones', 3)]).toEqual([1, 1, 1]);
  });
});
