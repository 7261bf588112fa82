import { describe, expect, it } from 'vitest';
import type { LayerSpec, ModelSpec } from '../../shared/contract/schemas/model.ts';
import { layerNames } from '../../shared/model/names.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { modelOf } from '../fixtures/models.ts';
import type { LayerInput } from '../../shared/contract/schemas/model.ts';

const shapesOf = (spec: ModelSpec) => describeModel(spec).layers.map((layer) => layer.outputShape);
const softmax: LayerInput = { type: 'Dense', units: 10, activation: 'softmax' };

describe('the Tutorial preset', () => {
  const info = describeModel(findPreset('tutorial')!.model);

  it('has the layers, shapes and parameters that Keras prints for it', () => {
    expect(info.layers.map((l) => [l.name, l.outputShape, l.trainable])).toEqual([
      ['conv2d', [26, 26, 32], 320],
      ['max_pooling2d', [13, 13, 32], 0],
      ['conv2d_1', [11, 11, 64], 18_496],
      ['max_pooling2d_1', [5, 5, 64], 0],
      ['flatten', [1600], 0],
      ['dense', [128], 204_928],
      ['dense_1', [10], 1_290],
    ]);
    expect(info).toMatchObject({ parameters: 225_034, trainable: 225_034, nonTrainable: 0 });
  });

  it('counts multiply-accumulates', () => {
    expect(info.macs).toBe(26 * 26 * 9 * 32 + 11 * 11 * 9 * 32 * 64 + 1600 * 128 + 128 * 10);
  });
});

describe('published Keras models', () => {
  it('keras.io mnist_convnet: 34,826 parameters', () => {
    const spec = modelOf([
      { type: 'Conv2D', filters: 32, kernelSize: [3, 3], activation: 'relu' },
      { type: 'MaxPooling2D' },
      { type: 'Conv2D', filters: 64, kernelSize: [3, 3], activation: 'relu' },
      { type: 'MaxPooling2D' },
      { type: 'Flatten' },
      { type: 'Dropout', rate: 0.5 },
      softmax,
    ]);
    expect(describeModel(spec).parameters).toBe(34_826);
  });

  it("keras's mnist_mlp: 669,706 parameters", () => {
    const spec = modelOf([
      { type: 'Flatten' },
      { type: 'Dense', units: 512, activation: 'relu' },
      { type: 'Dropout', rate: 0.2 },
      { type: 'Dense', units: 512, activation: 'relu' },
      { type: 'Dropout', rate: 0.2 },
      softmax,
    ]);
    expect(describeModel(spec).parameters).toBe(669_706);
  });

  it("VGG16's convolutions on 224 x 224 x 3: 14,714,688 parameters, 7 x 7 x 512", () => {
    const conv = (filters: number): LayerInput => ({
      type: 'Conv2D',
      filters,
      kernelSize: [3, 3],
      padding: 'same',
      activation: 'relu',
    });
    const pool: LayerInput = { type: 'MaxPooling2D' };
    const widths = [
      [64, 64],
      [128, 128],
      [256, 256, 256],
      [512, 512, 512],
      [512, 512, 512],
    ];
    const info = describeModel(
      modelOf(
        widths.flatMap((group) => [...group.map(conv), pool]),
        [224, 224, 3],
      ),
    );
    expect(info.parameters).toBe(14_714_688);
    expect(info.outputShape).toEqual([7, 7, 512]);
  });
});

describe('windows', () => {
  it('slide as in TensorFlow: same rounds up, valid rounds down', () => {
    const conv = (padding: 'valid' | 'same', strides: [number, number]) =>
      shapesOf(modelOf([{ type: 'Conv2D', filters: 4, kernelSize: [5, 3], padding, strides }]))[0];
    expect(conv('valid', [2, 3])).toEqual([12, 9, 4]);
    expect(conv('same', [2, 3])).toEqual([14, 10, 4]);
    expect(
      shapesOf(modelOf([{ type: 'MaxPooling2D', poolSize: [3, 3], strides: [2, 2], padding: 'same' }]))[0],
    ).toEqual([14, 14, 1]);
    expect(shapesOf(modelOf([{ type: 'MaxPooling2D', poolSize: [3, 2] }]))[0]).toEqual([9, 14, 1]);
  });

  it('BatchNormalization has four values a channel, two of them trained; pooling over all keeps channels', () => {
    const info = describeModel(
      modelOf([
        { type: 'Conv2D', filters: 8, kernelSize: [3, 3], useBias: false },
        { type: 'BatchNormalization' },
        { type: 'GlobalAveragePooling2D' },
      ]),
    );
    expect(info.layers[1]).toMatchObject({ trainable: 16, nonTrainable: 16 });
    expect(info.outputShape).toEqual([8]);
    expect(info.parameters).toBe(72 + 32);
  });
});

describe('names', () => {
  it('are anew inside each block, with its name before them', () => {
    const inside: LayerInput[] = [{ type: 'Conv2D', filters: 1, kernelSize: [3, 3], padding: 'same' }];
    const info = describeModel(
      modelOf([
        { type: 'Residual', layers: [...inside, ...inside] },
        { type: 'Residual', layers: inside, shortcut: 'conv', name: 'mine' },
      ]),
    );
    expect(info.layers.map(({ layers }) => layers.map(({ name }) => name))).toEqual([
      ['residual/conv2d', 'residual/conv2d_1'],
      ['mine/conv2d'],
    ]);
    expect(info.layers[1]!.weights.map(({ path }) => path)).toEqual([
      'mine/conv2d/kernel',
      'mine/conv2d/bias',
      'mine/shortcut/kernel',
    ]);
  });

  it('are the wrapper’s where a layer reads both ways', () => {
    const layer: LayerSpec = { type: 'GRU', units: 2, bidirectional: true, returnSequences: false };
    expect(layerNames([layer, { ...layer, bidirectional: false }, layer])).toEqual([
      'bidirectional',
      'gru',
      'bidirectional_1',
    ]);
  });

  it('are Keras-like, in order, and step aside for given ones', () => {
    const flat = (name?: string): LayerSpec => ({ type: 'Flatten', name });
    expect(layerNames([flat(), flat('flatten_1'), flat(), flat()])).toEqual([
      'flatten',
      'flatten_1',
      'flatten_2',
      'flatten_3',
    ]);
  });
});
