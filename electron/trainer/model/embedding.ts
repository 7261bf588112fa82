import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from '../ops/convolution.ts';
import { biasAdd } from '../ops/dense.ts';
import { type BuildLayer, only } from './layer.ts';
import { kernelWeight, weight } from './weights.ts';

/** ViT's patches: a convolution as wide as its stride, its positions in a row. [n, h, w, c] to [n, patches, units]. */
export const patchEmbedding: BuildLayer<'PatchEmbedding'> = (layer, { name, inputShape, outputShape, first }) => {
  const { patchSize, units } = layer;
  const kernel = kernelWeight(`${name}/kernel`, [...patchSize, inputShape[2]!, units]);
  const bias = weight(`${name}/bias`, [units], 'zeros');
  const options = { strides: patchSize, padding: 'valid', dilationRate: [1, 1], first } as const;
  const embed = only((x, context) => {
    const patches = biasAdd(conv2d(x, context.weight(kernel.path), options), context.weight(bias.path));
    return tf.reshape(patches, [x.shape[0]!, ...outputShape]);
  });
  return { ...embed, weights: [kernel, bias] };
};

/** Adds embeddings [steps, units] to each sequence: as one long bias, whose gradient is one sum over the batch. */
export const positionEmbedding: BuildLayer<'PositionEmbedding'> = (_, { name, inputShape }) => {
  const size = inputShape[0]! * inputShape[1]!;
  const embeddings = weight(`${name}/embeddings`, inputShape, 'normal');
  const add = only((x, context) => {
    const places = tf.reshape(context.weight(embeddings.path), [size]);
    return tf.reshape(biasAdd(tf.reshape(x, [x.shape[0]!, size]), places), x.shape);
  });
  return { ...add, weights: [embeddings] };
};
