import type { Activation, LayerOf, LayerSpec } from '../../../shared/contract/schemas/model.ts';
import type { Format } from '../../i18n/index.ts';
import { t } from '../../i18n/index.ts';

type Words = (string | null)[];

/**
 * A layer's settings in a few words: `32 × (3 × 3), ReLU, stride 2 × 2`. What is Keras's default is left out; empty
 * where there is nothing to tell.
 */
export const describeLayer = (layer: LayerSpec, format: Format): string =>
  [...wordsOf(layer, format), layer.trainable === false ? t('model.options.frozen') : null]
    .filter((word) => word !== null)
    .join(t('model.options.comma'));

function wordsOf(layer: LayerSpec, format: Format): Words {
  switch (layer.type) {
    case 'Conv2D':
    case 'SeparableConv2D':
    case 'DepthwiseConv2D':
      return convolution(layer, format);
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return [
        sides(layer.poolSize),
        layer.strides === undefined || sides(layer.strides) === sides(layer.poolSize)
          ? null
          : t('model.options.stride', { size: sides(layer.strides) }),
        same(layer.padding),
      ];
    case 'BatchNormalization':
      return [layer.momentum === 0.99 ? null : t('model.options.momentum', { value: format.plain(layer.momentum) })];
    case 'Activation':
      return [t(`model.activations.${layer.activation}`)];
    case 'Dropout':
      return [drops(layer.rate, format)];
    case 'SpatialDropout2D':
      return [drops(layer.rate, format), t('model.options.channels')];
    case 'Rescaling':
      return [t('model.options.scaled', { scale: format.plain(layer.scale), offset: format.plain(layer.offset) })];
    case 'ZeroPadding2D':
      return [[layer.top, layer.bottom, layer.left, layer.right].join(t('model.options.comma'))];
    case 'Reshape':
      return [sides(layer.targetShape)];
    case 'Dense':
      return [
        t('model.options.units', { n: layer.units }),
        activation(layer.activation),
        bias(layer.useBias),
        l2(layer.kernelRegularizer, format),
      ];
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
      return [
        t('model.options.units', { n: layer.units }),
        layer.bidirectional ? t('model.options.bidirectional') : null,
        layer.returnSequences ? t('model.options.sequences') : null,
      ];
    case 'Residual':
      return [
        t(layer.shortcut === 'conv' ? 'model.options.projected' : 'model.options.identity'),
        activation(layer.activation),
      ];
    case 'PatchEmbedding':
      return [
        t('model.options.patches', { size: sides(layer.patchSize) }),
        t('model.options.units', { n: layer.units }),
      ];
    case 'TransformerEncoder':
      return [
        t('model.options.heads', { n: layer.heads }),
        layer.width === undefined ? null : t('model.options.width', { value: layer.width }),
        t('model.options.mlp', { value: format.plain(layer.mlpRatio) }),
        layer.dropout === 0 ? null : drops(layer.dropout, format),
      ];
    case 'GlobalAveragePooling2D':
    case 'GlobalAveragePooling1D':
    case 'LayerNormalization':
    case 'Flatten':
    case 'PositionEmbedding':
      return [];
  }
}

function convolution(
  layer: LayerOf<'Conv2D'> | LayerOf<'SeparableConv2D'> | LayerOf<'DepthwiseConv2D'>,
  format: Format,
): Words {
  const kernel = sides(layer.kernelSize);
  const multiplier = 'depthMultiplier' in layer ? layer.depthMultiplier : 1;
  return [
    'filters' in layer
      ? t('model.options.filters', { n: layer.filters, kernel })
      : t('model.options.kernel', { kernel }),
    multiplier === 1 ? null : t('model.options.multiplier', { n: multiplier }),
    activation(layer.activation),
    one(layer.strides) ? null : t('model.options.stride', { size: sides(layer.strides) }),
    one(layer.dilationRate) ? null : t('model.options.dilation', { size: sides(layer.dilationRate) }),
    same(layer.padding),
    bias(layer.useBias),
    'kernelRegularizer' in layer ? l2(layer.kernelRegularizer, format) : null,
    'depthwiseRegularizer' in layer ? l2(layer.depthwiseRegularizer, format) : null,
  ];
}

const sides = (sizes: readonly number[]): string => sizes.join(' × ');
const one = ([height, width]: readonly [number, number]): boolean => height === 1 && width === 1;
const same = (padding: 'valid' | 'same'): string | null => (padding === 'same' ? t('model.options.same') : null);
const bias = (useBias: boolean): string | null => (useBias ? null : t('model.options.noBias'));
const activation = (name: Activation): string | null => (name === 'linear' ? null : t(`model.activations.${name}`));
const drops = (rate: number, format: Format): string => t('model.options.rate', { rate: format.percent(rate, 0) });
const l2 = (regularizer: { l2: number } | undefined, format: Format): string | null =>
  regularizer === undefined ? null : t('model.options.l2', { value: format.plain(regularizer.l2) });
