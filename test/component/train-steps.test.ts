import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { OwnRecipe } from '../../shared/contract/schemas/own-recipe.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainStepView from '../../renderer/views/TrainStepView.vue';
import TrainView from '../../renderer/views/TrainView.vue';
import { createScriptedHost, someRun, specOf } from '../fixtures/scripted-host.ts';
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
afterEach(() => close());

const hostWith = (handlers: Partial<Handlers<HostCalls>> = {}) =>
  createScriptedHost({
    'datasets.list': () => [mnist],
    'runs.plan': ({ recipe }) => ({
      trainCount: recipe.validation.kind === 'none' ? 60_000 : 54_000,
      validationCount: recipe.validation.kind === 'none' ? 0 : 6000,
      stepsPerEpoch: Math.ceil(54_000 / recipe.batchSize),
      totalSteps: Math.ceil(54_000 / recipe.batchSize) * recipe.epochs,
      memory: { free: 16e9, imageBytes: 47_040_000 },
      disk: { free: 100e9 },
    }),
    ...handlers,
  });

async function open(step: string, handlers: Partial<Handlers<HostCalls>> = {}, again = false) {
  const studio = await openStudio(hostWith(handlers), TrainStepView, `/train/${step}`, '/train/:step', again);
  close = studio.close;
  const rail = (): string[] =>
    [...document.querySelectorAll('nav ol li')].map((one) => one.textContent?.replace(/\s+/g, ' ').trim() ?? '');
  return { ...studio, rail };
}

describe('the rail', () => {
  test('says of each step whether it is complete, and what is chosen in it', async () => {
    const { rail } = await open('model');
    await vi.waitFor(() => expect(rail()[3]).toContain('nothing to warn of'));
    expect(rail()).toEqual([
      expect.stringMatching(/^Data.*complete.*MNIST · 54,000 \+ 6,000 for validation$/),
      expect.stringMatching(/^Model.*complete.*Tutorial · 225,034 parameters$/),
      expect.stringMatching(/^Recipe.*complete.*Adam 0\.001 · 10 epochs$/),
      expect.stringMatching(/^Review.*complete/),
      expect.stringContaining('Run'),
    ]);
    expect(document.querySelector('[aria-current=step]')!.textContent).toContain('Model');
  });

  test('names the step that is to be mended, and what needs a look', async () => {
    const { rail } = await open('review');
    const draft = useTrainDraft();
    draft.fields.validation = 'none';
    draft.fields.earlyStopping = true;
    await flushPromises();
    expect(rail()[2]).toContain('to be mended');
    expect(rail()[3]).toContain('once the steps before are complete');
    draft.fields.earlyStopping = false;
    draft.fields.learningRate = 2;
    await vi.waitFor(() => expect(rail()[3]).toContain('1 thing to look at'));
    expect(rail()[3]).toContain('worth a look');
  });

  test('keeps a step open whose field cannot be meant, so that nothing typed is lost', async () => {
    const { router, rail } = await open('recipe');
    const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === 'Epochs')!;
    const epochs = document.getElementById(label.htmlFor) as HTMLInputElement;
    epochs.value = '5000';
    epochs.dispatchEvent(new Event('input', { bubbles: true }));
    epochs.dispatchEvent(new Event('blur'));
    await flushPromises();
    expect(rail()[2]).toContain('Epochs: Between 1 and 1,000.');
    await router.push('/other/train/review').catch(() => undefined);
    expect(router.currentRoute.value.path).toBe('/train/recipe');
    expect(document.activeElement).toBe(epochs);
    expect(epochs.value).toBe('5000');
    await router.push('/other/home');
    expect(router.currentRoute.value.path).toBe('/other/home');
  });
});

describe('the review', () => {
  test('says in words what a start will do, and starts it', async () => {
    const started: string[] = [];
    const { text, button } = await open('review', {
      'runs.start': (request) => (
        started.push(request.name),
        someRun('new', { spec: specOf(request), status: 'queued' })
      ),
    });
    await vi.waitFor(() => expect(text()).toContain('Nothing speaks against a start.'));
    expect(text()).toContain('Tutorial with 225,034 parameters begins with new weights, drawn by seed 1.');
    expect(text()).toContain('Each epoch sees 54,000 images of MNIST.');
    expect(text()).toContain('It takes 10 epochs of 422 steps with 128 images each: 4,220 steps in all.');
    expect(text()).toContain('The weights with the highest accuracy there');
    expect(text()).toMatch(/Disk\s*up to/);
    button(/^Start training/).click();
    await vi.waitFor(() => expect(started).toEqual(['Tutorial, run 1']));
  });

  test('mends by one click, which undo takes back, and the focus stays in the list', async () => {
    const { text, button } = await open('review');
    const draft = useTrainDraft();
    Object.assign(draft.fields, { learningRate: 2, rotation: 120 });
    await vi.waitFor(() => expect(text()).toContain('The learning rate 2 is likely too high'));
    expect(text()).toContain('some signs become others: 6/9');
    button(/^Rotation: 15/).click();
    await flushPromises();
    expect(draft.fields.rotation).toBe(15);
    expect(document.activeElement?.textContent).toBe('What to look at');
    button(/^Set the learning rate to/).click();
    await vi.waitFor(() => expect(text()).toContain('Nothing speaks against a start.'));
    draft.undo();
    await vi.waitFor(() => expect(text()).toContain('The learning rate 2 is likely too high'));
    expect(draft.fields.rotation).toBe(15);
  });
});

describe('the draft', () => {
  test('is there again in the next window, on every step and on the one page', async () => {
    await open('recipe');
    const draft = useTrainDraft();
    draft.choosePreset('vit');
    Object.assign(draft.fields, { epochs: 33, limit: 5000, shift: 3, seeds: 4 });
    draft.changeData({ invert: true });
    draft.name = 'Tonight';
    await flushPromises();
    const before = draft.spec('x');
    close();
    const { wrapper, text } = await openStudio(hostWith(), TrainView, '/', '/', true).then((studio) => {
      ({ close } = studio);
      return studio;
    });
    expect(wrapper.exists()).toBe(true);
    const next = useTrainDraft();
    expect(next).not.toBe(draft);
    expect(next.presetId).toBe('vit');
    expect(next.fields).toMatchObject({ epochs: 33, limit: 5000, shift: 3, seeds: 4 });
    await vi.waitFor(() => expect(next.spec('x')).toEqual({ ...before, name: 'Tonight' }));
    expect(next.canUndo).toBe(false);
    expect(text()).toContain('Step by step');
  });

  test.each([
    ['torn', '{"version":1,"epochs":'],
    ['another version', JSON.stringify({ version: 2 })],
    ['no draft', '[]'],
  ])('that is %s begins anew', async (_, kept) => {
    localStorage.clear();
    localStorage.setItem('inkstone-train-draft', kept);
    await open('data', {}, true);
    expect(useTrainDraft().presetId).toBe('tutorial');
  });

  test.each([
    ['epochs', 0],
    ['learningRate', -1],
    ['batchSize', 1e9],
    ['validationPercent', 80],
    ['optimizer', 'lion'],
  ])('whose %s no recipe could have begins anew', async (field, value) => {
    await open('data');
    useTrainDraft().choosePreset('quick');
    await flushPromises();
    close();
    const kept = JSON.parse(localStorage.getItem('inkstone-train-draft')!) as object;
    localStorage.setItem('inkstone-train-draft', JSON.stringify({ ...kept, [field]: value }));
    await open('data', {}, true);
    expect(useTrainDraft().presetId).toBe('tutorial');
  });

  test('for larger images keeps its pixels, though their size is known only later', async () => {
    const large = {
      ...mnist,
      id: 'set-0123456789abcdef' as const,
      task: { ...DIGITS, inputShape: [56, 56, 1] as [number, number, 1] },
    };
    const handlers = { 'datasets.list': () => [mnist, large] };
    await open('data', handlers);
    const draft = useTrainDraft();
    draft.chooseDataset(large.id);
    Object.assign(draft.fields, { rotation: 12, shift: 4, zoom: 0.1, shear: 8 });
    await flushPromises();
    close();
    await open('data', handlers, true);
    expect(useTrainDraft().fields.shift).toBe(4);
  });
});

describe('recipes of one’s own', () => {
  const { recipe } = findPreset('residual')!;
  const own: OwnRecipe = { version: 1, id: 'my-long', name: 'Long', recipe: { ...recipe, epochs: 77 } };

  test('are taken with all but what is no part of a recipe', async () => {
    const { button } = await open('recipe', { 'recipes.list': () => [own] });
    const draft = useTrainDraft();
    draft.fields.limit = 5000;
    await flushPromises();
    button(/^Long$/).click();
    await flushPromises();
    expect(draft.recipe).toEqual(own.recipe);
    expect(draft.fields.limit).toBe(5000);
    expect(draft.presetId).toBe('tutorial');
    draft.undo();
    expect(draft.recipe.epochs).toBe(10);
  });

  test('are saved under a name that no other has', async () => {
    const saved: unknown[] = [];
    const { button, text } = await open('recipe', {
      'recipes.list': () => [own],
      'recipes.save': (asked) => (saved.push(asked.name), { ...asked, id: 'my-new' }),
    });
    button(/^Save this recipe…$/).click();
    await flushPromises();
    const name = document.querySelector<HTMLInputElement>('[role=dialog] input')!;
    const type = async (value: string): Promise<void> => {
      name.value = value;
      name.dispatchEvent(new Event('input', { bubbles: true }));
      name.form!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      await flushPromises();
    };
    await type('Long');
    expect(text()).toContain('One of your recipes has this name already');
    await type('Longer');
    await vi.waitFor(() => expect(saved).toEqual(['Longer']));
    expect(text()).toContain('The recipe “Longer” was saved');
  });
});
