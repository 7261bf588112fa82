import type { LayerOf, LayerSpec, LayerType } from '../contract/schemas/layer.ts';
import type { LayerInfo, Shape } from '../model/info.ts';
import { SHORTCUT, shortcutStrides } from '../model/layers/residual.ts';
import { TRANSFORMER_EPSILON } from '../model/layers/transformer.ts';
import type { Window } from '../model/layers/window.ts';
import { attend } from './attention.ts';
import { averagePool, convolve, convolveDepthwise, maxPool, pad } from './image.ts';
import { runWay, sideBySide, type WayWeights } from './recurrent.ts';
import { activate, add, dense, meanOfRows, normaliseRows } from './vectors.ts';

/** What is needed of a layer's description (describeLayers). */
export interface ForwardInfo extends Pick<LayerInfo, 'name' | 'inputShape' | 'outputShape'> {
  readonly layers: readonly ForwardInfo[];
}

/** A model's layers with their descriptions, and its weights by their paths. */
export interface ForwardModel {
  readonly layers: readonly LayerSpec[];
  readonly infos: readonly ForwardInfo[];
  readonly weight: (path: string) => Float32Array;
}

/**
 * What a model makes of one image, in plain arithmetic and float32: for where there is no TensorFlow. `x`: its pixels, row by row, 0
 * paper to 1 ink. Returns its logits, as the trainer's model does: the last softmax belongs to who reads them.
 */
export const forward = ({ layers, infos, weight }: ForwardModel, x: Float32Array): Float32Array =>
  layers.reduce((value, layer, i) => forwardLayer(layer, { info: infos[i]!, weight, x: value }), x);

/** A layer where it stands. */
interface Place {
  readonly info: ForwardInfo;
  readonly weight: (path: string) => Float32Array;
  readonly x: Float32Array;
}

type ForwardLayer<T extends LayerType> = (layer: LayerOf<T>, place: Place) => Float32Array;

function forwardLayer<T extends LayerType>(layer: LayerOf<T>, place: Place): Float32Array {
  const compute: ForwardLayer<T> = LAYERS[layer.type as T];
  return compute(layer, place);
}

/** A weight of the layer itself. */
const own = ({ info, weight }: Place, name: string): Float32Array => weight(`${info.name}/${name}`);
const biasOf = (place: Place, useBias: boolean): Float32Array | null => (useBias ? own(place, 'bias') : null);
const biased = (x: Float32Array, bias: Float32Array | null): Float32Array => (bias ? add(x, bias) : x);

const same = (_: unknown, { x }: Place): Float32Array => x;

const slideOf = (layer: Omit<Window, 'size'> & { readonly kernelSize: Window['size'] }): Window => ({
  ...layer,
  size: layer.kernelSize,
});

const poolSlide = ({
  poolSize,
  strides = poolSize,
  padding,
}: LayerOf<'MaxPooling2D' | 'AveragePooling2D'>): Window => ({
  size: poolSize,
  strides,
  padding,
});

const separable: ForwardLayer<'SeparableConv2D'> = (layer, place) => {
  const { info, x } = place;
  const [rows, columns, filters] = info.outputShape as readonly [number, number, number];
  const between: Shape = [rows, columns, info.inputShape[2]! * layer.depthMultiplier];
  const each = convolveDepthwise(x, own(place, 'depthwise_kernel'), slideOf(layer), info.inputShape, between);
  const mixed = dense(each, own(place, 'pointwise_kernel'), biasOf(place, layer.useBias), filters);
  return activate(mixed, layer.activation);
};

const batchNormalization: ForwardLayer<'BatchNormalization'> = ({ epsilon }, place) => {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) =>
    own(place, name),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const scale = variance.map((value, c) => gamma[c]! / Math.sqrt(value + epsilon));
  return place.x.map((value, i) => {
    const c = i % scale.length;
    return (value - mean[c]!) * scale[c]! + beta[c]!;
  });
};

function recurrent(layer: LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>, place: Place): Float32Array {
  const steps = place.info.inputShape[0]!;
  const weightsOf = (way: string): WayWeights => ({
    kernel: own(place, `${way}kernel`),
    recurrentKernel: own(place, `${way}recurrent_kernel`),
    bias: own(place, `${way}bias`),
  });
  if (!layer.bidirectional) return runWay(layer, place.x, steps, weightsOf(''), false);
  const there = runWay(layer, place.x, steps, weightsOf('forward/'), false);
  const back = runWay(layer, place.x, steps, weightsOf('backward/'), true);
  return sideBySide(there, back, layer.returnSequences ? steps : 1);
}

/** activation(shortcut(x) + layers(x)). */
const residual: ForwardLayer<'Residual'> = (layer, place) => {
  const { info, weight, x } = place;
  const { inputShape, outputShape } = info;
  const inner = forward({ layers: layer.layers, infos: info.layers, weight }, x);
  const shortcut = (): Float32Array => {
    const slide: Window = { size: [1, 1], strides: shortcutStrides(inputShape, outputShape)!, padding: 'same' };
    return convolve(x, own(place, `${SHORTCUT}/kernel`), slide, inputShape, outputShape);
  };
  return activate(add(inner, layer.shortcut === 'conv' ? shortcut() : x), layer.activation);
};

/** x + attention(norm(x)), then x + mlp(norm(x)). */
const transformerEncoder: ForwardLayer<'TransformerEncoder'> = (layer, place) => {
  const steps = place.info.outputShape[0]!;
  const normalised = (part: string, x: Float32Array): Float32Array =>
    normaliseRows(x, own(place, `${part}/gamma`), own(place, `${part}/beta`), TRANSFORMER_EPSILON);
  const linear = (part: string, x: Float32Array): Float32Array => {
    const bias = own(place, `${part}/bias`);
    return dense(x, own(place, `${part}/kernel`), bias, bias.length);
  };
  const input = normalised('attention_norm', place.x);
  const [q, k, v] = ['query', 'key', 'value'].map((part) => linear(`attention/${part}`, input)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const attended = add(place.x, linear('attention/output', attend({ q, k, v }, steps, layer.heads)));
  const widened = activate(linear('mlp/dense', normalised('mlp_norm', attended)), 'gelu');
  return add(attended, linear('mlp/dense_1', widened));
};

/** What each type computes outside training. */
const LAYERS: { readonly [T in LayerType]: ForwardLayer<T> } = {
  Conv2D(layer, place) {
    const { inputShape, outputShape } = place.info;
    const y = convolve(place.x, own(place, 'kernel'), slideOf(layer), inputShape, outputShape);
    return activate(biased(y, biasOf(place, layer.useBias)), layer.activation);
  },
  DepthwiseConv2D(layer, place) {
    const { inputShape, outputShape } = place.info;
    const y = convolveDepthwise(place.x, own(place, 'kernel'), slideOf(layer), inputShape, outputShape);
    return activate(biased(y, biasOf(place, layer.useBias)), layer.activation);
  },
  SeparableConv2D: separable,
  MaxPooling2D: (layer, { info, x }) => maxPool(x, poolSlide(layer), info.inputShape, info.outputShape),
  AveragePooling2D: (layer, { info, x }) => averagePool(x, poolSlide(layer), info.inputShape, info.outputShape),
  GlobalAveragePooling2D: (_, { info, x }) => meanOfRows(x, info.outputShape[0]!),
  GlobalAveragePooling1D: (_, { info, x }) => meanOfRows(x, info.outputShape[0]!),
  BatchNormalization: batchNormalization,
  LayerNormalization: ({ epsilon }, place) => normaliseRows(place.x, own(place, 'gamma'), own(place, 'beta'), epsilon),
  Activation: ({ activation }, { x }) => activate(x, activation),
  Dropout: same,
  SpatialDropout2D: same,
  Rescaling: ({ scale, offset }, { x }) => x.map((value) => value * scale + offset),
  ZeroPadding2D: ({ top, left }, { info, x }) => pad(x, top, left, info.inputShape, info.outputShape),
  Flatten: same,
  Reshape: same,
  Dense: (layer, place) =>
    activate(dense(place.x, own(place, 'kernel'), biasOf(place, layer.useBias), layer.units), layer.activation),
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Residual: residual,
  PatchEmbedding({ patchSize, units }, place) {
    const { inputShape } = place.info;
    const slide: Window = { size: patchSize, strides: patchSize, padding: 'valid' };
    const grid: Shape = [inputShape[0]! / patchSize[0], inputShape[1]! / patchSize[1], units];
    return add(convolve(place.x, own(place, 'kernel'), slide, inputShape, grid), own(place, 'bias'));
  },
  PositionEmbedding: (_, place) => add(place.x, own(place, 'embeddings')),
  TransformerEncoder: transformerEncoder,
};
