import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../shared/contract/schemas/model.ts';
import type { RunRequest } from '../../shared/contract/schemas/run.ts';
import type { Space } from '../../shared/contract/schemas/study.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { checkSpace } from '../../shared/study/check-space.ts';
import { layerOptions, optionsBeside, searchOption } from '../../shared/study/option.ts';
import type { SearchOption } from '../../shared/study/search-option.ts';
import { parameterFault } from '../../shared/study/parameter-fault.ts';
import { pickedSpace } from '../../shared/study/picked-space.ts';
import { proposeParameter } from '../../shared/study/propose.ts';
import { possibleConditions, valuesOf, whenOf } from '../../shared/study/when.ts';
import { someRequest } from '../fixtures/scripted-host.ts';

const requestOfPreset = ({ id, model, recipe }: (typeof PRESETS)[number]): RunRequest => ({
  ...someRequest(id),
  preset: id,
  model,
  recipe,
});

/** The places of all layers, blocks' own too: `model.layers.2.layers.0`. */
const places = (layers: readonly LayerSpec[], before = 'model'): string[] =>
  layers.flatMap((layer, i) => {
    const place = `${before}.layers.${i}`;
    return [place, ...(layer.type === 'Residual' ? places(layer.layers, place) : [])];
  });

const RECIPE = [
  ...['learningRate', 'weightDecay', 'momentum', 'rho', 'beta1', 'beta2', 'epsilon', 'name'].map(
    (name) => `optimizer.${name}`,
  ),
  ...['kind', 'everyEpochs', 'factor', 'final', 'warmUp', 'start', 'patience', 'minimum'].map(
    (name) => `schedule.${name}`,
  ),
  ...['rotation', 'shift', 'zoom', 'shear', 'elastic', 'erase', 'noise', 'thickness'].map(
    (name) => `augmentation.${name}`,
  ),
  ...['slant', 'scale', 'wobble', 'penWidth', 'speed'].map((name) => `strokeAugmentation.${name}`),
  ...['warmUpEpochs', 'batchSize', 'epochs', 'labelSmoothing', 'gradientClip', 'gradientClip.limit', 'classBalance'],
  ...['ema', 'ema.decay', 'earlyStopping', 'earlyStopping.patience', 'earlyStopping.restoreBest'],
].map((name) => `recipe.${name}`);

/** Every option of a run that its form can search. */
const optionsOf = (base: RunRequest): SearchOption[] => [
  ...RECIPE.flatMap((path) => searchOption(base, path) ?? []),
  ...(searchOption(base, 'data.limit') ? [{ ...searchOption(base, 'data.limit')!, value: 60_000 }] : []),
  ...places(base.model.layers).flatMap((place) => layerOptions(base.model, place)),
];

const proposed = (options: readonly SearchOption[]): Space =>
  Object.fromEntries(options.map((option) => [option.path, proposeParameter(option)]));

describe.each(PRESETS.map((preset) => [preset.id, requestOfPreset(preset)] as const))('for %s', (_, base) => {
  it('what is proposed for each option passes the check of spaces by itself', () => {
    const all = optionsOf(base);
    expect(all.length).toBeGreaterThan(30);
    for (const option of all) {
      const parameter = proposeParameter(option);
      expect([option.path, parameterFault(parameter, option)]).toEqual([option.path, null]);
      const space = pickedSpace({ [option.path]: parameter }, base);
      if (Object.keys(space).length === 0) continue;
      expect(() => checkSpace({ base, space }), option.path).not.toThrow();
    }
  });

  it('any picks together make a space that passes, with the conditions that they need', () => {
    const all = optionsOf(base);
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1, maxLength: 12 }), (picks) => {
        const space = pickedSpace(proposed(picks), base);
        if (Object.keys(space).length > 0) checkSpace({ base, space });
      }),
      { numRuns: 60 },
    );
  });
});

const base = someRequest();
const option = (path: string, from: RunRequest = base): SearchOption => searchOption(from, path)!;
const withOptimizer = (optimizer: RunRequest['recipe']['optimizer']): RunRequest => ({
  ...base,
  recipe: { ...base.recipe, optimizer },
});

describe('what is proposed', () => {
  it('is a range around the value by its logarithm, the values beside it, or what people usually try', () => {
    expect(proposeParameter(option('recipe.optimizer.learningRate'))).toEqual({ low: 0.0001, high: 0.01, log: true });
    expect(proposeParameter(option('recipe.batchSize'))).toEqual({ choices: [64, 128, 256, 512] });
    expect(proposeParameter(option('model.layers.0.filters'))).toEqual({ low: 8, high: 128, int: true, log: true });
    expect(proposeParameter(option('model.layers.0.kernelSize'))).toEqual({
      choices: [
        [3, 3],
        [5, 5],
        [7, 7],
      ],
    });
    expect(proposeParameter(option('recipe.optimizer.name'))).toEqual({
      choices: ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'],
    });
    const deep = requestOfPreset(PRESETS.find(({ id }) => id === 'best')!);
    const dropout = deep.model.layers.findIndex(({ type }) => type === 'Dropout');
    expect(proposeParameter(option(`model.layers.${dropout}.rate`, deep))).toEqual({ low: 0, high: 0.6 });
    expect(proposeParameter(option('recipe.ema'))).toEqual({ choices: [null, { decay: 0.999 }] });
  });

  it('leaves alone what makes trials differ in luck or task: seed, validation, the last layer’s units', () => {
    const last = base.model.layers.length - 1;
    const never = ['recipe.seed', 'recipe.validation.fraction', 'recipe.version', 'model.name', 'data.datasets'];
    for (const path of [
      ...never,
      `model.layers.${last}.units`,
      `model.layers.${last}.activation`,
      'model.layers.99.units',
    ])
      expect([path, searchOption(base, path)]).toEqual([path, null]);
    expect(layerOptions(base.model, `model.layers.${last}`).map(({ path }) => path)).toContain(
      `model.layers.${last}.useBias`,
    );
  });
});

describe('picked options', () => {
  const momentum = { low: 0.5, high: 0.99 };
  const names = (...choices: string[]): Space => ({ 'recipe.optimizer.name': { choices } });

  it('of another optimizer wait for it, and rest where it is not tried', () => {
    const picked = { ...names('adam', 'momentum', 'nesterov'), 'recipe.optimizer.momentum': momentum };
    expect(pickedSpace(picked, base)['recipe.optimizer.momentum']).toEqual({
      ...momentum,
      when: { 'recipe.optimizer.name': ['momentum', 'nesterov'] },
    });
    expect(pickedSpace({ ...picked, ...names('adam', 'momentum') }, base)['recipe.optimizer.momentum']).toEqual({
      ...momentum,
      when: { 'recipe.optimizer.name': 'momentum' },
    });
    expect(Object.keys(pickedSpace({ ...picked, ...names('adam', 'sgd') }, base))).toEqual(['recipe.optimizer.name']);
    expect(pickedSpace({ 'recipe.optimizer.momentum': momentum }, base)).toEqual({});
    const own = withOptimizer({ name: 'momentum', learningRate: 0.01, momentum: 0.9, weightDecay: 0 });
    expect(pickedSpace({ 'recipe.optimizer.momentum': momentum }, own)).toEqual({
      'recipe.optimizer.momentum': momentum,
    });
  });

  it('keep conditions of the user’s own, which hold or not by the base once the other is no longer searched', () => {
    const when = { 'recipe.batchSize': 64 };
    const picked: Space = {
      'recipe.epochs': { low: 2, high: 8, int: true, when },
      'recipe.batchSize': { choices: [64, 128] },
    };
    expect(pickedSpace(picked, base)['recipe.epochs']).toMatchObject({ when });
    const { 'recipe.epochs': epochs } = picked;
    expect(pickedSpace({ 'recipe.epochs': epochs! }, base)).toEqual({});
    const small = { ...base, recipe: { ...base.recipe, batchSize: 64 } };
    expect(pickedSpace({ 'recipe.epochs': epochs! }, small)).toEqual({
      'recipe.epochs': { low: 2, high: 8, int: true },
    });
  });

  it('may depend on others with some values, but on none that depends on it', () => {
    const epochs = { low: 2, high: 8, int: true };
    const space: Space = {
      'recipe.epochs': epochs,
      'recipe.batchSize': { choices: [64, 128], when: { 'recipe.optimizer.name': 'adam' } },
      'recipe.optimizer.name': { choices: ['adam', 'sgd'] },
      'recipe.labelSmoothing': { low: 0, high: 0.2 },
    };
    expect(possibleConditions(space, 'recipe.epochs')).toEqual(['recipe.batchSize', 'recipe.optimizer.name']);
    expect(possibleConditions(space, 'recipe.optimizer.name')).toEqual([]);
    expect(possibleConditions(space, 'recipe.batchSize')).toEqual([]);
    // A file may have conditions that go in a circle.
    const circle = { choices: ['adam', 'sgd'], when: { 'recipe.batchSize': 64 } };
    expect(possibleConditions({ ...space, 'recipe.optimizer.name': circle }, 'recipe.epochs')).toHaveLength(2);
    // A size is one value, though it is a list.
    const size = [3, 3];
    expect(valuesOf(whenOf([size]))).toEqual([size]);
    const kernels: Space = {
      'model.layers.0.kernelSize': { choices: [size, [5, 5]] },
      'recipe.epochs': { ...epochs, when: { 'model.layers.0.kernelSize': whenOf([size]) } },
    };
    expect(pickedSpace(kernels, base)['recipe.epochs']!.when).toEqual({ 'model.layers.0.kernelSize': [size] });
    expect(() => checkSpace({ base, space: pickedSpace(kernels, base) })).not.toThrow();
  });

  it('of a part that is searched whole, or that is left out, rest; and so do layers that another model has not', () => {
    const decay = { 'recipe.ema.decay': { low: 0.9, high: 0.99 } };
    const averaged = { ...base, recipe: { ...base.recipe, ema: { decay: 0.99 } } };
    expect(pickedSpace(decay, base)).toEqual({});
    expect(pickedSpace(decay, averaged)).toEqual(decay);
    const whole: Space = { ...decay, 'recipe.ema': { choices: [null, { decay: 0.99 }] } };
    expect(Object.keys(pickedSpace(whole, averaged))).toEqual(['recipe.ema']);
    expect(pickedSpace({ 'model.layers.0.heads': { choices: [1, 2] } }, base)).toEqual({});
  });

  it('are found beside the values that the run has not', () => {
    const paths = optionsBeside(base, 'recipe.optimizer').map(({ path }) => path);
    expect(paths).toEqual(['recipe.optimizer.momentum', 'recipe.optimizer.rho']);
    expect(optionsBeside(base, 'recipe.schedule').map(({ path }) => path)).toContain('recipe.schedule.final');
  });
});

describe('a fine-tune', () => {
  const from = {
    ...{ model: 'starter' as const, freeze: 'none' as const, head: 'keep' as const },
    replay: { datasets: ['mnist' as const], share: 0.5 },
  };
  const tuned = { ...base, from };

  it('has options of its own, and none of layers, which are the trained model’s', () => {
    const paths = ['from.freeze', 'from.rates.features', 'from.rates.head', 'from.replay.share'];
    const space = pickedSpace(proposed(paths.map((path) => searchOption(tuned, path)!)), tuned);
    expect(space).toEqual({
      'from.freeze': { choices: ['none', 'features'] },
      // Frozen weights have no rate.
      'from.rates.features': { low: 0.1, high: 10, log: true, when: { 'from.freeze': 'none' } },
      'from.rates.head': { low: 0.1, high: 10, log: true },
      'from.replay.share': { low: 0.1, high: 0.7 },
    });
    expect(() => checkSpace({ base: tuned, space })).not.toThrow();
    for (const path of ['model.layers.0.filters', 'from.model', 'from.head', 'from.replay.datasets'])
      expect([path, searchOption(tuned, path)]).toEqual([path, null]);
    expect(searchOption(base, 'from.freeze')).toBeNull();
    expect(searchOption({ ...base, from: { ...from, replay: undefined } }, 'from.replay.share')).toBeNull();
  });

  it('whose features stay frozen has no rate for them, and layers of its own are one choice beside the others', () => {
    const rate = { 'from.rates.features': { low: 0.1, high: 1 } };
    expect(pickedSpace(rate, { ...base, from: { ...from, freeze: 'features' } })).toEqual({});
    const freeze = ['conv2d', 'dense'];
    const own = searchOption({ ...base, from: { ...from, freeze } }, 'from.freeze')!;
    expect(own.choices).toEqual(['none', 'features', freeze]);
    // A list of names as the only value is no list of values.
    const picked = { ...rate, 'from.freeze': { choices: [freeze, 'features'] } };
    expect(pickedSpace(picked, { ...base, from: { ...from, freeze } })['from.rates.features']!.when).toEqual({
      'from.freeze': [freeze],
    });
  });
});

describe('a fault of a parameter', () => {
  const rate = option('recipe.optimizer.learningRate');
  it.each([
    ['none-chosen', { choices: [] }, rate],
    ['twice', { choices: [1, 1] }, rate],
    ['above-maximum', { choices: [1, 11] }, rate],
    ['not-above', { low: 1, high: 1 }, rate],
    ['below-minimum', { low: 0, high: 1 }, rate],
    ['above-maximum', { low: 1, high: 11 }, rate],
    ['log-not-positive', { low: 0, high: 0.1, log: true }, option('recipe.optimizer.weightDecay')],
    ['log-with-step', { low: 1, high: 2, log: true, step: 0.5 }, rate],
    ['step-too-large', { low: 1, high: 2, step: 3 }, rate],
    ['too-fine', { low: 0.1, high: 0.10000000000000002, log: true }, rate],
    ['too-fine', { low: 0.1, high: 1, step: 1e-12 }, rate],
    ['not-whole', { low: 1, high: 2.5, int: true }, option('recipe.epochs')],
    ['not-whole', { choices: [1.5] }, option('recipe.epochs')],
  ] as const)('%s is told of %j', (code, parameter, of) => {
    expect(parameterFault({ ...parameter } as never, of)?.code).toBe(code);
  });
});
