import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { boolAttr, execute, FLOAT, floatAttr, NHWC, T, typeAttr, type Attribute } from './native.ts';

/** Mean and variance of each channel, [c]. */
export interface Moments {
  readonly mean: Tensor;
  /** Divided by the number of values, as Keras 3 keeps it. */
  readonly variance: Tensor;
}

const attributesOf = (epsilon: number, training: boolean): Attribute[] => [
  T,
  typeAttr('U', FLOAT),
  floatAttr('epsilon', epsilon),
  NHWC,
  boolAttr('is_training', training),
];

/** (x - mean) / sqrt(variance + epsilon) * scale + offset, without a gradient. */
const fused = (x: Tensor, scale: Tensor, offset: Tensor, { mean, variance }: Moments, epsilon: number): Tensor[] =>
  execute('FusedBatchNormV3', attributesOf(epsilon, false), [x, scale, offset, mean, variance], 6);

/**
 * The moments of a batch that comes in shards of [n, h, w, c], over all axes but the last: as if it were whole. They are
 * put together by Chan's formula, which loses nothing where a mean is large and a variance small.
 */
export function momentsOf(shards: readonly Tensor[]): Moments {
  const counts = shards.map((x) => x.size / x.shape.at(-1)!);
  const count = counts.reduce((sum, n) => sum + n);
  const stacked = withGradient<Tensor[], Tensor[]>((_, save) => {
    const parts = shards.map(ownMoments);
    const weighted = (values: readonly Tensor[]): Tensor =>
      values.map((value, i) => tf.mul(value, counts[i]! / count)).reduce((sum, value) => tf.add(sum, value));
    const mean = weighted(parts.map((part) => part.mean));
    const variance = weighted(parts.map((part) => tf.add(part.variance, tf.square(tf.sub(part.mean, mean)))));
    save([mean, ...shards]);
    return {
      value: tf.stack([mean, variance]),
      gradFunc: (slopes, [middle, ...values]) => {
        const [toMean, toVariance] = tf.unstack(tf.div(slopes, count)) as [Tensor, Tensor];
        const one = { mean: middle!, variance: tf.onesLike(middle!) };
        return values.map((x) => fused(x, tf.mul(toVariance, 2), toMean, one, 0)[0]!);
      },
    };
  })(...shards);
  const [mean, variance] = tf.unstack(stacked) as [Tensor, Tensor];
  return { mean, variance };
}

/** From the fused op, which takes fewer passes over x than sums and squares do; the y that it makes as well is not used. */
function ownMoments(x: Tensor): Moments {
  const [channels, count] = [x.shape.at(-1)!, x.size / x.shape.at(-1)!];
  const none = tf.tensor1d([], 'float32');
  const inputs = [x, tf.ones([channels]), tf.zeros([channels]), none, none];
  const outputs = execute('FusedBatchNormV3', attributesOf(0.001, true), inputs, 6);
  // It divides by one less than the count. The variance that it reserves for its gradient is another one on each device.
  return { mean: outputs[1]!, variance: tf.mul(outputs[2]!, (count - 1) / count) };
}

/** Normalises x [n, h, w, c] by `moments`, and scales and shifts it by gamma and beta [c]. */
export const normalise = (x: Tensor, gamma: Tensor, beta: Tensor, moments: Moments, epsilon: number): Tensor =>
  withGradient<Tensor[], Tensor[]>((_, save) => {
    const outputs = fused(x, gamma, beta, moments, epsilon);
    save([x, gamma, moments.mean, moments.variance, outputs[5]!]);
    return {
      value: outputs[0]!,
      gradFunc: (dy, saved) => {
        const [, scale, , variance] = saved as [Tensor, Tensor, Tensor, Tensor];
        const inputs = [dy, ...saved];
        const gradients = execute('FusedBatchNormGradV3', attributesOf(epsilon, false), inputs, 5);
        const [toX, toGamma, toBeta] = gradients as [Tensor, Tensor, Tensor];
        const inverse = tf.rsqrt(tf.add(variance, epsilon));
        const factor = tf.mul(scale, inverse);
        const toMean = tf.neg(tf.mul(factor, toBeta));
        const toVariance = tf.mul(tf.mul(tf.mul(factor, inverse), -0.5), toGamma);
        return [toX, toGamma, toBeta, toMean, toVariance];
      },
    };
  })(x, gamma, beta, moments.mean, moments.variance);
