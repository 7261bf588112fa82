import type { LayerSpec, LayerType } from '../contract/schemas/model.ts';

/** Keras's own snake case of a layer's class: what its automatic names begin with. */
const BASE: Readonly<Record<LayerType, string>> = {
  Conv2D: 'conv2d',
  DepthwiseConv2D: 'depthwise_conv2d',
  SeparableConv2D: 'separable_conv2d',
  MaxPooling2D: 'max_pooling2d',
  AveragePooling2D: 'average_pooling2d',
  GlobalAveragePooling2D: 'global_average_pooling2d',
  GlobalAveragePooling1D: 'global_average_pooling1d',
  BatchNormalization: 'batch_normalization',
  LayerNormalization: 'layer_normalization',
  Activation: 'activation',
  Dropout: 'dropout',
  SpatialDropout2D: 'spatial_dropout2d',
  Flatten: 'flatten',
  Reshape: 'reshape',
  Dense: 'dense',
  SimpleRNN: 'simple_rnn',
  LSTM: 'lstm',
  GRU: 'gru',
  Residual: 'residual',
  PatchEmbedding: 'patch_embedding',
  PositionEmbedding: 'position_embedding',
  TransformerEncoder: 'transformer_encoder',
};

export const LAYER_TYPES = Object.keys(BASE) as LayerType[];

/** As Keras names the wrapper of a recurrent layer that reads both ways. */
const BIDIRECTIONAL = 'bidirectional';

/**
 * The name of each layer, in order: its own, or Keras's automatic one (conv2d, conv2d_1, ...) where it has none. Two
 * layers may end with the same name only if a person gave it twice. The layers of a Residual are named anew from the
 * first, with `prefix` before them: `residual/conv2d`.
 */
export function layerNames(layers: readonly LayerSpec[], prefix = ''): string[] {
  const taken = new Set(layers.flatMap((layer) => (layer.name === undefined ? [] : [layer.name])));
  const local = layers.map((layer) => {
    if (layer.name !== undefined) return layer.name;
    const base = 'bidirectional' in layer && layer.bidirectional ? BIDIRECTIONAL : BASE[layer.type];
    let name = base;
    for (let n = 1; taken.has(name); n++) name = `${base}_${n}`;
    taken.add(name);
    return name;
  });
  return prefix === '' ? local : local.map((name) => `${prefix}/${name}`);
}

/** What the weights of a Residual's own shortcut are named by: no layer inside it may be called so. */
export const SHORTCUT = 'shortcut';
