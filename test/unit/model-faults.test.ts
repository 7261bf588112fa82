import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { faultOf, MODEL_FAULTS } from '../../shared/model/faults.ts';
import { parseModelSpec } from '../../shared/model/parse-spec.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { describeClassifier, describeImageClassifier, describeModel } from '../../shared/model/shapes.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { modelFaults as english } from '../../shared/words/model-faults-en.ts';
import { modelFaults as chinese } from '../../shared/words/model-faults-zh.ts';
import type { LayerInput } from '../../shared/contract/schemas/model.ts';
import { modelOf } from '../fixtures/models.ts';

const thrownBy = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return expect.fail('nothing was thrown');
};
const paramsOf = (layers: LayerInput[]) => thrownBy(() => describeModel(modelOf(layers))).params;
const rows: LayerInput = { type: 'Reshape', targetShape: [28, 28] };
const conv: Extract<LayerInput, { type: 'Conv2D' }> = { type: 'Conv2D', filters: 2, kernelSize: [3, 3] };
const softmax: Extract<LayerInput, { type: 'Dense' }> = { type: 'Dense', units: 10, activation: 'softmax' };

describe('faults name the layer, the reason and its facts', () => {
  it.each<[string, LayerInput[], object]>([
    ['needs-vector', [softmax], { layer: 'dense', index: 1, shape: '28 × 28 × 1' }],
    [
      'needs-image',
      [{ type: 'Flatten' }, { type: 'MaxPooling2D' }],
      { layer: 'max_pooling2d', index: 2, shape: '784' },
    ],
    ['needs-image', [rows, conv], { layer: 'conv2d', index: 2, shape: '28 × 28' }],
    ['needs-sequence', [{ type: 'LSTM', units: 4 }], { layer: 'lstm', index: 1, target: '28 × 28' }],
    [
      'needs-sequence',
      [rows, { type: 'GRU', units: 4 }, { type: 'GRU', units: 4 }],
      { layer: 'gru_1', index: 3, shape: '4' },
    ],
    ['needs-sequence', [{ type: 'PositionEmbedding' }], { layer: 'position_embedding' }],
    ['window-too-large', [{ ...conv, kernelSize: [29, 3] }], { layer: 'conv2d', window: '29 × 3' }],
    ['window-too-large', [{ ...conv, kernelSize: [2, 15], dilationRate: [1, 2] }], { window: '2 × 29' }],
    ['dilated-strides', [{ ...conv, strides: [1, 2], dilationRate: [2, 1] }], { strides: '1 × 2', dilation: '2 × 1' }],
    ['uneven-strides', [{ type: 'DepthwiseConv2D', kernelSize: [3, 3], strides: [1, 2] }], { strides: '1 × 2' }],
    [
      'uneven-strides',
      [{ type: 'SeparableConv2D', filters: 2, kernelSize: [3, 3], strides: [2, 1] }],
      { strides: '2 × 1' },
    ],
    ['patch-uneven', [{ type: 'PatchEmbedding', patchSize: [4, 5], units: 8 }], { patch: '4 × 5' }],
    ['reshape-mismatch', [{ type: 'Reshape', targetShape: [28, 27] }], { needs: 756, has: 784 }],
    ['heads-uneven', [rows, { type: 'TransformerEncoder', heads: 3 }], { heads: 3, width: 28 }],
    ['shortcut-shape', [{ type: 'Residual', layers: [conv] }], { layer: 'residual', output: '26 × 26 × 2' }],
    ['shortcut-unreachable', [{ type: 'Residual', layers: [conv], shortcut: 'conv' }], { output: '26 × 26 × 2' }],
    [
      'shortcut-needs-image',
      [rows, { type: 'Residual', layers: [{ type: 'Dense', units: 4 }], shortcut: 'conv' }],
      { index: 2 },
    ],
    ['softmax-inside', [{ type: 'Flatten' }, softmax, { type: 'Dropout', rate: 0.5 }], { layer: 'dense', index: 2 }],
    [
      'softmax-inside',
      [{ type: 'Residual', layers: [{ type: 'Activation', activation: 'softmax' }] }],
      { layer: 'residual/activation', index: 1 },
    ],
    [
      'duplicate-name',
      [
        { type: 'Flatten', name: 'a' },
        { type: 'Dense', units: 3, name: 'a' },
      ],
      { layer: 'a', index: 2 },
    ],
    [
      'duplicate-name',
      [{ type: 'Residual', layers: [{ type: 'BatchNormalization', name: 'shortcut' }] }],
      { layer: 'residual/shortcut', index: 1 },
    ],
    ['name-with-slash', [{ type: 'Flatten', name: 'a/b' }], { layer: 'a/b' }],
  ])('%s', (reason, layers, facts) => {
    expect(paramsOf(layers)).toMatchObject({ reason, ...facts });
  });

  it('at a layer inside a block, by its full name and the block’s place', () => {
    const block: LayerInput = { type: 'Residual', layers: [{ type: 'Flatten' }, { type: 'MaxPooling2D' }] };
    expect(paramsOf([{ type: 'Dropout', rate: 0.1 }, block])).toMatchObject({
      reason: 'needs-image',
      layer: 'residual/max_pooling2d',
      index: 2,
    });
  });

  it('a classifier ends in 2 to 1,000 units with softmax, and has something to train', () => {
    const fault = (layers: LayerInput[]) => thrownBy(() => describeClassifier(modelOf(layers))).params['reason'];
    expect(fault([{ type: 'Flatten' }, { type: 'Dense', units: 10 }])).toBe('output-not-softmax');
    for (const units of [1, 1001]) {
      expect(fault([{ type: 'Flatten' }, { ...softmax, units }])).toBe('output-not-softmax');
    }
    expect(fault([{ type: 'Flatten' }, { ...softmax, trainable: false }])).toBe('nothing-to-train');
    const apart: LayerInput[] = [
      { type: 'Flatten' },
      { type: 'Dense', units: 10 },
      { type: 'Activation', activation: 'softmax' },
    ];
    expect(describeClassifier(modelOf(apart)).outputShape).toEqual([10]);
  });

  it('a preset reads grey images with sides of 8 to 256 pixels', () => {
    for (const shape of [
      [28, 28, 3],
      [7, 28, 1],
      [28, 257, 1],
    ] as const) {
      const spec = modelOf([{ type: 'Flatten' }, softmax], [...shape]);
      expect(thrownBy(() => describeImageClassifier(spec)).params).toMatchObject({
        reason: 'image-side',
        shape: shape.join(' × '),
      });
    }
  });

  it('a model is of a task, or what does not fit is named', () => {
    const spec = modelOf([{ type: 'Flatten' }, softmax]);
    expect(describeModelFor(DIGITS, spec).outputShape).toEqual([10]);
    const small: Task = { ...DIGITS, inputShape: [20, 24, 1] };
    expect(thrownBy(() => describeModelFor(small, spec)).params).toMatchObject({
      reason: 'input-not-task',
      shape: '28 × 28 × 1',
      expected: '20 × 24 × 1',
    });
    const three: Task = { ...DIGITS, classes: ['a', 'b', 'c'] };
    expect(thrownBy(() => describeModelFor(three, spec)).params).toMatchObject({
      reason: 'output-not-classes',
      shape: '10',
      classes: 3,
    });
  });
});

describe('what is written down wrong', () => {
  const parse = (layers: unknown, rest: object = {}) =>
    thrownBy(() => parseModelSpec({ version: 1, name: 'x', inputShape: [28, 28, 1], layers, ...rest })).params;

  it('is told by layer and option, with what it may be', () => {
    expect(parse([{ type: 'Conv3D' }])).toMatchObject({ reason: 'unknown-layer', layer: 'Conv3D', index: 1 });
    expect(parse([{ type: 'Flatten' }, { type: 'Dense', name: 'out' }])).toMatchObject({
      reason: 'bad-option',
      layer: 'out',
      index: 2,
      option: 'units',
      allowed: 'number',
    });
    expect(parse([{ ...conv, kernelSize: [3, 65] }])).toMatchObject({ option: 'kernelSize.1', allowed: '≤ 64' });
    expect(parse([{ type: 'Dropout', rate: 1 }])).toMatchObject({ layer: 'Dropout', option: 'rate', allowed: '< 1' });
    expect(parse([{ type: 'Residual', layers: [{ type: 'Dense', units: 0 }] }])).toMatchObject({
      layer: 'Dense',
      index: 1,
      option: 'units',
      allowed: '≥ 1',
    });
  });

  it('is told of the model itself, too', () => {
    expect(parse([], {})).toMatchObject({ reason: 'bad-option', layer: 'Input', index: 0, option: 'layers' });
    expect(parse([softmax], { inputShape: [28, 28] })).toMatchObject({ layer: 'Input', option: 'inputShape' });
    expect(thrownBy(() => parseModelSpec(null)).params).toMatchObject({ reason: 'bad-option', index: 0 });
  });
});

describe('the words of faults', () => {
  const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

  it('say why and what mends it in both languages, with the same facts', () => {
    for (const fault of MODEL_FAULTS) {
      const [ours, theirs] = [english[fault], chinese[fault]];
      for (const part of ['why', 'todo'] as const) {
        expect(ours[part].length, fault).toBeGreaterThan(10);
        expect(theirs[part], fault).toMatch(/\p{Script=Han}/u);
        expect(placeholders(theirs[part]), fault).toEqual(placeholders(ours[part]));
      }
      expect(ours.why + ours.todo, fault).toMatch(/\{layer\}|\{shape\}|\{index\}/);
    }
  });

  it('take the place of what is said of any model', () => {
    const error = thrownBy(() => describeModel(modelOf([softmax])));
    expect(errorWords(error, 'en_GB')).toBe(
      [
        'The model does not fit together at dense',
        'Layer 1, dense, works on vectors and sequences, but gets an image of 28 × 28 × 1.',
        'Put a Flatten or a GlobalAveragePooling2D before it.',
      ].join('\n  '),
    );
    expect(errorWords(error, 'zh-CN')).toContain('Flatten');
  });

  it('are not looked for where there are none', () => {
    expect(faultOf({ code: 'model-invalid', params: { reason: 'from a later studio' } })).toBeNull();
    expect(faultOf({ code: 'internal', params: { reason: 'needs-image' } })).toBeNull();
    expect(errorWords({ code: 'model-invalid', params: { layer: 'x', index: 1 } }, 'en')).toContain('x');
  });
});
