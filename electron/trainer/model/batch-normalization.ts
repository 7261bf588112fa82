import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { batchNormByBatch, batchNormByMoments, type Moments } from '../ops/normalization.ts';
import type { ForwardContext, WeightSpec } from './layer.ts';
import type { LayerParts, LayerPlace } from './layers.ts';

type BatchNormalization = Extract<LayerSpec, { type: 'BatchNormalization' }>;

/**
 * Keras's BatchNormalization over the last axis: the batch's own moments in training, moving averages otherwise.
 * moving = moving * momentum + batch * (1 - momentum), with the variance divided by n as Keras 3 has it.
 */
export function batchNormalization(layer: BatchNormalization, { name, inputShape }: LayerPlace): LayerParts {
  const shape = [inputShape.at(-1)!];
  const weight = (weightName: string, initializer: 'ones' | 'zeros', trainable: boolean): WeightSpec => ({
    path: `${name}/${weightName}`,
    shape,
    initializer,
    trainable,
  });
  const gamma = weight('gamma', 'ones', true);
  const beta = weight('beta', 'zeros', true);
  const mean = weight('moving_mean', 'zeros', false);
  const variance = weight('moving_variance', 'ones', false);

  const normalise = (x: Tensor, context: ForwardContext): Tensor => {
    const [scale, offset] = [context.weight(gamma.path), context.weight(beta.path)];
    const moving = { mean: context.weight(mean.path), variance: context.weight(variance.path) };
    const { training } = context;
    if (!training) return batchNormByMoments(x, scale, offset, moving, layer.epsilon);
    return batchNormByBatch(x, scale, offset, layer.epsilon, (batch: Moments) => {
      training.update(mean.path, average(moving.mean, batch.mean, layer.momentum));
      training.update(variance.path, average(moving.variance, batch.variance, layer.momentum));
    });
  };
  return {
    weights: [gamma, beta, mean, variance],
    stages: [{ kind: 'other', forward: (x, context) => asImage(x, (image) => normalise(image, context)) }],
  };
}

const average = (moving: Tensor, batch: Tensor, momentum: number): Tensor =>
  tf.tidy(() => tf.add(tf.mul(moving, momentum), tf.mul(batch, 1 - momentum)));

/** The fused op wants [n, h, w, c]: a vector is an image of one pixel. */
function asImage(x: Tensor, f: (image: Tensor) => Tensor): Tensor {
  if (x.rank === 4) return f(x);
  const [n, channels] = x.shape as [number, number];
  return tf.reshape(f(tf.reshape(x, [n, 1, 1, channels])), [n, channels]);
}
