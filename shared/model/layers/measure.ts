import type { LayerSpec } from '../../contract/schemas/model.ts';
import { elements } from '../info.ts';
import { conv2d, depthwiseConv2d, separableConv2d } from './convolution.ts';
import { dense } from './dense.ts';
import { batchNormalization, layerNormalization } from './normalization.ts';
import { image, plain, type Measured, type Place } from './place.ts';
import { globalPooling1d, globalPooling2d, pooling2d } from './pooling.ts';
import { recurrent } from './recurrent.ts';
import { flatten, reshape } from './reshape.ts';
import { residual } from './residual.ts';
import { patchEmbedding, positionEmbedding, transformerEncoder } from './transformer.ts';

/** One layer's arithmetic. Refuses by `place.fail` what cannot be built. */
export function measure(layer: LayerSpec, place: Place): Measured {
  switch (layer.type) {
    case 'Conv2D':
      return conv2d(layer, place);
    case 'DepthwiseConv2D':
      return depthwiseConv2d(layer, place);
    case 'SeparableConv2D':
      return separableConv2d(layer, place);
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return pooling2d(layer, place);
    case 'GlobalAveragePooling2D':
      return globalPooling2d(place);
    case 'GlobalAveragePooling1D':
      return globalPooling1d(place);
    case 'BatchNormalization':
      return batchNormalization(place);
    case 'LayerNormalization':
      return layerNormalization(place);
    case 'Activation':
      return plain(place.shape, layer.activation === 'linear' ? 0 : elements(place.shape));
    case 'Dropout':
      return plain(place.shape, layer.rate === 0 ? 0 : elements(place.shape));
    case 'SpatialDropout2D':
      return plain(image(place), layer.rate === 0 ? 0 : elements(place.shape));
    case 'Flatten':
      return flatten(place);
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
      return positionEmbedding(place);
    case 'TransformerEncoder':
      return transformerEncoder(layer, place);
  }
}
