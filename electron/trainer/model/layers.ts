import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec, LayerType } from '../../../shared/contract/schemas/model.ts';
import type { Shape } from '../../../shared/model/shapes.ts';
import { conv2d, maxPool } from '../ops/convolution.ts';
import { biasAdd, matMul, relu } from '../ops/dense.ts';
import { dropout } from '../ops/dropout.ts';
import { batchNormalization } from './batch-normalization.ts';
import type { Stage, WeightSpec } from './layer.ts';

export interface LayerPlace {
  readonly name: string;
  readonly inputShape: Shape;
  /** No layer before this one has weights: no gradient is wanted for its input. */
  readonly first: boolean;
  /** Seeds this layer's dropout masks. */
  readonly seed: number;
}

export interface LayerParts {
  readonly weights: readonly WeightSpec[];
  readonly stages: readonly Stage[];
}

type Layer<T extends LayerType> = Extract<LayerSpec, { type: T }>;

/** The weights and stages of one layer. Its last activation, if it is the model's softmax, belongs to the loss. */
export function layerParts(layer: LayerSpec, place: LayerPlace): LayerParts {
  switch (layer.type) {
    case 'Conv2D':
      return convolution(layer, place);
    case 'Dense':
      return dense(layer, place);
    case 'BatchNormalization':
      return batchNormalization(layer, place);
    case 'MaxPooling2D': {
      const strides = layer.strides ?? layer.poolSize;
      return only({ kind: 'maxPool', forward: (x) => maxPool(x, layer.poolSize, strides, layer.padding) });
    }
    case 'GlobalAveragePooling2D':
      return only({ kind: 'other', forward: (x) => tf.mean(x, [1, 2]) });
    case 'Flatten':
      return only({ kind: 'other', forward: (x) => tf.reshape(x, [x.shape[0]!, size(place.inputShape)]) });
    case 'Dropout':
      return only({
        kind: 'other',
        forward: (x, { training }) =>
          training && layer.rate > 0 ? dropout(x, layer.rate, place.seed, training.step) : x,
      });
    case 'Activation':
      return { weights: [], stages: activation(layer.activation) };
  }
}

const only = (stage: Stage): LayerParts => ({ weights: [], stages: [stage] });
const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

function convolution(layer: Layer<'Conv2D'>, { name, inputShape, first }: LayerPlace): LayerParts {
  const shape = [...layer.kernelSize, inputShape[2]!, layer.filters];
  const path = `${name}/kernel`;
  const forward: Stage['forward'] = (x, context) =>
    conv2d(x, context.weight(path), layer.strides, layer.padding, first);
  return withBias(name, shape, { kind: 'other', forward }, layer);
}

function dense(layer: Layer<'Dense'>, { name, inputShape, first }: LayerPlace): LayerParts {
  const path = `${name}/kernel`;
  const forward: Stage['forward'] = (x, context) => matMul(x, context.weight(path), first);
  return withBias(name, [inputShape[0]!, layer.units], { kind: 'other', forward }, layer);
}

function withBias(
  name: string,
  kernelShape: readonly number[],
  linear: Stage,
  layer: Layer<'Conv2D'> | Layer<'Dense'>,
): LayerParts {
  const kernel: WeightSpec = {
    path: `${name}/kernel`,
    shape: kernelShape,
    initializer: 'glorotUniform',
    trainable: true,
  };
  if (!layer.useBias) return { weights: [kernel], stages: [linear, ...activation(layer.activation)] };
  const bias: WeightSpec = {
    path: `${name}/bias`,
    shape: [kernelShape.at(-1)!],
    initializer: 'zeros',
    trainable: true,
  };
  const add: Stage = { kind: 'monotone', forward: (x, context) => biasAdd(x, context.weight(bias.path)) };
  return { weights: [kernel, bias], stages: [linear, add, ...activation(layer.activation)] };
}

/** Softmax has no stage: it stands only at the end, where loss and prediction take it in (see build-model). */
function activation(name: 'linear' | 'relu' | 'softmax'): Stage[] {
  return name === 'relu' ? [{ kind: 'monotone', forward: (x) => relu(x) }] : [];
}
