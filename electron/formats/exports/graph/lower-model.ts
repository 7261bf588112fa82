import type { Activation, LayerSpec } from '../../../../shared/contract/schemas/model.ts';
import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import type { LayerInfo, Shape } from '../../../../shared/model/info.ts';
import { SHORTCUT, shortcutStrides } from '../../../../shared/model/layers/residual.ts';
import type { StoredModel } from '../../../trainer/formats/model-folder.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import { cooled } from '../cooled.ts';
import type { GraphOps, Slide } from './graph-ops.ts';
import { layerNormalised, type Lowering } from './lowering.ts';
import { lowerTransformer } from './lower-transformer.ts';

/**
 * Says a model as operations of a graph, from images [n, height, width, channels] to probabilities [n, classes], or [n, steps, classes + 1] of
 * a model of lines. What counts in training alone (dropout, penalties) is left out; a batch normalisation is one product and one sum.
 */
export function lowerModel<V>(model: StoredModel, image: V, ops: GraphOps<V>): V {
  const { card, weights } = cooled(model);
  const byPath = new Map(weights.map((weight) => [weight.name, weight]));
  const lowering: Lowering<V> = {
    ops,
    weight: (path) => byPath.get(path)!,
    value: (name, shape, values) => ops.constant({ name, shape, values: Float32Array.from(values) }),
    activation: (name, x, rank, place) =>
      name === 'softmax' ? ops.softmax(x, rank) : activate(lowering, name, x, place),
  };
  return lowerStack(lowering, card.spec.layers, describeLayers(card.spec.layers, card.spec.inputShape), image);
}

function lowerStack<V>(lowering: Lowering<V>, layers: readonly LayerSpec[], infos: readonly LayerInfo[], input: V): V {
  return layers.reduce((x, layer, i) => lowerLayer(lowering, layer, infos[i]!, x), input);
}

function activate<V>({ ops, value }: Lowering<V>, name: Exclude<Activation, 'softmax'>, x: V, place: string): V {
  switch (name) {
    case 'linear':
      return x;
    case 'swish':
      return ops.binary('mul', x, ops.unary('sigmoid', x));
    case 'gelu': {
      // 0.5 x (1 + erf(x / sqrt 2))
      const [root, one, half] = [Math.SQRT1_2, 1, 0.5].map((number, i) => value(`${place}/gelu_${i}`, [1], [number]));
      const share = ops.binary('add', ops.unary('erf', ops.binary('mul', x, root!)), one!);
      return ops.binary('mul', ops.binary('mul', x, half!), share);
    }
    default:
      return ops.unary(name, x);
  }
}

function lowerLayer<V>(lowering: Lowering<V>, layer: LayerSpec, info: LayerInfo, x: V): V {
  const { ops, weight, activation } = lowering;
  const { name, inputShape, outputShape } = info;
  const own = (path: string): NamedTensor => weight(`${name}/${path}`);
  const rank = outputShape.length;
  const biased = (y: V, useBias: boolean): V => (useBias ? ops.binary('add', y, ops.constant(own('bias'))) : y);
  switch (layer.type) {
    case 'Conv2D':
    case 'DepthwiseConv2D': {
      const slide = { ...layer, input: inputShape, size: layer.kernelSize };
      const y = ops.conv(x, own('kernel'), slide, layer.type === 'DepthwiseConv2D');
      return activation(layer.activation, biased(y, layer.useBias), rank, name);
    }
    case 'SeparableConv2D': {
      const slide = { ...layer, input: inputShape, size: layer.kernelSize };
      const deep = ops.conv(x, own('depthwise_kernel'), slide, true);
      const between = [outputShape[0]!, outputShape[1]!, own('pointwise_kernel').shape[2]!];
      const y = ops.conv(deep, own('pointwise_kernel'), pixelwise(between), false);
      return activation(layer.activation, biased(y, layer.useBias), rank, name);
    }
    case 'PatchEmbedding': {
      const { patchSize } = layer;
      const slide: Slide = { ...pixelwise(inputShape), size: patchSize, strides: patchSize };
      return ops.reshape(biased(ops.conv(x, own('kernel'), slide, false), true), outputShape);
    }
    case 'Dense': {
      const y = ops.matMul(x, own('kernel'), inputShape.length);
      return activation(layer.activation, biased(y, layer.useBias), rank, name);
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D': {
      const { poolSize, strides = poolSize, padding } = layer;
      const slide: Slide = { ...pixelwise(inputShape), size: poolSize, strides, padding };
      return ops.pool(x, layer.type === 'MaxPooling2D' ? 'max' : 'average', slide);
    }
    case 'GlobalAveragePooling2D':
      return ops.mean(x, [0, 1], false);
    case 'GlobalAveragePooling1D':
      return ops.mean(x, [0], false);
    case 'BatchNormalization':
      return batchNormalised(lowering, info, layer.epsilon, x);
    case 'LayerNormalization':
      return layerNormalised(lowering, name, layer.epsilon, rank, x);
    case 'Activation':
      return activation(layer.activation, x, rank, name);
    case 'Dropout':
    case 'SpatialDropout2D':
      return x;
    case 'Rescaling': {
      const [scale, offset] = [layer.scale, layer.offset].map((number, i) =>
        lowering.value(`${name}/${i === 0 ? 'scale' : 'offset'}`, [1], [number]),
      );
      return ops.binary('add', ops.binary('mul', x, scale!), offset!);
    }
    case 'ZeroPadding2D':
      return ops.pad(x, layer);
    case 'Flatten':
    case 'Reshape':
      return ops.reshape(x, outputShape);
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU': {
      const { type, units, returnSequences } = layer;
      const ways = (layer.bidirectional ? ['forward/', 'backward/'] : ['']).map((way) => ({
        kernel: own(`${way}kernel`),
        recurrentKernel: own(`${way}recurrent_kernel`),
        bias: own(`${way}bias`),
      }));
      return ops.recurrent(x, { type, ways, input: inputShape, units, returnSequences });
    }
    case 'Residual': {
      const inner = lowerStack(lowering, layer.layers, info.layers, x);
      const strides = layer.shortcut === 'conv' ? shortcutStrides(inputShape, outputShape)! : null;
      const shortcut = strides
        ? ops.conv(x, own(`${SHORTCUT}/kernel`), { ...pixelwise(inputShape), strides, padding: 'same' }, false)
        : x;
      return activation(layer.activation, ops.binary('add', shortcut, inner), rank, name);
    }
    case 'PositionEmbedding':
      return ops.binary('add', x, ops.constant(own('embeddings')));
    case 'TransformerEncoder':
      return lowerTransformer(lowering, layer, info, x);
  }
}

/** A window of one pixel. */
const pixelwise = (input: Shape): Slide => ({
  input,
  size: [1, 1],
  strides: [1, 1],
  dilationRate: [1, 1],
  padding: 'valid',
});

/** (x - mean) / sqrt(variance + epsilon) gamma + beta, as x scale + offset. */
function batchNormalised<V>({ ops, weight, value }: Lowering<V>, info: LayerInfo, epsilon: number, x: V): V {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (path) => weight(`${info.name}/${path}`).values,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const scale = Array.from(gamma, (factor, i) => factor / Math.sqrt(variance[i]! + epsilon));
  const offset = Array.from(beta, (shift, i) => shift - mean[i]! * scale[i]!);
  const scaled = ops.binary('mul', x, value(`${info.name}/scale`, [scale.length], scale));
  return ops.binary('add', scaled, value(`${info.name}/offset`, [offset.length], offset));
}
