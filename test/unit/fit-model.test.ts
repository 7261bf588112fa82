import { describe, expect, it } from 'vitest';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import { pixelLimits, recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { checkAugmentation, LIGHT, NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { fitAugmentation, fitModel, fitRecipe } from '../../shared/model/fit-model.ts';
import { findPreset, presetFor, PRESETS } from '../../shared/model/presets/index.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { DIGITS } from '../../shared/task/digits.ts';

const taskOf = (height: number, width: number, classes: number): Task => ({
  inputShape: [height, width, 1],
  classes: Array.from({ length: classes }, (_, i) => `sign ${i}`),
});

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))('the preset %s', (_, preset) => {
  it('is what it was for MNIST’s task', () => {
    expect(presetFor(preset, DIGITS)).toEqual(preset);
  });

  it.each([
    [20, 24, 3],
    [32, 32, 62],
    [8, 8, 2],
    [64, 48, 1000],
    [28, 28, 47],
    [29, 31, 5],
    [96, 96, 26],
  ])('fits %i x %i pixels and %i classes', (height, width, classes) => {
    const task = taskOf(height, width, classes);
    const { model } = presetFor(preset, task);
    expect(describeModelFor(task, model).outputShape).toEqual([classes]);
    expect(modelSpecSchema.parse(model)).toEqual(model);
    // And back: what fits is left alone.
    expect(fitModel(model, task)).toEqual(model);
  });
});

describe('a model that does not fit', () => {
  const layersFor = (id: string, task: Task) => fitModel(findPreset(id)!.model, task).layers;

  it('gets padding where a window would not fit, and loses a pooling that would not', () => {
    const starter = layersFor('starter', taskOf(20, 24, 3));
    expect(starter.filter((layer) => layer.type === 'Conv2D').map(({ padding }) => padding)).toEqual([
      'valid',
      'valid',
      'valid',
      'valid',
      'same',
      'same',
    ]);
    const tiny = layersFor('tutorial', taskOf(8, 8, 2));
    expect(tiny.filter((layer) => layer.type === 'MaxPooling2D')).toHaveLength(1);
  });

  it('gets patches that part the image evenly into about as many as before', () => {
    const patchOf = (task: Task): unknown => {
      const [first] = layersFor('vit', task);
      return first?.type === 'PatchEmbedding' && first.patchSize;
    };
    expect(patchOf(taskOf(32, 32, 62))).toEqual([4, 4]);
    expect(patchOf(taskOf(20, 24, 3))).toEqual([4, 4]);
    expect(patchOf(taskOf(30, 27, 3))).toEqual([5, 3]);
    // A size that would go, but into many times as many.
    expect(patchOf(taskOf(96, 96, 9))).toEqual([12, 12]);
  });

  it('reads the rows that there are', () => {
    expect(layersFor('lstm', taskOf(20, 24, 3))[0]).toMatchObject({ type: 'Reshape', targetShape: [20, 24] });
  });

  it('is left with the fault where nothing can be done', () => {
    const shape = { version: 1, name: 'odd', inputShape: [28, 28, 1] };
    const spec = modelSpecSchema.parse({
      ...shape,
      layers: [
        { type: 'Reshape', targetShape: [14, 56, 1] },
        { type: 'Flatten' },
        { type: 'Dense', units: 10, activation: 'softmax' },
      ],
    });
    const task = taskOf(20, 24, 3);
    const fitted = fitModel(spec, task);
    expect(fitted.layers[0]).toEqual(spec.layers[0]);
    expect(() => describeModelFor(task, fitted)).toThrow(/reshape-mismatch/);
  });
});

describe('a recipe for other sizes', () => {
  const recipe = { ...findPreset('best')!.recipe, augmentation: { ...LIGHT, elastic: 1.2, erase: 20 } };

  it('moves by as much of the image as before, of any size that a task may have', () => {
    const twice = fitAugmentation(recipe.augmentation, DIGITS.inputShape, [56, 70, 1]);
    expect(twice).toMatchObject({ shift: 4, elastic: 2.4, erase: 40, rotation: LIGHT.rotation, zoom: LIGHT.zoom });
    expect(fitAugmentation(recipe.augmentation, DIGITS.inputShape, [14, 20, 1])).toMatchObject({
      shift: 1,
      elastic: 0.6,
      erase: 10,
    });
    expect(fitAugmentation(recipe.augmentation, DIGITS.inputShape, DIGITS.inputShape)).toBe(recipe.augmentation);
    const most = { ...recipe, augmentation: { ...NO_AUGMENTATION, ...pixelLimits(28) } };
    for (const side of [8, 20, 33, 256]) {
      const task = taskOf(side, 256, 3);
      const fitted = recipeSchema.parse(fitRecipe(most, DIGITS.inputShape, task.inputShape));
      expect(fitted.augmentation).toMatchObject(pixelLimits(side));
      expect(() => checkAugmentation(fitted.augmentation, task.inputShape)).not.toThrow();
    }
  });

  it('is that of the size that a preset was written for', () => {
    const own = { model: fitModel(findPreset('best')!.model, taskOf(56, 56, 3)), recipe };
    expect(presetFor(own, taskOf(56, 60, 3)).recipe).toEqual(recipe);
  });

  it('is refused where it moves more than there is of an image', () => {
    const { augmentation } = recipeSchema.parse({ ...recipe, augmentation: { shift: 15 } });
    expect(() => checkAugmentation(augmentation, [30, 256, 1])).not.toThrow();
    expect(() => checkAugmentation(augmentation, [28, 256, 1])).toThrow(/augmentation-too-large/);
    expect(() => recipeSchema.parse({ ...recipe, augmentation: { shift: 129 } })).toThrow(/shift/);
  });
});
