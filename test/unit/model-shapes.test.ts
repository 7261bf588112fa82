import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { modelSpecSchema, type LayerSpec, type ModelSpec } from '../../shared/contract/schemas/model.ts';
import { recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import { layerNames } from '../../shared/model/names.ts';
import { findPreset, PRESETS } from '../../shared/model/presets/index.ts';
import { describeDigitModel, describeModel } from '../../shared/model/shapes.ts';

const parse = (layers: unknown[], inputShape = [28, 28, 1]): ModelSpec =>
  modelSpecSchema.parse({ version: 1, name: 'test', inputShape, layers });
const shapesOf = (spec: ModelSpec) => describeModel(spec).layers.map((layer) => layer.outputShape);
const faultOf = (spec: ModelSpec, describe = describeModel): Record<string, string | number> | null => {
  try {
    describe(spec);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.params };
    throw error;
  }
  return null;
};
const softmax = { type: 'Dense', units: 10, activation: 'softmax' };

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

describe('presets', () => {
  it('are valid specs and recipes that end in ten digits', () => {
    for (const preset of PRESETS) {
      expect(modelSpecSchema.parse(preset.model)).toEqual(preset.model);
      expect(recipeSchema.parse(preset.recipe)).toEqual(preset.recipe);
      expect(describeDigitModel(preset.model).outputShape).toEqual([10]);
    }
    expect(findPreset('no such')).toBeUndefined();
  });

  it('compact stays under 400 kB of float32', () => {
    const info = describeModel(findPreset('compact')!.model);
    expect(info.parameters).toBe(75_034);
    expect(info.nonTrainable).toBe(448);
    expect(info.parameters * 4).toBeLessThan(400_000);
  });
});

describe('published Keras models', () => {
  it('keras.io mnist_convnet: 34,826 parameters', () => {
    const spec = parse([
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
    const spec = parse([
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
    const conv = (filters: number) => ({
      type: 'Conv2D',
      filters,
      kernelSize: [3, 3],
      padding: 'same',
      activation: 'relu',
    });
    const pool = { type: 'MaxPooling2D' };
    const widths = [
      [64, 64],
      [128, 128],
      [256, 256, 256],
      [512, 512, 512],
      [512, 512, 512],
    ];
    const info = describeModel(
      parse(
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
    const conv = (padding: string, strides: number[]) =>
      shapesOf(parse([{ type: 'Conv2D', filters: 4, kernelSize: [5, 3], padding, strides }]))[0];
    expect(conv('valid', [2, 3])).toEqual([12, 9, 4]);
    expect(conv('same', [2, 3])).toEqual([14, 10, 4]);
    expect(shapesOf(parse([{ type: 'MaxPooling2D', poolSize: [3, 3], strides: [2, 2], padding: 'same' }]))[0]).toEqual([
      14, 14, 1,
    ]);
    expect(shapesOf(parse([{ type: 'MaxPooling2D', poolSize: [3, 2] }]))[0]).toEqual([9, 14, 1]);
  });

  it('BatchNormalization has four values a channel, two of them trained; pooling over all keeps channels', () => {
    const info = describeModel(
      parse([
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

describe('faults name the layer and the reason', () => {
  it.each([
    ['needs-vector', [softmax], 'dense', 1],
    ['needs-image', [{ type: 'Flatten' }, { type: 'MaxPooling2D' }], 'max_pooling2d', 2],
    ['needs-image', [{ type: 'Flatten' }, { type: 'GlobalAveragePooling2D' }], 'global_average_pooling2d', 2],
    ['window-too-large', [{ type: 'Conv2D', filters: 1, kernelSize: [29, 3] }], 'conv2d', 1],
    ['softmax-inside', [{ type: 'Flatten' }, softmax, { type: 'Dropout', rate: 0.5 }], 'dense', 2],
    [
      'duplicate-name',
      [
        { type: 'Flatten', name: 'a' },
        { type: 'Dense', units: 3, name: 'a' },
      ],
      'a',
      2,
    ],
  ])('%s', (reason, layers, layer, index) => {
    expect(faultOf(parse(layers))).toEqual({ code: 'model-invalid', layer, index, reason });
  });

  it('a digit model ends in ten units with softmax', () => {
    const fault = (layers: unknown[]) => faultOf(parse(layers), describeDigitModel)?.['reason'];
    expect(fault([{ type: 'Flatten' }, { type: 'Dense', units: 10 }])).toBe('output-not-digits');
    expect(fault([{ type: 'Flatten' }, { type: 'Dense', units: 9, activation: 'softmax' }])).toBe('output-not-digits');
    expect(
      fault([{ type: 'Flatten' }, { type: 'Dense', units: 10 }, { type: 'Activation', activation: 'softmax' }]),
    ).toBeUndefined();
  });
});

describe('names', () => {
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
