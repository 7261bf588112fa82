import { ACTIVATIONS, type Activation } from '../contract/schemas/layer.ts';

/** Those that look at one value alone; softmax looks at all of them. */
export type Pointwise = Exclude<Activation, 'softmax' | 'linear'>;
export const POINTWISE = ACTIVATIONS.filter((name): name is Pointwise => name !== 'softmax' && name !== 'linear');

/** Keras's negative_slope of `leaky_relu`. */
const LEAK = 0.2;

/** As Keras's functions of these names have them. */
export function activate(name: Pointwise | 'linear', z: number): number {
  switch (name) {
    case 'linear':
      return z;
    case 'relu':
      return Math.max(0, z);
    case 'leakyRelu':
      return z < 0 ? LEAK * z : z;
    case 'elu':
      return z < 0 ? Math.expm1(z) : z;
    case 'gelu':
      return z * normalShare(z);
    case 'swish':
      return z * sigmoid(z);
    case 'tanh':
      return Math.tanh(z);
    case 'sigmoid':
      return sigmoid(z);
  }
}

/** The derivative at z; at a kink that of the left side, as TensorFlow has it. */
export function slope(name: Pointwise | 'linear', z: number): number {
  switch (name) {
    case 'linear':
      return 1;
    case 'relu':
      return z > 0 ? 1 : 0;
    case 'leakyRelu':
      return z > 0 ? 1 : LEAK;
    case 'elu':
      return z < 0 ? Math.exp(z) : 1;
    case 'gelu':
      return normalShare(z) + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    case 'swish':
      return sigmoid(z) * (1 + z * (1 - sigmoid(z)));
    case 'tanh':
      return 1 - Math.tanh(z) ** 2;
    case 'sigmoid':
      return sigmoid(z) * (1 - sigmoid(z));
  }
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/**
 * The normal distribution's share below z: (1 + erf(z / sqrt 2)) / 2. Abramowitz and Stegun, Handbook of Mathematical Functions (1964),
 * formula 7.1.26: off by 1.5e-7 at most.
 */
function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const above = (series * Math.exp(-x * x)) / 2;
  return z < 0 ? above : 1 - above;
}
