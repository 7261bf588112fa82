import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type Moments, momentsOf, normalise } from '../ops/batch-normalization.ts';
import { type BuildLayer, type Forward, stage, type WeightSpec } from './layer.ts';
import { weight } from './weights.ts';

/**
 * Keras's BatchNormalization over the last axis: the batch's own moments in training, moving averages otherwise.
 * moving = moving * momentum + batch * (1 - momentum), with the variance divided by n as Keras 3 has it.
 * A frozen layer (`trainable: false`) normalises by its averages in training too, and leaves them as they are.
 */
export const batchNormalization: BuildLayer<'BatchNormalization'> = (layer, { name, inputShape, frozen }) => {
  const shape = [inputShape.at(-1)!];
  const gamma = weight(`${name}/gamma`, shape, 'ones');
  const beta = weight(`${name}/beta`, shape, 'zeros');
  const mean: WeightSpec = { ...weight(`${name}/moving_mean`, shape, 'zeros'), trainable: false };
  const variance: WeightSpec = { ...weight(`${name}/moving_variance`, shape, 'ones'), trainable: false };

  const forward: Forward = (shards, context) => {
    const moving = { mean: context.weight(mean.path), variance: context.weight(variance.path) };
    const images = shards.map(asImage);
    let moments: Moments = moving;
    if (context.training && !frozen) {
      moments = momentsOf(images);
      context.training.update(mean.path, average(moving.mean, moments.mean, layer.momentum));
      context.training.update(variance.path, average(moving.variance, moments.variance, layer.momentum));
    }
    const [scale, offset] = [context.weight(gamma.path), context.weight(beta.path)];
    return images.map((image, i) => {
      const normal = normalise(image, scale, offset, moments, layer.epsilon);
      return tf.reshape(normal, shards[i]!.shape);
    });
  };
  return { stages: [stage(forward)], weights: [gamma, beta, mean, variance] };
};

const average = (moving: Tensor, batch: Tensor, momentum: number): Tensor =>
  tf.tidy(() => tf.add(tf.mul(moving, momentum), tf.mul(batch, 1 - momentum)));

/** The fused op wants [n, h, w, c]: a vector is an image of one pixel, a sequence one of one column. */
function asImage(x: Tensor): Tensor {
  if (x.rank === 4) return x;
  const [n, steps] = [x.shape[0]!, x.rank === 3 ? x.shape[1]! : 1];
  return tf.reshape(x, [n, steps, 1, x.shape.at(-1)!]);
}
