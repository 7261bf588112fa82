import * as tf from '@tensorflow/tfjs-core';
import type { LayerOf, LayerType } from '../../../shared/contract/schemas/model.ts';
import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { convolution, depthwiseConvolution, separableConvolution } from './convolution.ts';
import { dense } from './dense.ts';
import { dropoutLayer, spatialDropout } from './dropout.ts';
import { patchEmbedding, positionEmbedding } from './embedding.ts';
import { layerNormalization } from './layer-normalization.ts';
import { type BuildLayer, type LayerParts, type LayerPlace, only } from './layer.ts';
import { averagePooling, globalAveragePooling1d, globalAveragePooling2d, maxPooling } from './pooling.ts';
import { recurrent } from './recurrent.ts';
import { residual } from './residual.ts';
import { transformerEncoder } from './transformer.ts';

/** Keeps the batch's axis and gives the others the shape that the arithmetic in shared/model has found. */
const reshaped = ({ outputShape }: LayerPlace): LayerParts => only((x) => tf.reshape(x, [x.shape[0]!, ...outputShape]));

/** What builds each type of layer. */
const BUILDERS: { readonly [T in LayerType]: BuildLayer<T> } = {
  Conv2D: convolution,
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv2D: separableConvolution,
  MaxPooling2D: maxPooling,
  AveragePooling2D: averagePooling,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalAveragePooling1D: globalAveragePooling1d,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Activation: (layer) => ({ weights: [], stages: activation(layer.activation) }),
  Dropout: dropoutLayer,
  SpatialDropout2D: spatialDropout,
  Rescaling: ({ scale, offset }) => only((x) => tf.add(tf.mul(x, scale), offset)),
  ZeroPadding2D: ({ top, bottom, left, right }) =>
    only((x) =>
      tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]),
    ),
  Flatten: (_, place) => reshaped(place),
  Reshape: (_, place) => reshaped(place),
  Dense: dense,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Residual: residual,
  PatchEmbedding: patchEmbedding,
  PositionEmbedding: positionEmbedding,
  TransformerEncoder: transformerEncoder,
};

/** The weights and stages of one layer. Its last activation, if it is the model's softmax, belongs to the loss. */
export function layerParts<T extends LayerType>(layer: LayerOf<T>, place: LayerPlace): LayerParts {
  const build: BuildLayer<T> = BUILDERS[layer.type as T];
  return build(layer, place);
}
