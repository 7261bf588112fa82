import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../shared/contract/schemas/model.ts';
import { biasRelu, biasReluGradient, biasReluValue } from '../ops/bias-relu.ts';
import { biasAdd } from '../ops/dense.ts';
import { activation } from './activation.ts';
import { each, type Initializer, type LayerParts, type ShardForward, stage, type WeightSpec } from './layer.ts';

export const weight = (path: string, shape: readonly number[], initializer: Initializer): WeightSpec => ({
  path,
  shape,
  initializer,
  trainable: true,
});

/** A kernel, which Keras draws by glorot_uniform, with its share of the loss. */
export const kernelWeight = (
  path: string,
  shape: readonly number[],
  regularizer?: { readonly l2: number },
): WeightSpec => {
  const kernel = weight(path, shape, 'glorotUniform');
  return regularizer && regularizer.l2 > 0 ? { ...kernel, l2: regularizer.l2 } : kernel;
};

/** A linear op over the last axis, its bias of `units` if it has one, and its activation. */
export function withBias(
  name: string,
  kernels: readonly WeightSpec[],
  linear: ShardForward,
  units: number,
  layer: { readonly useBias: boolean; readonly activation: Activation },
): LayerParts {
  const end = activation(layer.activation);
  const first = stage(each(linear));
  if (!layer.useBias) return { weights: kernels, stages: [first, ...end] };
  const bias = weight(`${name}/bias`, [units], 'zeros');
  const weights = [...kernels, bias];
  const biased = (op: (x: Tensor, bias: Tensor) => Tensor) => each((x, context) => op(x, context.weight(bias.path)));
  if (layer.activation === 'relu') {
    const aroundPool = { value: biased(biasReluValue), gradient: biased(biasReluGradient) };
    return { weights, stages: [first, { ...stage(biased(biasRelu), 'monotone'), aroundPool }] };
  }
  return { weights, stages: [first, stage(biased(biasAdd), 'monotone'), ...end] };
}
