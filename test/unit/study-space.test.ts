import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppError, ErrorParams } from '../../shared/contract/errors.ts';
import { spaceSchema, type Space } from '../../shared/contract/schemas/study.ts';
import { stream } from '../../shared/random/random.ts';
import { checkSpace, requestOf } from '../../shared/study/check-space.ts';
import { contains, drawEvenly, fromScale, sizeOf, toScale, toUnit, valueAt } from '../../shared/study/dimension.ts';
import { parseSpace } from '../../shared/study/parse-space.ts';
import { settingAt } from '../../shared/study/settings.ts';
import { allSettings, isActive, isOfSpace, readSpace, settle } from '../../shared/study/space.ts';
import { errorLines } from '../../shared/words/error-words.ts';
import { someRequest } from '../fixtures/scripted-host.ts';
import { anySpace, someStudy } from '../fixtures/studies.ts';

function thrown(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was thrown');
}

/** What is wrong with a space, as `PATH: REASON`; empty where nothing is. */
function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, params } = error as AppError;
    return code === 'space-invalid' ? `${String(params['path'])}: ${String(params['reason'])}` : code;
  }
  return '';
}

const check = (space: Space): string => faultOf(() => checkSpace({ base: someRequest(), space }));

describe('a space', () => {
  it('draws only what its parameters may have, and nothing whose conditions do not hold', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (space, seed) => {
        const dimensions = readSpace(spaceSchema.parse(space));
        const random = stream(seed, 'study');
        for (let i = 0; i < 20; i++) {
          const settings = settle(dimensions, (dimension) => drawEvenly(dimension, random));
          expect(isOfSpace(dimensions, settings)).toBe(true);
          for (const dimension of dimensions) {
            const value = settings[dimension.path];
            expect(value !== undefined).toBe(isActive(dimension, settings));
            if (value === undefined) continue;
            expect(contains(dimension, value)).toBe(true);
            expect(toUnit(dimension, value)).toBeGreaterThanOrEqual(-1e-9);
            expect(toUnit(dimension, value)).toBeLessThanOrEqual(1 + 1e-9);
            if (dimension.kind === 'number')
              expect(fromScale(dimension, toScale(dimension, value))).toBeCloseTo(value as number, 5);
          }
        }
      }),
    );
  });

  it('puts what others depend on first, whatever the order in the file', () => {
    fc.assert(
      fc.property(anySpace, (space) => {
        const paths = readSpace(space).map(({ path }) => path);
        for (const { path, when } of readSpace(space))
          for (const condition of when) expect(paths.indexOf(condition.path)).toBeLessThan(paths.indexOf(path));
      }),
    );
  });

  it('writes steps as a person would, and reaches the upper end through rounding', () => {
    const [dimension] = readSpace({ 'recipe.labelSmoothing': { low: 0, high: 0.3, step: 0.1 } });
    expect(Array.from({ length: sizeOf(dimension!) }, (_, i) => valueAt(dimension!, i))).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('draws both ends of whole numbers as often as the others', () => {
    const [dimension] = readSpace({ 'recipe.epochs': { low: 1, high: 4, int: true } });
    const random = stream(1, 'study');
    const counts = new Map<unknown, number>();
    for (let i = 0; i < 4000; i++) {
      const value = drawEvenly(dimension!, random);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(900);
  });

  it('as a grid has every combination once, and only those of conditions that hold', () => {
    const dimensions = readSpace({
      'recipe.schedule.kind': { choices: ['constant', 'cosine', 'step'] },
      'recipe.schedule.final': { low: 0, high: 0.2, step: 0.1, when: { 'recipe.schedule.kind': 'cosine' } },
      'recipe.batchSize': { choices: [32, 64] },
    });
    const all = allSettings(dimensions, 100);
    expect(all).toHaveLength(2 * (1 + 3 + 1));
    expect(new Set(all.map((settings) => JSON.stringify(settings)))).toHaveProperty('size', all.length);
    expect(all.every((settings) => isOfSpace(dimensions, settings))).toBe(true);
    expect(faultOf(() => allSettings(dimensions, 9))).toBe('space-too-large');
    expect(faultOf(() => allSettings(readSpace({ 'recipe.epochs': { low: 1, high: 2 } }), 9))).toMatch(
      /^recipe.epochs: grid-endless$/,
    );
  });

  it.each<[string, Space]>([
    ['recipe.seed: fixed', { 'recipe.seed': { choices: [1, 2] } }],
    ['recipe.validation.fraction: fixed', { 'recipe.validation.fraction': { low: 0.1, high: 0.5 } }],
    ['recipe.epochs: not-above', { 'recipe.epochs': { low: 2, high: 2, int: true } }],
    ['recipe.epochs: log-not-positive', { 'recipe.epochs': { low: 0, high: 2, log: true } }],
    ['recipe.epochs: log-with-step', { 'recipe.epochs': { low: 1, high: 9, log: true, step: 1 } }],
    ['recipe.epochs: not-whole', { 'recipe.epochs': { low: 1, high: 2.5, int: true } }],
    ['recipe.epochs: step-too-large', { 'recipe.epochs': { low: 1, high: 2, step: 3 } }],
    ...[
      { low: 0.1, high: 0.10000000000000002 },
      { low: 0.1, high: 0.10000000000000002, log: true },
      { low: 5e-324, high: 1e-323 },
      { low: -1.7e308, high: 1.7e308 },
      { low: 0.1, high: 1, step: 1e-12 },
      { low: 0.1, high: 1, step: 5e-324 },
      { low: 1, high: 9e15, int: true },
    ].map((range): [string, Space] => ['recipe.epochs: too-fine', { 'recipe.epochs': range }]),
    ['recipe.epochs: choice-twice', { 'recipe.epochs': { choices: [1, 1] } }],
    [
      'recipe.ema.decay: within-part',
      { 'recipe.ema': { choices: [null] }, 'recipe.ema.decay': { low: 0.9, high: 0.99 } },
    ],
    ['recipe.epochs: when-not-searched', { 'recipe.epochs': { choices: [1], when: { 'recipe.ema': null } } }],
    [
      'recipe.epochs: when-never',
      { 'recipe.epochs': { choices: [1], when: { 'recipe.batchSize': 7 } }, 'recipe.batchSize': { choices: [8] } },
    ],
    [
      'recipe.epochs: when-circle',
      {
        'recipe.epochs': { choices: [1], when: { 'recipe.batchSize': 8 } },
        'recipe.batchSize': { choices: [8], when: { 'recipe.epochs': 1 } },
      },
    ],
    ['from.freeze: not-tuned', { 'from.freeze': { choices: ['none', 'features'] } }],
    ['from.model: fixed', { 'from.model': { choices: ['starter'] } }],
    // What the options themselves say.
    ['recipe.batchSize: too-small', { 'recipe.batchSize': { choices: [0] } }],
    ['recipe.epochs: too-large', { 'recipe.epochs': { low: 1, high: 5000, int: true } }],
    ['recipe.optimizer.lerningRate: no-option', { 'recipe.optimizer.lerningRate': { low: 0.1, high: 0.2 } }],
    ['recipe.optimiser: no-option', { 'recipe.optimiser': { choices: [null] } }],
    ['recipe.schedule.final: no-option', { 'recipe.schedule.final': { low: 0, high: 0.2 } }],
    ['model.layers.99.filters: no-option', { 'model.layers.99.filters': { choices: [8] } }],
    ['recipe.constructor: no-option', { 'recipe.constructor': { choices: [1] } }],
  ])('refuses: %s', (fault, space) => {
    expect(check(spaceSchema.parse(space))).toBe(fault);
  });

  it('says what is wrong with it in both languages, with all facts', () => {
    const space: Space = {
      'recipe.epochs': { choices: [1], when: { 'recipe.batchSize': 7 } },
      'recipe.batchSize': { choices: [8] },
    };
    const fault = thrown(() => checkSpace({ base: someRequest(), space }));
    expect(errorLines(fault, 'en')[1]).toBe(
      '  The entry recipe.epochs is searched only where recipe.batchSize is 7, which it never is.',
    );
    expect(errorLines(fault, 'zh')[1]).toBe(
      '  recipe.epochs 这一项只在 recipe.batchSize 为 7 时搜索，而它从不取此值。',
    );
    // What a schema says in English is told in words of our own, too.
    const refused = thrown(() => parseSpace({ 'recipe.epochs': { low: '1', high: 2 } }));
    expect(errorLines(refused, 'zh')[1]).toBe('  recipe.epochs.low 这一项必须是数值。');
    expect(refused.params).toMatchObject({ path: 'recipe.epochs.low', reason: 'needs-number' });
  });

  it.each<[string, unknown, ErrorParams]>([
    ['unknown-names', { 'recipe.epochs': { low: 1, high: 2, hihg: 3 } }, { path: 'recipe.epochs', names: ['hihg'] }],
    ['too-short', { 'recipe.epochs': { choices: [] } }, { path: 'recipe.epochs.choices', least: 1 }],
    ['needs-list', { 'recipe.epochs': { choices: 3 } }, { path: 'recipe.epochs.choices' }],
    ['too-small', { 'recipe.epochs': { low: 1, high: 2, step: 0 } }, { path: 'recipe.epochs.step', least: 0 }],
    ['needs-object', 7, { path: 'space' }],
    ['not-a-path', { epochs: { choices: [1] } }, { path: 'epochs' }],
    ['parameter-count', {}, { path: 'space', most: 50 }],
  ])('written down wrongly is refused as %s', (reason, written, facts) => {
    expect(thrown(() => parseSpace(written)).params).toEqual({ reason, ...facts });
  });

  it('takes options of every kind, also those that exist only beside another value', () => {
    const space: Space = {
      'recipe.optimizer.name': { choices: ['adam', 'sgd', 'momentum'] },
      'recipe.optimizer.learningRate': { low: 1e-4, high: 0.1, log: true },
      'recipe.optimizer.momentum': { low: 0.5, high: 0.99, when: { 'recipe.optimizer.name': 'momentum' } },
      'recipe.ema': { choices: [null, { decay: 0.99 }] },
      'recipe.schedule': { choices: [{ kind: 'constant' }, { kind: 'cosine' }] },
      'recipe.augmentation.rotation': { low: 0, high: 15 },
      'model.layers.0.filters': { low: 4, high: 32, int: true, log: true },
      'model.layers.0.kernelSize': {
        choices: [
          [3, 3],
          [5, 5],
        ],
      },
      'data.limit': { choices: [1000, 2000] },
    };
    expect(check(spaceSchema.parse(space))).toBe('');
    const request = requestOf(someRequest(), {
      'model.layers.0.filters': 12,
      'recipe.schedule': { kind: 'cosine' },
      'recipe.ema': null,
    });
    expect(settingAt(request, 'model.layers.0.filters')).toBe(12);
    expect(request.recipe.schedule).toEqual({ kind: 'cosine', final: 0 });
    // What is not searched stays, and the base is not touched.
    expect(request.recipe.optimizer).toEqual(someRequest().recipe.optimizer);
    expect(settingAt(someRequest(), 'model.layers.0.filters')).not.toBe(12);
  });

  it('of a fine-tune has no layers, which are the trained model’s own', () => {
    const from = { model: 'starter' as const, freeze: 'none' as const, head: 'keep' as const };
    const space: Space = { 'model.layers.0.filters': { choices: [4, 8] } };
    expect(faultOf(() => checkSpace({ base: { ...someRequest(), from }, space }))).toBe(
      'model.layers.0.filters: fixed',
    );
  });

  it('needs validation images', () => {
    const { base, space } = someStudy();
    const unvalidated = { ...base, recipe: { ...base.recipe, validation: { kind: 'none' as const } } };
    expect(faultOf(() => checkSpace({ base: unvalidated, space }))).toBe('search-unvalidated');
  });
});
