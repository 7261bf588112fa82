import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { convolution, depthwiseConvolution, separableConvolution } from './convolution.ts';
import { dense } from './dense.ts';
import { dropoutLayer, spatialDropout } from './dropout.ts';
import { patchEmbedding, positionEmbedding } from './embedding.ts';
import { layerNormalization } from './layer-normalization.ts';
import type { LayerParts, LayerPlace } from './layer.ts';
import { averagePooling, globalAveragePooling1d, globalAveragePooling2d, maxPooling } from './pooling.ts';
import { recurrent } from './recurrent.ts';
import { residual } from './residual.ts';
import { flatten, reshape } from './reshape.ts';
import { transformerEncoder } from './transformer.ts';

/**
 * The weights and stages of one layer. Its last activation, if it is the model's softmax, belongs to the loss.
 */
export function layerParts(layer: LayerSpec, place: LayerPlace): LayerParts {
  switch (layer.type) {
    case 'Conv2D':
      return convolution(layer, place);
    case 'DepthwiseConv2D':
      return depthwiseConvolution(layer, place);
    case 'SeparableConv2D':
      return separableConvolution(layer, place);
    case 'MaxPooling2D':
      return maxPooling(layer, place);
    case 'AveragePooling2D':
      return averagePooling(layer, place);
    case 'GlobalAveragePooling2D':
      return globalAveragePooling2d(layer, place);
    case 'GlobalAveragePooling1D':
      return globalAveragePooling1d(layer, place);
    case 'BatchNormalization':
      return batchNormalization(layer, place);
    case 'LayerNormalization':
      return layerNormalization(layer, place);
    case 'Activation':
      return { weights: [], stages: activation(layer.activation) };
    case 'Dropout':
      return dropoutLayer(layer, place);
    case 'SpatialDropout2D':
      return spatialDropout(layer, place);
    case 'Flatten':
      return flatten(layer, place);
    case 'Reshape':
      return reshape(layer, place);
    case 'Dense':
      return dense(layer, place);
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
      return recurrent(layer, place);
    case 'Residual':
      return residual(layer, place);
    case 'PatchEmbedding':
      return patchEmbedding(layer, place);
    case 'PositionEmbedding':
      return positionEmbedding(layer, place);
    case 'TransformerEncoder':
      return transformerEncoder(layer, place);
  }
}
