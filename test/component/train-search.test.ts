import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { studySpecSchema, type StudySpec } from '../../shared/contract/schemas/study.ts';
import { checkSpace } from '../../shared/study/check-space.ts';
import { allSettings } from '../../shared/study/space.ts';
import { spaceFileOf } from '../../shared/study/space-file.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainStepView from '../../renderer/views/TrainStepView.vue';
import TrainView from '../../renderer/views/TrainView.vue';
import { createScriptedHost, someRequest, specOf } from '../fixtures/scripted-host.ts';
import { someStudy } from '../fixtures/studies.ts';
import { someStudyInfo } from '../fixtures/study-calls.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const mnist: DatasetInfo = {
  id: 'mnist',
  name: 'MNIST',
  kind: 'mnist',
  status: { state: 'ready' },
  trainCount: 60_000,
  testCount: 10_000,
  task: DIGITS,
  framing: 'centred',
  origin: null,
};

let close: () => void = () => undefined;
afterEach(() => {
  close();
  setLanguage('en');
});

/** The studies that the host was asked for, as it parsed them. */
const asked: { planned: StudySpec[]; started: StudySpec[] } = { planned: [], started: [] };
const host = (handlers: Partial<Handlers<HostCalls>> = {}) =>
  createScriptedHost({
    'datasets.list': () => [mnist],
    'runs.plan': ({ recipe }) => ({
      trainCount: 54_000,
      validationCount: 6000,
      stepsPerEpoch: 422,
      totalSteps: 422 * recipe.epochs,
      memory: { free: 16e9, imageBytes: 47_040_000 },
      disk: { free: 100e9 },
    }),
    'studies.plan': (spec) => {
      asked.planned.push(spec);
      const dimensions = checkSpace(spec);
      return { settings: spec.sampler === 'grid' ? allSettings(dimensions, 1000).length : null };
    },
    'studies.start': (spec) => {
      asked.started.push(spec);
      return { ...someStudyInfo, spec };
    },
    ...handlers,
  });

async function open(step: string, again = false) {
  const studio = await openStudio(host(), TrainStepView, `/train/${step}`, '/train/:step', again);
  close = studio.close;
  const draft = useTrainDraft();
  await vi.waitFor(() => expect(draft.plan).not.toBeNull());
  return { ...studio, draft };
}

const button = (name: string): HTMLButtonElement =>
  [...document.querySelectorAll('button')].find(
    (one) => one.getAttribute('aria-label') === name || one.textContent?.trim() === name,
  )!;
async function press(name: string): Promise<void> {
  button(name).click();
  await flushPromises();
}
const popover = (): string => document.querySelector('.ui-popover')?.textContent ?? '';

describe('a field that can be searched', () => {
  test('is picked by the button at its label, shows its range, and is let go again; undo takes each step back', async () => {
    const { draft } = await open('recipe');
    await press('Search this: Learning rate');
    expect(draft.space).toEqual({ 'recipe.optimizer.learningRate': { low: 0.0001, high: 0.01, log: true } });
    expect(popover()).toContain('Search Learning rate');
    expect(document.querySelector('.searched')!.textContent).toContain('0.0001 – 0.01, log');
    await press('Done');
    expect(document.querySelector('.ui-popover')).toBeNull();
    await press('Searched: Learning rate');
    await press('Don’t search it');
    expect([draft.searching, document.querySelector('.searched')]).toEqual([false, null]);
    draft.undo();
    expect(draft.searching).toBe(true);
    draft.undo();
    expect(draft.searching).toBe(false);
    draft.redo();
    await flushPromises();
    expect(Object.keys(draft.space)).toEqual(['recipe.optimizer.learningRate']);
  });

  test('says at once what is wrong with its range, in both languages, and nothing is started with it', async () => {
    const { draft } = await open('recipe');
    await press('Search this: Learning rate');
    draft.setParameter('recipe.optimizer.learningRate', { low: 0.1, high: 0.01, log: true });
    await flushPromises();
    expect(popover()).toContain('The upper end must be above the lower one.');
    setLanguage('zh-CN');
    await flushPromises();
    expect(popover()).toContain('上限必须大于下限。');
    expect(draft.studySpec('No')).toBeNull();
  });

  test('brings the options of other values along, with their condition', async () => {
    const { draft } = await open('recipe');
    expect(button('Search this: Momentum')).toBeUndefined();
    await press('Search this: Optimizer');
    await press('Done');
    await press('Search this: Momentum');
    expect(draft.space['recipe.optimizer.momentum']).toEqual({
      low: 0.5,
      high: 0.99,
      when: { 'recipe.optimizer.name': ['momentum', 'nesterov'] },
    });
    expect(popover()).toContain('Only while Optimizer is SGD with momentum, SGD with Nesterov momentum');
  });

  test('is searched only if another has a certain value, as the user says, and always again', async () => {
    const { draft } = await open('recipe');
    draft.pick('recipe.optimizer.name');
    draft.pick('recipe.epochs');
    await flushPromises();
    await press('Searched: Epochs');
    await press('Search it only for certain values of Optimizer');
    expect(draft.space['recipe.epochs']!.when).toEqual({ 'recipe.optimizer.name': 'sgd' });
    expect(popover()).toContain('Only if Optimizer is');
    const boxes = () => [...document.querySelectorAll<HTMLInputElement>('.condition input')];
    // The last value stays; the focus is on what can be ticked beside it.
    expect([boxes()[0]!.disabled, document.activeElement === boxes()[1]]).toEqual([true, true]);
    boxes()[1]!.click();
    await flushPromises();
    expect(draft.space['recipe.epochs']!.when).toEqual({ 'recipe.optimizer.name': ['sgd', 'momentum'] });
    // With all values it always holds; it stands there once, and nothing goes in a circle.
    for (const box of boxes().filter(({ checked }) => !checked)) {
      box.click();
      await flushPromises();
    }
    expect(draft.space['recipe.epochs']!.when).toBeUndefined();
    expect(document.querySelectorAll('.ui-popover .condition')).toHaveLength(1);
    expect(document.querySelector('.ui-popover .add')).toBeNull();
    // What depends on it already is not offered the other way round.
    await press('Done');
    await press('Searched: Optimizer');
    expect(document.querySelector('.ui-popover .add')).toBeNull();
    await press('Done');
    await press('Searched: Epochs');
    await press('Search it whatever Optimizer is');
    expect(draft.space['recipe.epochs']!.when).toBeUndefined();
    expect(draft.space['recipe.epochs']).toMatchObject({ int: true });
  });

  test('offers nothing on the one page until a search is being made, nor for what is no option of a run', async () => {
    const studio = await openStudio(host(), TrainView, '/train', '/train');
    close = studio.close;
    expect(document.querySelectorAll('[aria-label^="Search this"]')).toHaveLength(0);
    useTrainDraft().pick('recipe.batchSize');
    await flushPromises();
    expect(button('Searched: Batch size')).toBeDefined();
    expect(button('Search this: Learning rate')).toBeDefined();
    expect(button('Search this: Random seed')).toBeUndefined();
  });

  test('of a layer stands in the model’s table', async () => {
    const { draft } = await open('model');
    await press('Search options of Layer 1 · Conv2D');
    const filters = [...document.querySelectorAll<HTMLElement>('.ui-popover .option')].find((one) =>
      one.textContent?.startsWith('Filters'),
    )!;
    filters.click();
    await flushPromises();
    expect(draft.space).toEqual({ 'model.layers.0.filters': { low: 8, high: 128, int: true, log: true } });
    expect(document.querySelector('.chip')!.textContent).toBe('Filters: 8 – 128, log');
    // Another model has no such option: the pick rests, and comes back with its layer.
    draft.choosePreset('mlp');
    expect(draft.searching).toBe(false);
    draft.choosePreset('tutorial');
    expect(draft.searching).toBe(true);
    // An earlier run that is cloned was one run.
    draft.takeFrom(specOf(someRequest()));
    expect(draft.search.searched).toEqual({});
  });
});

describe('the review of a search', () => {
  test('lists what is searched, asks the host what it comes to, and starts it', async () => {
    asked.planned.length = asked.started.length = 0;
    const { draft, router, button: named } = await open('review');
    expect(document.body.textContent).toContain('Every field has one value');
    for (const path of ['recipe.batchSize', 'recipe.optimizer.learningRate', 'model.layers.0.filters'])
      draft.pick(path);
    await vi.waitFor(() => expect(asked.planned).toHaveLength(1));
    expect(document.body.textContent).toContain('Layer 1 · Conv2D · Filters');
    draft.changeSearch({ sampler: 'grid' });
    await flushPromises();
    expect(document.body.textContent).toContain('A grid needs values, whole numbers or steps; not so: Learning rate');
    draft.setParameter('recipe.optimizer.learningRate', { choices: [0.001, 0.01] });
    draft.setParameter('model.layers.0.filters', { low: 8, high: 24, step: 8, int: true });
    await vi.waitFor(() => expect(document.body.textContent).toContain('24 combinations in all'));
    draft.changeSearch({ trials: 3, pruner: 'asha', bestSeeds: 2 });
    const push = vi.spyOn(router, 'push').mockResolvedValue(undefined);
    named(/^Start search/).click();
    await vi.waitFor(() => expect(asked.started).toHaveLength(1));
    expect(asked.started[0]).toEqual({
      ...draft.studySpec('Tutorial, search'),
      sampler: 'grid',
      pruner: { kind: 'asha', minimum: 1, reduction: 3 },
      budget: { trials: 3 },
      seeds: 2,
    });
    expect(push).toHaveBeenCalledWith(`/studies/${someStudyInfo.id}`);
  });

  test('counts the disk of all its runs, says what is searched as such, and repeats no trial by seeds', async () => {
    const { draft, text } = await open('review');
    draft.fields.seeds = 4;
    await vi.waitFor(() => expect(text()).toContain('This is done 4 times'));
    for (const path of ['recipe.optimizer.name', 'recipe.optimizer.learningRate']) draft.pick(path);
    draft.changeSearch({ trials: 5, bestSeeds: 2 });
    await vi.waitFor(() => expect(text()).toContain('Trials differ in'));
    expect(text()).not.toContain('This is done 4 times');
    expect(text()).not.toMatch(/Adam moves the weights/);
    expect(text()).toMatch(/with a learning rate of 0\.0001 – 0\.01, log \(searched\)/);
    expect(text()).toContain('In a search each trial is a single run');
    expect(draft.group).toBeNull();
    const told = (): number => Number(/Disk\s*up to ([\d.]+) MB/.exec(text())![1]);
    await vi.waitFor(() => expect(text()).toMatch(/Disk\s*up to/));
    const six = told();
    draft.changeSearch({ trials: 1, bestSeeds: 1 });
    await flushPromises();
    expect(six / told()).toBeCloseTo(6, 0);
    draft.changeSearch({ budgetBy: 'minutes' });
    await flushPromises();
    expect(text()).not.toMatch(/Disk\s*up to/);
  });

  test('sets validation images aside by one press where the recipe has none', async () => {
    const { draft } = await open('review');
    draft.pick('recipe.epochs');
    draft.fields.validation = 'none';
    await flushPromises();
    await press('Set 10% of the images aside');
    expect(draft.recipe.validation).toEqual({ kind: 'stratified', fraction: 0.1 });
  });

  test('offers seeds of the best for one objective alone, and says why not for several', async () => {
    const { draft, text } = await open('review');
    draft.pick('recipe.batchSize');
    draft.changeSearch({ bestSeeds: 3 });
    await flushPromises();
    expect(text()).toContain('Seeds of the best');
    expect(draft.studySpec('One')!.seeds).toBe(3);
    draft.changeSearch({
      objectives: [...draft.search.objectives, { metric: 'parameters', direction: 'minimize' }],
    });
    await flushPromises();
    expect(text()).not.toContain('Seeds of the best');
    expect(text()).toContain('Several objectives have no single best, so none is repeated');
    expect(draft.studySpec('Two')!.seeds).toBe(1);
  });

  test('is kept for the next window, without what is torn', async () => {
    const { draft } = await open('review');
    draft.pick('recipe.batchSize');
    draft.changeSearch({ trials: 77, queue: 'redis://10.0.0.7' });
    await flushPromises();
    close();
    const kept = JSON.parse(localStorage.getItem('inkstone-train-draft')!) as Record<string, object>;
    kept['searched'] = { ...kept['searched'], 'recipe.epochs': { low: 'two' } };
    kept['sampler'] = ['torn'];
    localStorage.setItem('inkstone-train-draft', JSON.stringify(kept));
    const { draft: next } = await open('review', true);
    expect(Object.keys(next.space)).toEqual(['recipe.batchSize']);
    expect([next.search.trials, next.search.queue, next.search.sampler]).toEqual([77, 'redis://10.0.0.7', 'tpe']);
  });

  test('takes a file of the command line, and makes the study of it', async () => {
    const { draft } = await open('review');
    const study = someStudy({
      sampler: 'random',
      budget: { minutes: 5 },
      seeds: 3,
      pruner: { kind: 'asha', minimum: 2, reduction: 4 },
    });
    study.base.recipe = { ...study.base.recipe, epochs: 4, seed: 7 };
    study.base.data = { datasets: ['mnist'], limit: 600 };
    const file = new File([JSON.stringify(spaceFileOf(study))], 'space.json');
    const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(input, 'files', { value: [file], configurable: true });
    input.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(draft.searching).toBe(true));
    await vi.waitFor(() => expect(draft.studySpec('No')).not.toBeNull());
    const made = studySpecSchema.parse(draft.studySpec('No'));
    expect(made).toEqual({ ...study, base: { ...study.base, name: study.name } });
  });
});
