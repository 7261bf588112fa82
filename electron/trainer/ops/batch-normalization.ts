import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { boolAttr, execute, FLOAT, floatAttr, NHWC, T, typeAttr, type Attribute } from './native.ts';

export interface Moments {
  readonly mean: Tensor;
  /** Divided by the number of values, as Keras 3 keeps it (the fused op's own second output divides by one less). */
  readonly variance: Tensor;
}

const attributesOf = (epsilon: number, training: boolean): Attribute[] => [
  T,
  typeAttr('U', FLOAT),
  floatAttr('epsilon', epsilon),
  NHWC,
  boolAttr('is_training', training),
];

/**
 * Normalises x [n, h, w, c] by its own moments over all axes but the last, and tells `observe` of them: they are
 * disposed of with the op, so it keeps what it makes of them.
 */
export function batchNormByBatch(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  observe: (moments: Moments) => void,
): Tensor {
  const attributes = attributesOf(epsilon, true);
  return withGradient<[Tensor, Tensor, Tensor], Tensor[]>((_, save) => {
    const none = tf.tensor1d([], 'float32');
    const outputs = execute('FusedBatchNormV3', attributes, [x, gamma, beta, none, none], 6);
    const [value, , , mean, variance, reserved] = outputs as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
    observe({ mean, variance });
    save([x, gamma, mean, variance, reserved]);
    return {
      value,
      gradFunc: (dy, [input, scale, ...rest]) =>
        execute('FusedBatchNormGradV3', attributes, [dy, input!, scale!, ...rest], 5).slice(0, 3),
    };
  })(x, gamma, beta);
}

/** Normalises x [n, h, w, c] by given moments, which get no gradient: outside training, and for a frozen layer. */
export function batchNormByMoments(x: Tensor, gamma: Tensor, beta: Tensor, moments: Moments, epsilon: number): Tensor {
  const attributes = attributesOf(epsilon, false);
  return withGradient<[Tensor, Tensor, Tensor], Tensor[]>((_, save) => {
    const { mean, variance } = moments;
    const outputs = execute('FusedBatchNormV3', attributes, [x, gamma, beta, mean, variance], 6);
    save([x, gamma, mean, variance, outputs[5]!]);
    return {
      value: outputs[0]!,
      gradFunc: (dy, [input, scale, ...rest]) =>
        execute('FusedBatchNormGradV3', attributes, [dy, input!, scale!, ...rest], 5).slice(0, 3),
    };
  })(x, gamma, beta);
}
