import type { Activation } from '../contract/schemas/layer.ts';
import { normalCdf } from '../study/samplers/normal.ts';

/** Rows of features, [rows, features] one after the other, in plain arithmetic. */

/** x [rows, in] by weights [in, out], plus a bias [out] where there is one. */
export function dense(x: Float32Array, kernel: Float32Array, bias: Float32Array | null, outputs: number): Float32Array {
  const inputs = kernel.length / outputs;
  const rows = x.length / inputs;
  const y = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const to = row * outputs;
    if (bias) y.set(bias, to);
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i]!;
      if (value === 0) continue;
      for (let o = 0; o < outputs; o++) y[to + o]! += value * kernel[i * outputs + o]!;
    }
  }
  return y;
}

/** Adds `by`, as often as it takes, to what is long enough for it. */
export const add = (x: Float32Array, by: Float32Array): Float32Array => x.map((value, i) => value + by[i % by.length]!);

/** Each row with mean 0 and variance 1, by gamma and beta [features]. */
export function normaliseRows(x: Float32Array, gamma: Float32Array, beta: Float32Array, epsilon: number): Float32Array {
  const features = gamma.length;
  const y = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += features) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < features; i++) sum += x[start + i]!;
    const mean = sum / features;
    for (let i = 0; i < features; i++) squares += (x[start + i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / features + epsilon);
    for (let i = 0; i < features; i++) y[start + i] = (x[start + i]! - mean) * scale * gamma[i]! + beta[i]!;
  }
  return y;
}

/** The mean over all rows. */
export function meanOfRows(x: Float32Array, features: number): Float32Array {
  const sums = new Float64Array(features);
  for (let i = 0; i < x.length; i++) sums[i % features]! += x[i]!;
  return Float32Array.from(sums, (sum) => (sum * features) / x.length);
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const FUNCTIONS: Readonly<Record<Exclude<Activation, 'linear' | 'softmax'>, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x < 0 ? 0.2 * x : x),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  // Of what is no number the series has no end.
  gelu: (x) => (Number.isNaN(x) ? x : x * normalCdf(x)),
  swish: (x) => x * sigmoid(x),
  tanh: Math.tanh,
  sigmoid,
};

/** softmax stands at a model's end alone, and belongs to what reads its logits. */
export const activate = (x: Float32Array, activation: Activation): Float32Array =>
  activation === 'linear' || activation === 'softmax' ? x : x.map(FUNCTIONS[activation]);
