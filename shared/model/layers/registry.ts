import { layerSchema, type LayerOf, type LayerSpec, type LayerType } from '../../contract/schemas/layer.ts';
import type { Shape } from '../info.ts';
import { activation, dropout, rescaling, spatialDropout2d } from './activation.ts';
import { conv2d, depthwiseConv2d, separableConv2d } from './convolution.ts';
import type { LayerDefinition } from './definition.ts';
import { dense } from './dense.ts';
import { batchNormalization, layerNormalization } from './normalization.ts';
import type { Measured, Place } from './place.ts';
import { averagePooling2d, globalAveragePooling1d, globalAveragePooling2d, maxPooling2d } from './pooling.ts';
import { gru, lstm, simpleRnn } from './recurrent.ts';
import { flatten, reshape, zeroPadding2d } from './reshape.ts';
import { residual } from './residual.ts';
import { patchEmbedding, positionEmbedding, transformerEncoder } from './transformer.ts';

/**
 * All types of layers. A new one begins with its options in contract/schemas/layer.ts; from then on the type check asks for
 * its definition here and for the code that builds it in electron/trainer/model/layers.ts.
 */
export const LAYERS: { readonly [T in LayerType]: LayerDefinition<T> } = {
  Conv2D: conv2d,
  DepthwiseConv2D: depthwiseConv2d,
  SeparableConv2D: separableConv2d,
  MaxPooling2D: maxPooling2d,
  AveragePooling2D: averagePooling2d,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalAveragePooling1D: globalAveragePooling1d,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Activation: activation,
  Dropout: dropout,
  SpatialDropout2D: spatialDropout2d,
  Rescaling: rescaling,
  ZeroPadding2D: zeroPadding2d,
  Flatten: flatten,
  Reshape: reshape,
  Dense: dense,
  SimpleRNN: simpleRnn,
  LSTM: lstm,
  GRU: gru,
  Residual: residual,
  PatchEmbedding: patchEmbedding,
  PositionEmbedding: positionEmbedding,
  TransformerEncoder: transformerEncoder,
};

export const LAYER_TYPES = Object.keys(LAYERS) as LayerType[];

/** One layer's arithmetic. Refuses by `place.fail` what cannot be built. */
export function measure<T extends LayerType>(layer: LayerOf<T>, place: Place): Measured {
  const definition: LayerDefinition<T> = LAYERS[layer.type as T];
  return definition.measure(layer, place);
}

/** A new layer of a type behind what comes in: with every default, and a choice for what has none. */
export const freshLayer = (type: LayerType, input: Shape): LayerSpec =>
  layerSchema.parse({ type, ...LAYERS[type].fresh(input) });
