import * as tf from '@tensorflow/tfjs-core';
import { type BuildLayer, only } from './layer.ts';

/** Both keep the batch's axis and give the others the shape that the arithmetic in shared/model has found. */
export const flatten: BuildLayer<'Flatten'> = (_, { outputShape }) =>
  only((x) => tf.reshape(x, [x.shape[0]!, ...outputShape]));

export const reshape: BuildLayer<'Reshape'> = (_, { outputShape }) =>
  only((x) => tf.reshape(x, [x.shape[0]!, ...outputShape]));
