import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import { recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import { parseModelSpec } from '../../shared/model/parse-spec.ts';
import { findPreset, PRESET_FAMILIES, PRESETS } from '../../shared/model/presets/index.ts';
import { describeImageClassifier } from '../../shared/model/shapes.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

const docs = readFileSync(path.join(repositoryRoot, 'docs', 'models.md'), 'utf8');

describe('presets', () => {
  it('are whole specs and recipes that read the studio’s images and end in ten digits', () => {
    for (const preset of PRESETS) {
      expect(modelSpecSchema.parse(preset.model)).toEqual(preset.model);
      expect(recipeSchema.parse(preset.recipe)).toEqual(preset.recipe);
      expect(describeImageClassifier(preset.model).outputShape).toEqual([10]);
    }
    expect(findPreset('no such')).toBeUndefined();
  });

  it('are of every family, under ids of their own; the default comes first', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    expect(new Set(PRESETS.map(({ family }) => family))).toEqual(new Set(PRESET_FAMILIES));
    expect(PRESETS.slice(0, 3).map(({ id }) => id)).toEqual(['tutorial', 'quick', 'best']);
    // No user's preset may be taken for one of the studio's.
    expect(PRESETS.filter(({ id }) => id.startsWith('my-'))).toEqual([]);
  });

  it.each([
    ['tutorial', 225_034],
    // C. Deotte's summary of his network.
    ['best', 327_242],
    ['softmax', 7_850],
    // Keras's own summary of mnist_mlp.
    ['mlp', 669_706],
    // LeNet-5 as it is rebuilt everywhere.
    ['lenet5', 61_706],
    ['starter', 75_034],
    ['compact', 14_610],
    ['residual', 78_042],
    ['lstm', 81_674],
    ['bigru', 111_882],
    ['vit', 138_890],
  ])('%s has %i parameters', (id, parameters) => {
    expect(describeImageClassifier(findPreset(id)!.model).parameters).toBe(parameters);
  });

  it('say their number of parameters where they are written', () => {
    for (const { id, model } of PRESETS) {
      const source = readFileSync(path.join(repositoryRoot, 'shared', 'model', 'presets', `${id}.ts`), 'utf8');
      expect(source, id).toContain(describeImageClassifier(model).parameters.toLocaleString('en'));
      expect(source, id).toContain('Source:');
      expect(docs, id).toMatch(
        new RegExp(`\\| \`${id}\` \\|.*${describeImageClassifier(model).parameters.toLocaleString('en')}`),
      );
    }
  });

  it('and the model of the documentation can be built', () => {
    const [, json] = /```json\n(.*?)```/s.exec(docs)!;
    expect(describeImageClassifier(parseModelSpec(JSON.parse(json!))).outputShape).toEqual([10]);
  });

  it('quick takes a third of the tutorial’s multiply-accumulates at most, compact is under 16,000 parameters', () => {
    const macs = (id: string) => describeImageClassifier(findPreset(id)!.model).macs;
    expect(macs('quick') * 3).toBeLessThan(macs('tutorial'));
    expect(describeImageClassifier(findPreset('compact')!.model).parameters).toBeLessThan(16_000);
  });

  it('best normalises after every convolution and pools by strides alone', () => {
    const { layers } = findPreset('best')!.model;
    layers.forEach((layer, i) => {
      if (layer.type === 'Conv2D') expect(layers[i + 1]!.type).toBe('BatchNormalization');
      expect(layer.type).not.toMatch(/Pooling/);
    });
  });

  it('starter is the network of resources/starter', () => {
    const card = JSON.parse(readFileSync(path.join(repositoryRoot, 'resources', 'starter', 'model.json'), 'utf8')) as {
      spec: unknown;
    };
    expect(modelSpecSchema.parse(card.spec).layers).toEqual(findPreset('starter')!.model.layers);
  });
});
