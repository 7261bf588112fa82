import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipeFieldsSchema } from '../../shared/contract/schemas/recipe.ts';
import type { Recipe, RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import { LIGHT, NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { scheduleFactor } from '../../shared/model/schedule.ts';
import { levelOf } from '../../renderer/features/train/augmentation-level.ts';
import { recipeSummary } from '../../renderer/features/train/describe-recipe.ts';
import { scheduleCurve } from '../../renderer/features/train/schedule-curve.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { fieldsFrom } from '../../renderer/stores/fields-from.ts';
import { recipeFrom } from '../../renderer/stores/recipe-from.ts';

const recipe = (changes: Partial<RecipeInput> = {}): Recipe =>
  recipeFieldsSchema.parse({
    version: 2,
    optimizer: { name: 'adam' },
    batchSize: 128,
    epochs: 10,
    validation: { kind: 'stratified', fraction: 0.1 },
    augmentation: NO_AUGMENTATION,
    seed: 1,
    ...changes,
  });

const share = fc.integer({ min: 1, max: 99 }).map((n) => n / 100);
const constants = { learningRate: share, weightDecay: share };
const recipes = fc.record<RecipeInput>({
  version: fc.constant(2 as const),
  optimizer: fc.oneof(
    fc.record({ name: fc.constant('sgd' as const), ...constants }),
    fc.record({ name: fc.constantFrom('momentum' as const, 'nesterov' as const), momentum: share, ...constants }),
    fc.record({ name: fc.constant('rmsprop' as const), rho: share, epsilon: share, ...constants }),
    fc.record({
      name: fc.constantFrom('adam' as const, 'adamw' as const),
      beta1: share,
      beta2: share,
      epsilon: share,
      ...constants,
    }),
  ),
  schedule: fc.oneof(
    fc.constant({ kind: 'constant' as const }),
    fc.record({ kind: fc.constant('step' as const), everyEpochs: fc.integer({ min: 1, max: 9 }), factor: share }),
    fc.record({ kind: fc.constant('cosine' as const), final: share }),
    fc.record({ kind: fc.constant('oneCycle' as const), warmUp: share, start: share, final: share }),
    fc.record({
      kind: fc.constant('plateau' as const),
      factor: share,
      patience: fc.integer({ min: 1, max: 9 }),
      minimum: share,
    }),
  ),
  warmUpEpochs: share,
  batchSize: fc.integer({ min: 1, max: 4096 }),
  epochs: fc.integer({ min: 1, max: 1000 }),
  validation: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.record({ kind: fc.constantFrom('stratified' as const, 'tail' as const), fraction: share.map((n) => n / 2) }),
    fc.record({
      kind: fc.constant('fold' as const),
      folds: fc.integer({ min: 2, max: 20 }),
      index: fc.constant(0),
    }),
  ),
  augmentation: fc.record({ rotation: share, shift: share, elastic: share, erase: share, noise: share }),
  labelSmoothing: share.map((n) => n / 2),
  gradientClip: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.record({ kind: fc.constantFrom('value' as const, 'norm' as const), limit: share }),
  ),
  ema: fc.option(fc.record({ decay: share })),
  earlyStopping: fc.option(fc.record({ patience: fc.integer({ min: 1, max: 100 }), restoreBest: fc.boolean() })),
  classBalance: fc.constantFrom('none' as const, 'weighted' as const),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
});

describe('the form', () => {
  it('says every recipe exactly: filled in and read again, it is the same', () => {
    fc.assert(
      fc.property(recipes, (input) => {
        const one = recipeFieldsSchema.parse(input);
        expect(recipeFrom(fieldsFrom(one))).toEqual(one);
      }),
    );
  });

  it.each(PRESETS.map(({ id, recipe: own }) => [id, own] as const))('holds the recipe of %s', (_, own) => {
    expect(recipeFrom(fieldsFrom(own))).toEqual(own);
  });

  it('keeps what another choice had set while one looks at a third', () => {
    const fields = fieldsFrom(recipe({ schedule: { kind: 'cosine', final: 0.2 } }));
    fields.schedule = 'step';
    expect(recipeFrom(fields).schedule).toEqual({ kind: 'step', everyEpochs: 5, factor: 0.5 });
    fields.schedule = 'cosine';
    expect(recipeFrom(fields).schedule).toEqual({ kind: 'cosine', final: 0.2 });
  });
});

describe('the words for an augmentation', () => {
  it('are a level’s while nothing was changed by hand', () => {
    expect(levelOf(NO_AUGMENTATION, DIGITS)).toBe('none');
    expect(levelOf(LIGHT, DIGITS)).toBe('light');
    expect(levelOf({ ...LIGHT, shift: 4 }, { ...DIGITS, inputShape: [56, 56, 1] })).toBe('light');
    expect(levelOf({ ...LIGHT, erase: 4 }, DIGITS)).toBe('custom');
  });
});

describe('the curve of a schedule', () => {
  it.each(['constant', 'step', 'cosine', 'oneCycle', 'plateau'] as const)('is the trainer’s own: %s', (kind) => {
    const one = recipe({ schedule: { kind }, warmUpEpochs: 0.5 });
    const { epochs, rates } = scheduleCurve(one);
    const at = (step: number): number => 0.001 * scheduleFactor(one, step, 400);
    expect([rates[0], rates.at(-1)]).toEqual([at(1), at(4000)]);
    epochs.slice(1).forEach((epoch, i) => expect(rates[i + 1]).toBe(at(Math.round(epoch * 400))));
    expect([epochs[0], epochs.at(-1)]).toEqual([0, 10]);
  });

  it('has its corners and stairs where they are, however long the run', () => {
    const long = recipe({
      epochs: 1000,
      warmUpEpochs: 0.25,
      schedule: { kind: 'step', everyEpochs: 300, factor: 0.1 },
    });
    const { epochs, rates } = scheduleCurve(long);
    expect(rates[epochs.indexOf(0.25)]).toBe(0.001);
    for (const stair of [300, 600, 900]) {
      const before = epochs.indexOf(stair);
      expect(epochs[before + 1]! - stair).toBeCloseTo(1 / 400);
      expect(rates[before + 1]! / rates[before]!).toBeCloseTo(0.1);
    }
    const cycle = recipe({ epochs: 1000, schedule: { kind: 'oneCycle', warmUp: 0.3 } });
    expect(Math.max(...scheduleCurve(cycle).rates)).toBeCloseTo(0.001, 9);
  });
});

describe('a recipe in a line', () => {
  it('tells what is set and leaves out what is not', () => {
    setLanguage('en');
    const format = createFormat('en');
    expect(recipeSummary(recipe(), format)).toBe('');
    const rich = recipe({
      schedule: { kind: 'step', everyEpochs: 1, factor: 0.5 },
      ema: { decay: 0.999 },
      earlyStopping: { patience: 1, restoreBest: true },
      gradientClip: { kind: 'norm', limit: 1 },
    });
    expect(recipeSummary(rich, format)).toBe(
      'Schedule × 0.5 every 1 epoch · Gradient clipping global norm 1 · Weight averaging (EMA) decay 0.999 · ' +
        'Early stopping after 1 epoch, best restored',
    );
  });
});
