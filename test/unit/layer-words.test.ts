import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { isOption } from '../../renderer/features/model-editor/option-words.ts';
import { valueAt, withValue } from '../../renderer/features/model-editor/option-values.ts';
import { LAYER_KINDS, kindOf } from '../../renderer/features/model-editor/layer-kinds.ts';
import { layerFields } from '../../shared/model/layers/fields.ts';
import { freshLayer, LAYERS, LAYER_TYPES } from '../../shared/model/layers/registry.ts';
import { epochSeconds, medianOf, predictionError, realEpoch, speedKey } from '../../shared/runs/epoch-time.ts';
import { timeShares } from '../../shared/model/time-shares.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { predictionResult } from '../../bench/parts/prediction.ts';
import { isMet } from '../../bench/lib/goals.ts';
import { DIGITS } from '../../shared/task/digits.ts';

const SHAPES = { image: [28, 28, 8], sequence: [28, 16], vector: [64] } as const;

describe('every layer of the registry', () => {
  it.each(LAYER_TYPES)('%s has words, a place in the palette, and words for each of its options', (type) => {
    expect(en.layers.about[type].length).toBeGreaterThan(10);
    expect(en.layers.words[type].length).toBeGreaterThan(10);
    expect(LAYER_KINDS).toContain(kindOf(type));
    const options = layerFields(type).filter(({ kind }) => kind !== 'layers');
    expect(options.map(({ path }) => path[0]!).filter((name) => !isOption(name))).toEqual([]);
  });

  it.each(LAYER_TYPES)('%s takes the values that its schema allows and no other', (type) => {
    const layer = freshLayer(type, SHAPES[LAYERS[type].takes[0]!]);
    for (const { path, kind, bounds, choices, optional } of layerFields(type)) {
      if (kind === 'integer' || kind === 'number') {
        const fine = bounds.maximum ?? bounds.minimum ?? 0.5;
        expect(valueAt(withValue(layer, path, fine), path)).toBe(fine);
        expect(withValue(layer, path, NaN)).toBe(layer);
        if (bounds.maximum !== undefined) expect(withValue(layer, path, bounds.maximum + 1)).toBe(layer);
      }
      if (kind === 'choice') expect(valueAt(withValue(layer, path, choices[0]), path)).toBe(choices[0]);
      if (optional && kind !== 'layers') expect(valueAt(withValue(layer, path, undefined), path)).toBeUndefined();
    }
    expect(withValue(layer, ['units'], 'many')).toEqual(layer);
  });
});

describe('the time of an epoch', () => {
  const images = { trainCount: 54_000, validationCount: 6000 };

  it('counts an image that is only read a third', () => {
    expect(epochSeconds(images, 1000)).toBeCloseTo(56, 6);
    expect(epochSeconds({ ...images, replayCount: 1000 }, 1000)).toBeCloseTo(57, 6);
  });

  it('is compared with the median of the real ones', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1])).toBe(2.5);
    const took = (...all: [training: number, validation?: number][]) =>
      realEpoch(
        images,
        all.map(([seconds, validationSeconds]) => ({ seconds, validationSeconds })),
      );
    expect(predictionError({ imagesPerSecond: 1000 }, took([48, 2], [68, 2], [54, 2])!)).toBeCloseTo(0, 6);
    expect(predictionError({ imagesPerSecond: 500 }, took([54, 2])!)).toBeCloseTo(1, 6);
    // An older log tells of the training alone, and so is what it is compared with.
    expect(predictionError({ imagesPerSecond: 1000 }, took([54], [54, 2])!)).toBeCloseTo(0, 6);
    expect(took()).toBeNull();
  });

  it('is known by what speed depends on: names and rates are no part of it', () => {
    const { model, recipe } = PRESETS[0]!;
    const subject = { model, recipe, task: DIGITS };
    const rate = { ...recipe, seed: 9, optimizer: { ...recipe.optimizer, learningRate: 0.5 } };
    expect(speedKey({ ...subject, model: { ...model, name: 'x' }, recipe: rate }, 'cpu')).toBe(
      speedKey(subject, 'cpu'),
    );
    expect(speedKey({ ...subject, recipe: { ...recipe, batchSize: 7 } }, 'cpu')).not.toBe(speedKey(subject, 'cpu'));
    expect(speedKey(subject, 'cuda')).not.toBe(speedKey(subject, 'cpu'));
  });

  it.each(PRESETS.map(({ id, model }) => [id, model] as const))('%s: its layers’ shares are a whole', (_, model) => {
    const info = describeModel(model);
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum(timeShares(info, null))).toBeCloseTo(1, 9);
    const measured = info.layers.map((_layer, i) => i);
    expect(timeShares(info, measured)[0]).toBe(0);
    expect(timeShares(info, [1])).toEqual(timeShares(info, null));
  });

  it('is judged by the error at the median', () => {
    const one = (predicted: number) => ({ name: 'a', predicted, spread: 0.1, real: 10 });
    expect(predictionResult([one(11), one(10.5), one(30)]).goals.map(isMet)).toEqual([true]);
    expect(predictionResult([one(12), one(8), one(10)]).goals.map(isMet)).toEqual([false]);
  });
});
