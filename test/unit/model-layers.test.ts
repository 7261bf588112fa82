import { describe, expect, it } from 'vitest';
import { describeModel } from '../../shared/model/shapes.ts';
import type { LayerInput } from '../../shared/contract/schemas/model.ts';
import { modelOf } from '../fixtures/models.ts';

type Size = [number, number, number];

/** What is said of the last of these layers. */
const last = (layers: LayerInput[], inputShape: Size) => describeModel(modelOf(layers, inputShape)).layers.at(-1)!;
/** Of a layer over sequences of so many steps and features. */
const over = (steps: number, features: number, layer: LayerInput) =>
  last([{ type: 'Reshape', targetShape: [steps, features] }, layer], [steps, features, 1]);

describe('recurrent layers have as many parameters as Keras prints', () => {
  // keras.io/guides/working_with_rnns and the guide's own summaries.
  it.each<[string, number, number, LayerInput]>([
    ['LSTM(128) over 64', 98_816, 64, { type: 'LSTM', units: 128 }],
    ['GRU(256) over 64', 247_296, 64, { type: 'GRU', units: 256, returnSequences: true }],
    ['SimpleRNN(128) over 256', 49_280, 256, { type: 'SimpleRNN', units: 128 }],
    ['Bidirectional(LSTM(64)) over 10', 38_400, 10, { type: 'LSTM', units: 64, bidirectional: true }],
    ['Bidirectional(LSTM(32)) over 128', 41_216, 128, { type: 'LSTM', units: 32, bidirectional: true }],
  ])('%s: %i', (_, parameters, features, layer) => {
    expect(over(5, features, layer).trainable).toBe(parameters);
  });

  it('give the last step or all, from one side or both', () => {
    const shape = (options: object) => over(5, 4, { type: 'GRU', units: 3, ...options }).outputShape;
    expect(shape({})).toEqual([3]);
    expect(shape({ returnSequences: true })).toEqual([5, 3]);
    expect(shape({ bidirectional: true })).toEqual([6]);
    expect(shape({ bidirectional: true, returnSequences: true })).toEqual([5, 6]);
  });

  it('multiply what comes in and their state at each step', () => {
    expect(over(5, 4, { type: 'LSTM', units: 3 }).macs).toBe(5 * 4 * 3 * (4 + 3));
    expect(over(5, 4, { type: 'GRU', units: 3, bidirectional: true }).macs).toBe(2 * 5 * 3 * 3 * (4 + 3));
  });
});

describe('depthwise and separable convolutions', () => {
  const norm: LayerInput = { type: 'BatchNormalization' };
  const relu: LayerInput = { type: 'Activation', activation: 'relu' };
  const block = ([filters, stride]: readonly [number, number]): LayerInput[] => [
    { type: 'DepthwiseConv2D', kernelSize: [3, 3], strides: [stride, stride], padding: 'same', useBias: false },
    norm,
    relu,
    { type: 'Conv2D', filters, kernelSize: [1, 1], useBias: false },
    norm,
    relu,
  ];

  it('MobileNet on 224 x 224 x 3: 4,253,864 parameters, 569 million multiply-accumulates (Howard et al., 2017)', () => {
    const blocks = [
      [64, 1],
      [128, 2],
      [128, 1],
      [256, 2],
      [256, 1],
      [512, 2],
      ...Array.from({ length: 5 }, () => [512, 1] as const),
      [1024, 2],
      [1024, 1],
    ] as const;
    const info = describeModel(
      modelOf(
        [
          { type: 'Conv2D', filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: 'same', useBias: false },
          norm,
          relu,
          ...blocks.flatMap(block),
          { type: 'GlobalAveragePooling2D' },
          { type: 'Dense', units: 1000, activation: 'softmax' },
        ],
        [224, 224, 3],
      ),
    );
    expect(info.parameters).toBe(4_253_864);
    expect(info.nonTrainable).toBe(21_888);
    expect(Math.round(info.macs / 1e6)).toBe(569);
  });

  it("Xception's middle flow: 536,536 parameters a separable convolution", () => {
    const separable: LayerInput = {
      type: 'SeparableConv2D',
      filters: 728,
      kernelSize: [3, 3],
      padding: 'same',
      useBias: false,
    };
    expect(last([separable], [19, 19, 728])).toMatchObject({ trainable: 536_536, outputShape: [19, 19, 728] });
  });

  it('have their multiplier’s channels, and a bias for each of the last', () => {
    const depthwise: LayerInput = { type: 'DepthwiseConv2D', kernelSize: [3, 2], depthMultiplier: 4 };
    expect(last([depthwise], [8, 8, 3])).toMatchObject({ outputShape: [6, 7, 12], trainable: 3 * 2 * 12 + 12 });
  });
});

describe('windows with dilation', () => {
  it('reach over as much as they skip', () => {
    const conv = (padding: 'valid' | 'same'): LayerInput => ({
      type: 'Conv2D',
      filters: 2,
      kernelSize: [3, 2],
      dilationRate: [2, 3],
      padding,
    });
    expect(last([conv('valid')], [9, 9, 1]).outputShape).toEqual([5, 6, 2]);
    expect(last([conv('same')], [9, 9, 1]).outputShape).toEqual([9, 9, 2]);
  });
});

describe('transformers', () => {
  const encoder: LayerInput = { type: 'TransformerEncoder', heads: 12 };

  it('ViT-B/16 with a mean over its tokens: 85,797,120 parameters, 17.5 billion multiply-accumulates', () => {
    // timm's vit_base_patch16_224 without head has 85,798,656: two vectors of 768 more, for the class token and its place.
    const info = describeModel(
      modelOf(
        [
          { type: 'PatchEmbedding', patchSize: [16, 16], units: 768 },
          { type: 'PositionEmbedding' },
          ...Array.from({ length: 12 }, () => encoder),
          { type: 'LayerNormalization' },
        ],
        [224, 224, 3],
      ),
    );
    expect(info.parameters).toBe(85_798_656 - 2 * 768);
    expect(info.outputShape).toEqual([196, 768]);
    expect(info.macs / 1e9).toBeCloseTo(17.47, 2);
  });

  it('may attend in another width than they carry, and round their MLP’s', () => {
    const layer = over(6, 10, { type: 'TransformerEncoder', heads: 3, width: 12, mlpRatio: 0.26 });
    expect(layer.outputShape).toEqual([6, 10]);
    expect(layer.weights.find(({ path }) => path.endsWith('query/kernel'))!.shape).toEqual([10, 12]);
    expect(layer.weights.find(({ path }) => path.endsWith('mlp/dense/kernel'))!.shape).toEqual([10, 3]);
  });
});

describe('blocks and shapes', () => {
  it('a residual adds its shortcut’s weights, products and outputs to those of its layers', () => {
    const conv: LayerInput = { type: 'Conv2D', filters: 4, kernelSize: [3, 3], strides: [2, 2], padding: 'same' };
    const layer = last([{ type: 'Residual', layers: [conv], shortcut: 'conv', activation: 'relu' }], [7, 7, 2]);
    expect(layer).toMatchObject({
      outputShape: [4, 4, 4],
      trainable: 9 * 2 * 4 + 4 + 2 * 4,
      macs: 16 * (9 * 2 * 4 + 2 * 4),
      activationBytes: 4 * 3 * 64,
    });
  });

  it('a dense layer works on each step of a sequence', () => {
    expect(over(5, 4, { type: 'Dense', units: 3 })).toMatchObject({ outputShape: [5, 3], trainable: 15, macs: 60 });
  });

  it('a frozen layer’s weights are none to train, nor are those inside of it', () => {
    const conv: LayerInput = { type: 'Conv2D', filters: 2, kernelSize: [1, 1] };
    const layer = last([{ type: 'Residual', layers: [conv], trainable: false }], [4, 4, 2]);
    expect(layer).toMatchObject({ trainable: 0, nonTrainable: 6 });
    expect(layer.layers[0]).toMatchObject({ trainable: 0, nonTrainable: 6 });
  });
});

describe('activation memory', () => {
  const bytes = (layer: LayerInput) => last([layer], [4, 4, 2]).activationBytes;
  const conv: Extract<LayerInput, { type: 'Conv2D' }> = { type: 'Conv2D', filters: 3, kernelSize: [3, 3] };

  it('is four bytes for every output that the gradients need', () => {
    expect(bytes(conv)).toBe(4 * 2 * 2 * 3);
    expect(bytes({ type: 'MaxPooling2D' })).toBe(4 * 2 * 2 * 2);
  });

  it('counts what goes into gelu and swish too, which their outputs do not tell', () => {
    expect(bytes({ ...conv, activation: 'relu' })).toBe(bytes(conv));
    expect(bytes({ ...conv, activation: 'gelu' })).toBe(2 * bytes(conv));
    expect(bytes({ ...conv, activation: 'swish' })).toBe(2 * bytes(conv));
  });

  it('is none for a view and for what does nothing', () => {
    expect(bytes({ type: 'Flatten' })).toBe(0);
    expect(bytes({ type: 'Reshape', targetShape: [8, 4] })).toBe(0);
    expect(bytes({ type: 'Dropout', rate: 0 })).toBe(0);
    expect(bytes({ type: 'Dropout', rate: 0.5 })).toBe(4 * 32);
  });
});
