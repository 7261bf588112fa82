import { layerNorm } from '../ops/layer-normalization.ts';
import { type BuildLayer, type ForwardContext, only, type WeightSpec } from './layer.ts';
import { weight } from './weights.ts';

/** The weights of a normalisation over a last axis of `width`: Keras's LayerNormalization's and a Transformer's. */
export function normalisation(name: string, width: number) {
  const gamma = weight(`${name}/gamma`, [width], 'ones');
  const beta = weight(`${name}/beta`, [width], 'zeros');
  const weights: readonly WeightSpec[] = [gamma, beta];
  const values = (context: ForwardContext) => ({ gamma: context.weight(gamma.path), beta: context.weight(beta.path) });
  return { weights, values };
}

export const layerNormalization: BuildLayer<'LayerNormalization'> = ({ epsilon }, { name, inputShape }) => {
  const { weights, values } = normalisation(name, inputShape.at(-1)!);
  const normalise = only((x, context) => {
    const { gamma, beta } = values(context);
    return layerNorm(x, gamma, beta, epsilon);
  });
  return { ...normalise, weights };
};
