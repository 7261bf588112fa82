import { DIGITS } from '../../task/digits.ts';
import type { LayerInput } from './preset.ts';

type ConvInput = Partial<Omit<Extract<LayerInput, { type: 'Conv2D' }>, 'type' | 'filters' | 'kernelSize'>>;

/**
 * Moving averages quicker than Keras's default (0.99), so that a run of a few dozen steps validates sensibly too.
 */
export const BATCH_NORM: LayerInput = { type: 'BatchNormalization', momentum: 0.9 };

/** A size, or strides, the same along both axes. */
export const square = (size: number): [number, number] => [size, size];

/** Convolution, normalisation, ReLU. The normalisation's beta does the bias's work, so the convolution has none. */
export const normalised = (
  filters: number,
  kernel: number | [number, number],
  options: ConvInput = {},
): LayerInput[] => [
  {
    type: 'Conv2D',
    filters,
    kernelSize: typeof kernel === 'number' ? square(kernel) : kernel,
    useBias: false,
    ...options,
  },
  BATCH_NORM,
  { type: 'Activation', activation: 'relu' },
];

/** The end of every preset: a probability for each class. */
export const PROBABILITIES: LayerInput = { type: 'Dense', units: DIGITS.classes.length, activation: 'softmax' };
