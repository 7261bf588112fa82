import { describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { readSpaceFile, recipeWith, spaceFileOf } from '../../shared/study/space-file.ts';
import { someRequest } from '../fixtures/scripted-host.ts';
import { someStudy } from '../fixtures/studies.ts';

const throughFile = (study = someStudy()) => readSpaceFile(JSON.parse(JSON.stringify(spaceFileOf(study))));

describe('a file of a space', () => {
  it('gives a form all of the study back but the sampler’s seed, which is the recipe’s', () => {
    const study = someStudy({
      sampler: 'random',
      pruner: { kind: 'asha', minimum: 2, reduction: 4 },
      budget: { minutes: 12.5 },
      queue: 'redis://10.0.0.7',
    });
    study.base.data = { datasets: ['mnist', 'synthetic'], limit: 500, transforms: { only: ['1', '7'] } };
    const { base, space, search, unread } = throughFile(study);
    expect(base).toEqual({
      preset: 'tutorial',
      datasets: ['mnist', 'synthetic'],
      limit: 500,
      transforms: { only: ['1', '7'] },
      recipe: study.base.recipe,
    });
    expect(space).toEqual(study.space);
    const { sampler, pruner, objectives, budget, seeds, queue, name } = study;
    expect(search).toEqual({ sampler, pruner, objectives, budget, seeds, queue, name });
    expect(unread).toEqual([]);
  });

  it('names one of the studio’s presets, and has any other model whole', () => {
    const base = someRequest();
    delete base.preset;
    const { model } = PRESETS.find(({ id }) => id === 'mlp')!;
    expect(throughFile(someStudy({ base: { ...base, model } })).base).toMatchObject({ model });
    expect(throughFile(someStudy({ base: { ...base, preset: 'my-own', model } })).base.preset).toBeUndefined();
  });

  it('may be written by hand, and says what only the command line reads of it', () => {
    const base = {
      preset: 'mlp',
      data: 'mnist',
      epochs: 3,
      batchSize: 32,
      recipe: { labelSmoothing: 0.1 },
      augment: 'light',
    };
    const space = { 'recipe.batchSize': { choices: [16, 32] } };
    expect(readSpaceFile({ base, space })).toEqual({
      base: { preset: 'mlp', datasets: ['mnist'], recipe: { epochs: 3, batchSize: 32, labelSmoothing: 0.1 } },
      space,
      search: {},
      unread: ['augment'],
    });
    const { recipe } = someRequest();
    const changed = { ...recipe, epochs: 3, batchSize: 32, labelSmoothing: 0.1 };
    expect(recipeWith(recipe, readSpaceFile({ base, space }).base)).toEqual(changed);
    expect(() => recipeWith(recipe, readSpaceFile({ base: { recipe: { epochs: 'many' } }, space }).base)).toThrow();
  });

  it.each([
    ['file', 7],
    ['file', { space: {}, spaces: {} }],
    ['file.search.sampler', { space: {}, search: { sampler: 'magic' } }],
    ['base.epochs', { base: { epochs: 0 }, space: {} }],
    ['file.space', { base: {} }],
    ['space', { space: {} }],
    ['recipe.epochs.high', { space: { 'recipe.epochs': { low: 1 } } }],
  ])('is refused at %s', (path, content) => {
    let fault: unknown;
    try {
      readSpaceFile(content);
    } catch (thrown) {
      fault = thrown;
    }
    expect((fault as AppError).code).toBe('space-invalid');
    expect((fault as AppError).params['path']).toBe(path);
  });
});
