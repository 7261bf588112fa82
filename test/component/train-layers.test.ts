import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { layerSchema } from '../../shared/contract/schemas/layer.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import type { z } from 'zod';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { describeLayer } from '../../renderer/features/train/describe-layer.ts';
import LayerTable from '../../renderer/features/train/LayerTable.vue';
import { layerRows } from '../../renderer/features/train/layer-rows.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';

type Input = z.input<typeof layerSchema>;
const say = (layer: Input, language: 'en' | 'zh-CN' = 'en'): string =>
  describeLayer(layerSchema.parse(layer), createFormat(language));

beforeEach(() => setLanguage('en'));

describe('a layer in a few words', () => {
  const words: [Input, string][] = [
    [{ type: 'Conv2D', filters: 32, kernelSize: [3, 3], activation: 'relu' }, '32 × (3 × 3), ReLU'],
    [
      {
        type: 'Conv2D',
        filters: 8,
        kernelSize: [5, 5],
        strides: [2, 2],
        padding: 'same',
        useBias: false,
        kernelRegularizer: { l2: 0.0001 },
      },
      '8 × (5 × 5), stride 2 × 2, same padding, no bias, L2 0.0001',
    ],
    [
      { type: 'DepthwiseConv2D', kernelSize: [3, 3], depthMultiplier: 2, dilationRate: [2, 2] },
      '3 × 3 per channel, depth multiplier 2, dilation 2 × 2',
    ],
    [{ type: 'SeparableConv2D', filters: 16, kernelSize: [3, 3], activation: 'swish' }, '16 × (3 × 3), swish'],
    [{ type: 'MaxPooling2D' }, '2 × 2'],
    [{ type: 'AveragePooling2D', poolSize: [3, 3], strides: [2, 2] }, '3 × 3, stride 2 × 2'],
    [{ type: 'GlobalAveragePooling2D' }, ''],
    [{ type: 'BatchNormalization', momentum: 0.9 }, 'momentum 0.9'],
    [{ type: 'LayerNormalization' }, ''],
    [{ type: 'Activation', activation: 'leakyRelu' }, 'leaky ReLU'],
    [{ type: 'Dropout', rate: 0.25 }, 'rate 25%'],
    [{ type: 'SpatialDropout2D', rate: 0.1 }, 'rate 10%, whole channels'],
    [{ type: 'Reshape', targetShape: [28, 28] }, '28 × 28'],
    [{ type: 'Dense', units: 10, activation: 'softmax' }, '10 units, softmax'],
    [{ type: 'Dense', units: 10, trainable: false }, '10 units, frozen'],
    [
      { type: 'GRU', units: 64, bidirectional: true, returnSequences: true },
      '64 units, bidirectional, returns sequences',
    ],
    [
      { type: 'Residual', layers: [{ type: 'Activation', activation: 'relu' }], shortcut: 'conv', activation: 'relu' },
      '1 × 1 convolution shortcut, ReLU',
    ],
    [{ type: 'PatchEmbedding', units: 64 }, 'patches of 4 × 4, 64 units'],
    [
      { type: 'TransformerEncoder', heads: 4, width: 32, mlpRatio: 2, dropout: 0.1 },
      '4 heads, width 32, MLP × 2, rate 10%',
    ],
  ];
  it.each(words)('%j', (layer, expected) => expect(say(layer)).toBe(expected));

  it('follows the language', () => {
    setLanguage('zh-CN');
    expect(say({ type: 'Dense', units: 128, activation: 'relu' }, 'zh-CN')).toBe('128 个单元，ReLU');
  });
});

describe('the table of layers', () => {
  it.each(PRESETS.map(({ id, model }) => [id, model] as const))('tells all of %s', (_, model) => {
    const info = describeModel(model);
    const rows = layerRows(model.layers, info.layers);
    // What stands in a block is counted with the block, too.
    const own = rows.filter(({ depth }) => depth === 0).map((row) => row.info.trainable + row.info.nonTrainable);
    expect(own.reduce((sum, n) => sum + n, 0)).toBe(info.parameters);
    for (const { layer, info: told } of rows) expect(told.type).toBe(layer.type);
  });

  it('puts the layers of a block below it, set in, and folds what is long', async () => {
    const block: Input = {
      type: 'Residual',
      layers: Array.from({ length: 6 }, (): Input => ({ type: 'Activation', activation: 'relu' })),
    };
    const model = modelSpecSchema.parse({
      version: 1,
      name: 'Blocks',
      inputShape: [28, 28, 1],
      layers: [block, block, { type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }],
    });
    const wrapper = mount(LayerTable, { props: { model, info: describeModel(model) } });
    const heads = (): string[] => wrapper.findAll('tbody th').map((head) => head.text());
    expect(heads()).toEqual(['Input', 'Residual', ...Array<string>(6).fill('Activation'), 'Residual']);
    expect(wrapper.findAll('tbody th')[2]!.attributes('style')).toContain('padding-left: 18px');
    const fold = wrapper.get('button');
    expect(fold.text()).toBe('Show all 16 rows');
    await fold.trigger('click');
    expect(heads()).toHaveLength(17);
    expect(fold.attributes('aria-expanded')).toBe('true');
  });
});
