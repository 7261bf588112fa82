import { describe, expect, it } from 'vitest';
import { lineReader } from '../../shared/model/presets/line-reader.ts';
import { fineTuneModel, frozenPrefix, headOf, rateOf, takenOf } from '../../shared/model/fine-tune-model.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { digitModel } from '../fixtures/train-steps.ts';

describe('a trained model’s layers, for a fine-tune', () => {
  it.each(PRESETS)(
    '$id: frozen features leave the head alone to be trained, with as many units as classes',
    ({ model }) => {
      const infos = describeModel(model).layers;
      const head = headOf(infos);
      const kept = fineTuneModel(model, { freeze: 'none', classes: null });
      expect(kept).toEqual(model);
      const tuned = fineTuneModel(model, { freeze: 'features', classes: 3 });
      const after = describeModel(tuned);
      expect(after.outputShape).toEqual([3]);
      expect(after.trainable).toBe(after.layers[head]!.trainable);
      expect(after.layers.map(({ name }) => name)).toEqual(infos.map(({ name }) => name));
      const taken = takenOf(model, tuned, true);
      expect(taken.fresh).toEqual([infos[head]!.name]);
      expect([...taken.layers, ...taken.fresh]).toEqual(
        infos.filter(({ weights }) => weights.length > 0).map(({ name }) => name),
      );
      expect(taken.frozen).toEqual(taken.layers);
      expect(taken.trainable).toBe(after.trainable);
      // Frozen again for the next one: none of it stays where it is not wished for.
      expect(fineTuneModel(tuned, { freeze: 'none', classes: 10 })).toEqual(model);
    },
  );

  it('thaws what lies inside a block, and freezes layers by name', () => {
    const block = {
      type: 'Residual',
      layers: [{ type: 'Conv2D', filters: 1, kernelSize: [3, 3], padding: 'same', trainable: false }],
    };
    const parent = digitModel([block, { type: 'Flatten' }]);
    const thawed = fineTuneModel(parent, { freeze: ['dense'], classes: null });
    expect(thawed.layers[0]).toMatchObject({ layers: [expect.not.objectContaining({ trainable: false })] });
    expect(thawed.layers[2]).toMatchObject({ trainable: false });
  });

  it('refuses layers that there are none of, and a head that has no number of classes', () => {
    const parent = digitModel([{ type: 'Flatten' }]);
    const refused = (options: Parameters<typeof fineTuneModel>[1]) => () => fineTuneModel(parent, options);
    expect(refused({ freeze: ['x'], classes: null })).toThrow(
      expect.objectContaining({ code: 'layer-unknown', params: { name: 'x', names: ['dense'] } }),
    );
    expect(refused({ freeze: 'none', classes: null, rates: { y: 1 } })).toThrow(
      expect.objectContaining({ code: 'layer-unknown' }),
    );
    expect(refused({ freeze: 'none', classes: null, rates: { head: 1, features: 2 } })).not.toThrow();
    const odd = {
      ...parent,
      layers: [
        ...parent.layers.slice(0, -1),
        { type: 'LSTM' as const, units: 10, returnSequences: false, bidirectional: false },
      ],
    };
    const sequence = { ...odd, layers: [{ type: 'Reshape' as const, targetShape: [28, 28] }, odd.layers.at(-1)!] };
    expect(() => fineTuneModel(sequence, { freeze: 'none', classes: 3 })).toThrow(
      expect.objectContaining({ code: 'head-fixed', params: { layer: 'lstm' } }),
    );
  });
});

describe('what is computed once', () => {
  const convolution = { type: 'Conv2D', filters: 2, kernelSize: [3, 3] };
  it.each([
    ['nothing where the first weights are trained', [convolution, { type: 'Flatten' }], 0],
    ['all up to the first layer that is trained', [{ ...convolution, trainable: false }, { type: 'Flatten' }], 2],
    [
      'nothing that drops values at random',
      [{ ...convolution, trainable: false }, { type: 'Dropout', rate: 0.5 }, { type: 'Flatten' }],
      1,
    ],
    [
      'what drops nothing',
      [{ ...convolution, trainable: false }, { type: 'Dropout', rate: 0 }, { type: 'Flatten' }],
      3,
    ],
    ['no layers without weights alone', [{ type: 'MaxPooling2D' }, { type: 'Flatten' }], 0],
    [
      'nothing of an encoder that drops',
      [
        { type: 'PatchEmbedding', units: 8, trainable: false },
        { type: 'TransformerEncoder', heads: 2, dropout: 0.1, trainable: false },
        { type: 'GlobalAveragePooling1D' },
      ],
      1,
    ],
    [
      'a normalisation whose averages stay as they are',
      [{ ...convolution, trainable: false }, { type: 'BatchNormalization', trainable: false }, { type: 'Flatten' }],
      3,
    ],
    [
      'no normalisation that is trained',
      [{ ...convolution, trainable: false }, { type: 'BatchNormalization' }, { type: 'Flatten' }],
      1,
    ],
  ])('is %s', (_, layers, prefix) => {
    expect(frozenPrefix(digitModel(layers))).toBe(prefix);
  });
});

it('a rate is a layer’s own, else its group’s, else 1', () => {
  expect(rateOf({ features: 0.1, conv2d: 3 }, 'conv2d', false)).toBe(3);
  expect(rateOf({ features: 0.1, conv2d: 3 }, 'conv2d_1', false)).toBe(0.1);
  expect(rateOf({ features: 0.1 }, 'dense', true)).toBe(1);
  expect(rateOf({ features: 0.1, head: 2 }, 'dense', true)).toBe(2);
});

it('a new head of a model that reads lines has CTC’s blank beside the classes', () => {
  const { layers } = fineTuneModel(lineReader.model, { freeze: 'none', classes: 4 });
  expect(layers.at(-1)).toMatchObject({ type: 'Dense', units: 5 });
});
