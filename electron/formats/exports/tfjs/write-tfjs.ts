import type { Activation, LayerOf, LayerSpec } from '../../../../shared/contract/schemas/model.ts';
import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { elements, type LayerInfo } from '../../../../shared/model/info.ts';
import { SHORTCUT, shortcutStrides } from '../../../../shared/model/layers/residual.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import { aboutModel, INPUT, OUTPUT } from '../about.ts';
import { beside } from '../beside.ts';
import { cooled } from '../cooled.ts';
import type { ExportWriter } from '../export-file.ts';
import { UNPACKED } from '../packing/packing.ts';
import { addGru } from './gru.ts';
import { dilated, LayerGraph, type LayerWeight } from './layer-graph.ts';
import { addTransformer } from './transformer.ts';

const LAST = { data_format: 'channels_last' };

/** A layers model of TensorFlow.js: model.json and weights.bin, of its own layers alone, so that it loads without anything else. */
export const writeTfjs: ExportWriter = async (model, packing = UNPACKED) => {
  const { card, weights } = cooled(model);
  const graph = new LayerGraph(packing.weights);
  const input = graph.add('InputLayer', INPUT, [], {
    batch_input_shape: [null, ...card.spec.inputShape],
    dtype: 'float32',
    sparse: false,
  });
  const byPath = new Map(weights.map((weight) => [weight.name, weight]));
  const adding = new Adding(graph, (path) => byPath.get(path)!);
  const output = adding.stack(card.spec.layers, describeLayers(card.spec.layers, card.spec.inputShape), input);
  const about = { ...aboutModel(card, packing), classes: card.task.classes };
  return [...graph.files(input, output, 'model', about), ...beside('tfjs', card, packing)];
};

/** Adds the studio's layers as those of TensorFlow.js; each method gives the name of the layer that its result comes from. */
class Adding {
  private readonly graph: LayerGraph;
  private readonly weight: (path: string) => NamedTensor;

  constructor(graph: LayerGraph, weight: (path: string) => NamedTensor) {
    this.graph = graph;
    this.weight = weight;
  }

  stack(layers: readonly LayerSpec[], infos: readonly LayerInfo[], input: string): string {
    return layers.reduce((x, layer, i) => this.layer(layer, infos[i]!, x), input);
  }

  private layer(layer: LayerSpec, info: LayerInfo, x: string): string {
    const { name, inputShape, outputShape } = info;
    const own = (path: string): NamedTensor => this.weight(`${name}/${path}`);
    const add = (className: string, config: object, weights: readonly LayerWeight[] = [], as = name): string =>
      this.graph.add(className, as, [x], { ...config }, weights);
    switch (layer.type) {
      case 'Conv2D':
        return this.activated(name, layer.activation, (activation) =>
          add(
            'Conv2D',
            { filters: layer.filters, ...sliding(layer, activation) },
            biased(own, layer.useBias, ['kernel']),
          ),
        );
      case 'DepthwiseConv2D':
      case 'SeparableConv2D': {
        // TensorFlow.js takes the output of a dilated one for as large as that of one that is not.
        const separable = layer.type === 'SeparableConv2D';
        const kernel = dilated(own(separable ? 'depthwise_kernel' : 'kernel'), layer.dilationRate);
        const plain = { ...layer, kernelSize: kernel.shape.slice(0, 2), dilationRate: [1, 1] };
        const config = { depth_multiplier: layer.depthMultiplier, ...(separable && { filters: layer.filters }) };
        return this.activated(name, layer.activation, (activation) =>
          add(layer.type, { ...config, ...sliding(plain, activation) }, [
            ['depthwise_kernel', kernel],
            ...biased(own, layer.useBias, separable ? ['pointwise_kernel'] : []),
          ]),
        );
      }
      case 'Dense':
        return this.activated(name, layer.activation, (activation) =>
          add(
            'Dense',
            { units: layer.units, activation, use_bias: layer.useBias },
            biased(own, layer.useBias, ['kernel']),
          ),
        );
      case 'MaxPooling2D':
      case 'AveragePooling2D': {
        const { type, poolSize, strides = poolSize, padding } = layer;
        return add(type, { pool_size: poolSize, strides, padding, ...LAST });
      }
      case 'GlobalAveragePooling2D':
        return add(layer.type, LAST);
      case 'Flatten':
        // TensorFlow.js flattens no vector.
        return inputShape.length === 1 ? x : add(layer.type, LAST);
      case 'GlobalAveragePooling1D':
        return add(layer.type, {});
      case 'BatchNormalization': {
        const { momentum, epsilon } = layer;
        const names = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
        return add(layer.type, { axis: -1, momentum, epsilon }, weightsOf(own, names));
      }
      case 'LayerNormalization':
        return add(layer.type, { axis: -1, epsilon: layer.epsilon }, weightsOf(own, ['gamma', 'beta']));
      case 'Activation':
        return this.activated(name, layer.activation, (activation) => add('Activation', { activation }));
      case 'Dropout':
        return add('Dropout', { rate: layer.rate });
      case 'SpatialDropout2D':
        return add('Dropout', { rate: layer.rate, noise_shape: [null, 1, 1, inputShape[2]] });
      case 'Rescaling':
        return add('Rescaling', { scale: layer.scale, offset: layer.offset });
      case 'ZeroPadding2D': {
        const { top, bottom, left, right } = layer;
        return add(layer.type, { padding: [[top, bottom], [left, right]], ...LAST }); // prettier-ignore
      }
      case 'Reshape':
        return add('Reshape', { target_shape: outputShape });
      case 'SimpleRNN':
      case 'LSTM':
        return this.recurrent(layer, name, x);
      case 'GRU':
        return addGru(this.graph, layer, { name, input: x, steps: inputShape[0]!, own });
      case 'Residual': {
        const inner = this.stack(layer.layers, info.layers, x);
        const strides = layer.shortcut === 'conv' ? shortcutStrides(inputShape, outputShape)! : null;
        const convolution = { filters: outputShape[2], kernel_size: [1, 1], strides, padding: 'same', use_bias: false };
        const shortcut = strides
          ? add('Conv2D', { ...convolution, ...LAST }, [['kernel', own(`${SHORTCUT}/kernel`)]], `${name}/${SHORTCUT}`)
          : x;
        const sum = this.graph.add('Add', `${name}/sum`, [shortcut, inner], {});
        return layer.activation === 'linear'
          ? sum
          : this.activated(name, layer.activation, (activation) =>
              this.graph.add('Activation', name, [sum], { activation }),
            );
      }
      case 'PatchEmbedding': {
        const { units: filters, patchSize } = layer;
        const config = {
          filters,
          kernel_size: patchSize,
          strides: patchSize,
          padding: 'valid',
          use_bias: true,
          ...LAST,
        };
        const patches = add('Conv2D', config, biased(own, true, ['kernel']));
        return this.graph.add('Reshape', `${name}/steps`, [patches], { target_shape: outputShape });
      }
      case 'PositionEmbedding':
        return this.places(own('embeddings'), name, x);
      case 'TransformerEncoder':
        return addTransformer(this.graph, layer, outputShape, { name, input: x, own });
    }
  }

  /**
   * A layer with its activation, which is part of it where TensorFlow.js has it under a name: `add` adds the layer with that one. The model's last,
   * softmax, is a layer of its own, which has the output's name.
   */
  private activated(name: string, activation: Activation, add: (activation: string) => string): string {
    if (activation === 'leakyRelu') {
      return this.graph.add('LeakyReLU', `${name}/leaky_relu`, [add('linear')], { alpha: 0.2 });
    }
    if (activation !== 'softmax') return add(activation);
    return this.graph.add('Activation', OUTPUT, [add('linear')], { activation });
  }

  private recurrent(
    { type, units, returnSequences, bidirectional }: Extract<LayerSpec, { type: 'SimpleRNN' | 'LSTM' }>,
    name: string,
    x: string,
  ): string {
    const config = {
      units,
      activation: 'tanh',
      ...(type === 'LSTM' && { recurrent_activation: 'sigmoid', unit_forget_bias: true }),
      use_bias: true,
      return_sequences: returnSequences,
    };
    const names = ['kernel', 'recurrent_kernel', 'bias'];
    const way = (from: string, to: string): LayerWeight[] =>
      names.map((each) => [`${to}${each}`, this.weight(`${name}/${from}${each}`)]);
    if (!bidirectional) return this.graph.add(type, name, [x], config, way('', ''));
    const layer = { class_name: type, config: { ...config, name: 'cell' } };
    const both = [...way('forward/', 'forward_cell/'), ...way('backward/', 'backward_cell/')];
    return this.graph.add('Bidirectional', name, [x], { merge_mode: 'concat', layer }, both);
  }

  /**
   * A vector for each place is added by a batch normalisation of all numbers of the sequence by themselves, whose means are 0 and whose variances come to 1:
   * no other layer of TensorFlow.js adds weights of its own to each place.
   */
  private places({ shape, values }: NamedTensor, name: string, x: string): string {
    const [size, epsilon] = [[elements(shape)], 0.001];
    const all = (value: number) => ({ shape: size, values: new Float32Array(values.length).fill(value) });
    const flat = this.graph.add('Flatten', `${name}/flat`, [x], LAST);
    const added = this.graph.add('BatchNormalization', name, [flat], { axis: -1, epsilon }, [
      ['gamma', all(1)],
      ['beta', { shape: size, values }],
      ['moving_mean', all(0)],
      ['moving_variance', all(1 - epsilon)],
    ]);
    return this.graph.add('Reshape', `${name}/steps`, [added], { target_shape: shape });
  }
}

const weightsOf = (own: (path: string) => NamedTensor, names: readonly string[]): LayerWeight[] =>
  names.map((name) => [name, own(name)]);

const biased = (own: (path: string) => NamedTensor, useBias: boolean, kernels: readonly string[]): LayerWeight[] =>
  weightsOf(own, useBias ? [...kernels, 'bias'] : kernels);

/** What all convolutions have. */
const sliding = (
  layer: Pick<LayerOf<'Conv2D'>, 'padding' | 'strides' | 'useBias'> & {
    readonly kernelSize: readonly number[];
    readonly dilationRate: readonly number[];
  },
  activation: string,
) => ({
  kernel_size: layer.kernelSize,
  strides: layer.strides,
  padding: layer.padding,
  dilation_rate: layer.dilationRate,
  activation,
  use_bias: layer.useBias,
  ...LAST,
});
