import type { Tensor } from '@tensorflow/tfjs-core';
import { layerNorm } from '../ops/layer-normalization.ts';
import { type BuildLayer, type ForwardContext, only, type WeightSpec } from './layer.ts';
import { weight } from './weights.ts';

/** Normalisation over the last axis, of `width`, with its gamma and beta: Keras's LayerNormalization and a Transformer's. */
export function normalisation(name: string, width: number, epsilon: number) {
  const gamma = weight(`${name}/gamma`, [width], 'ones');
  const beta = weight(`${name}/beta`, [width], 'zeros');
  const weights: readonly WeightSpec[] = [gamma, beta];
  const forward = (x: Tensor, context: ForwardContext): Tensor =>
    layerNorm(x, context.weight(gamma.path), context.weight(beta.path), epsilon);
  return { weights, forward };
}

export const layerNormalization: BuildLayer<'LayerNormalization'> = ({ epsilon }, { name, inputShape }) => {
  const { weights, forward } = normalisation(name, inputShape.at(-1)!, epsilon);
  return { ...only(forward), weights };
};
