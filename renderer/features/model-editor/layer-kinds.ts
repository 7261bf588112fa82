import type { LayerType } from '../../../shared/contract/schemas/model.ts';
import type { en } from '../../i18n/en.ts';

export type LayerKind = keyof typeof en.layers.kinds;

/** What a layer is for: how the palette groups it, and which colour it has in pictures of a model. */
const KIND: Readonly<Record<LayerType, LayerKind>> = {
  Conv2D: 'convolution',
  DepthwiseConv2D: 'convolution',
  SeparableConv2D: 'convolution',
  MaxPooling2D: 'pooling',
  AveragePooling2D: 'pooling',
  GlobalAveragePooling2D: 'pooling',
  GlobalAveragePooling1D: 'pooling',
  BatchNormalization: 'regular',
  LayerNormalization: 'regular',
  Activation: 'regular',
  Dropout: 'regular',
  SpatialDropout2D: 'regular',
  Rescaling: 'regular',
  ZeroPadding2D: 'shape',
  Flatten: 'shape',
  Reshape: 'shape',
  Dense: 'dense',
  SimpleRNN: 'sequence',
  LSTM: 'sequence',
  GRU: 'sequence',
  Residual: 'block',
  PatchEmbedding: 'sequence',
  PositionEmbedding: 'sequence',
  TransformerEncoder: 'sequence',
};

/** In the order of the palette. */
export const LAYER_KINDS: readonly LayerKind[] = [
  'convolution',
  'pooling',
  'dense',
  'regular',
  'block',
  'sequence',
  'shape',
];

const COLOR: Readonly<Record<LayerKind, string>> = {
  convolution: 'var(--series-2)',
  pooling: 'var(--series-3)',
  dense: 'var(--series-4)',
  sequence: 'var(--series-5)',
  block: 'var(--series-2)',
  regular: 'var(--ink-3)',
  shape: 'var(--line-control)',
};

export const kindOf = (type: LayerType): LayerKind => KIND[type];
export const colorOf = (type: LayerType): string => COLOR[KIND[type]];
