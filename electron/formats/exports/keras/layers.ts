import type { Activation, LayerOf, LayerSpec, LayerType } from '../../../../shared/contract/schemas/layer.ts';
import type { LayerInfo } from '../../../../shared/model/info.ts';
import { shortcutStrides, SHORTCUT } from '../../../../shared/model/layers/residual.ts';
import { described, type KerasTensor } from './graph.ts';
import { add, type KerasPlace, type Standing, type WriteLayer } from './place.ts';
import { patchEmbedding, positionEmbedding, transformerEncoder } from './transformer.ts';

/** Layers that follow each other. */
export function writeLayers(
  layers: readonly LayerSpec[],
  infos: readonly LayerInfo[],
  x: KerasTensor,
  place: KerasPlace,
): KerasTensor {
  return layers.reduce((input, layer, i) => {
    const frozen = place.frozen || layer.trainable === false;
    return writeLayer(layer, { ...place, frozen, info: infos[i]!, x: input });
  }, x);
}

function writeLayer<T extends LayerType>(layer: LayerOf<T>, standing: Standing): KerasTensor {
  const write: WriteLayer<T> = WRITERS[layer.type as T];
  return write(layer, standing);
}

/** A layer of the same name, with these options and weights. */
const plain =
  <T extends LayerType>(
    options: (layer: LayerOf<T>) => Readonly<Record<string, unknown>> = () => ({}),
    weights: (layer: LayerOf<T>) => readonly string[] = () => [],
  ): WriteLayer<T> =>
  (layer, own) =>
    add(own, layer.type, options(layer), { weights: weights(layer) });

/** Keras's names for activations that the studio has under another. Its leaky_relu has our slope. */
const NAMES: Partial<Readonly<Record<Activation, string>>> = { leakyRelu: 'leaky_relu', swish: 'silu' };
const activationName = (activation: Activation): string => NAMES[activation] ?? activation;

const l2 = (regularizer: { readonly l2: number } | undefined) =>
  regularizer === undefined ? null : described('L2', { l2: regularizer.l2 }, 'keras.regularizers');

const biasIf = ({ useBias }: { readonly useBias: boolean }): string[] => (useBias ? ['bias'] : []);

const window = (layer: LayerOf<'Conv2D' | 'DepthwiseConv2D' | 'SeparableConv2D'>) => ({
  kernel_size: layer.kernelSize,
  strides: layer.strides,
  padding: layer.padding,
  dilation_rate: layer.dilationRate,
  activation: activationName(layer.activation),
  use_bias: layer.useBias,
});

const pooling = ({ poolSize, strides = poolSize, padding }: LayerOf<'MaxPooling2D' | 'AveragePooling2D'>) => ({
  pool_size: poolSize,
  strides,
  padding,
});

/** Keras's SimpleRNN, LSTM or GRU, within its Bidirectional for both ways. The gates lie in our weights as in Keras's. */
function recurrent(layer: LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>, own: Standing): KerasTensor {
  const { units, returnSequences, bidirectional, type } = layer;
  const cell = {
    units,
    return_sequences: returnSequences,
    ...(type === 'GRU' && { reset_after: true }),
  };
  const weights = (way: string, inside: string) =>
    ['kernel', 'recurrent_kernel', 'bias'].map((weight) => ({ of: way + weight, inside: `${inside}cell/` }));
  if (!bidirectional) return add(own, type, cell, { weights: weights('', '') });
  const inside = described(type, { name: type.toLowerCase(), dtype: 'float32', ...cell });
  return add(
    own,
    'Bidirectional',
    { merge_mode: 'concat', layer: inside },
    { weights: [...weights('forward/', 'forward_layer/'), ...weights('backward/', 'backward_layer/')] },
  );
}

/** activation(shortcut(x) + layers(x)). */
function residual(layer: LayerOf<'Residual'>, own: Standing): KerasTensor {
  const { info, x } = own;
  const { outputShape, name } = info;
  const inner = writeLayers(layer.layers, info.layers, x, own);
  const shortcut =
    layer.shortcut === 'identity'
      ? x
      : add(
          own,
          'Conv2D',
          {
            filters: outputShape[2],
            kernel_size: [1, 1],
            strides: shortcutStrides(x.shape, outputShape),
            padding: 'same',
            use_bias: false,
          },
          { name: `${name}/${SHORTCUT}`, weights: [`${SHORTCUT}/kernel`] },
        );
  const sum = add(own, 'Add', {}, { name: `${name}/add`, inputs: [[shortcut, inner]] });
  if (layer.activation === 'linear') return sum;
  const activation = activationName(layer.activation);
  return add(own, 'Activation', { activation }, { name: `${name}/activation`, inputs: [sum] });
}

/** How each type of ours is written. A new one does not type-check without its writer. */
const WRITERS: { readonly [T in LayerType]: WriteLayer<T> } = {
  Conv2D: plain(
    (layer) => ({ filters: layer.filters, ...window(layer), kernel_regularizer: l2(layer.kernelRegularizer) }),
    (layer) => ['kernel', ...biasIf(layer)],
  ),
  DepthwiseConv2D: plain(
    (layer) => ({
      depth_multiplier: layer.depthMultiplier,
      ...window(layer),
      depthwise_regularizer: l2(layer.depthwiseRegularizer),
    }),
    (layer) => ['kernel', ...biasIf(layer)],
  ),
  SeparableConv2D: plain(
    (layer) => ({ filters: layer.filters, depth_multiplier: layer.depthMultiplier, ...window(layer) }),
    (layer) => ['depthwise_kernel', 'pointwise_kernel', ...biasIf(layer)],
  ),
  MaxPooling2D: plain<'MaxPooling2D'>(pooling),
  AveragePooling2D: plain<'AveragePooling2D'>(pooling),
  GlobalAveragePooling2D: plain(),
  GlobalAveragePooling1D: plain(),
  BatchNormalization: plain(
    ({ momentum, epsilon }) => ({ momentum, epsilon }),
    () => ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  ),
  LayerNormalization: plain(
    ({ epsilon }) => ({ epsilon }),
    () => ['gamma', 'beta'],
  ),
  Activation: plain(({ activation }) => ({ activation: activationName(activation) })),
  Dropout: plain(({ rate }) => ({ rate })),
  SpatialDropout2D: plain(({ rate }) => ({ rate })),
  Rescaling: plain(({ scale, offset }) => ({ scale, offset })),
  ZeroPadding2D: plain(({ top, bottom, left, right }) => ({
    padding: [
      [top, bottom],
      [left, right],
    ],
  })),
  Flatten: plain(),
  Reshape: plain(({ targetShape }) => ({ target_shape: targetShape })),
  Dense: plain(
    (layer) => ({
      units: layer.units,
      activation: activationName(layer.activation),
      use_bias: layer.useBias,
      kernel_regularizer: l2(layer.kernelRegularizer),
    }),
    (layer) => ['kernel', ...biasIf(layer)],
  ),
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Residual: residual,
  PatchEmbedding: patchEmbedding,
  PositionEmbedding: positionEmbedding,
  TransformerEncoder: transformerEncoder,
};
