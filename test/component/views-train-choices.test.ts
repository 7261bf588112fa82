import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';
import type { UserPreset } from '../../shared/contract/schemas/preset.ts';
import { PRESETS, findPreset } from '../../shared/model/presets/index.ts';
import { groupSpecs } from '../../shared/runs/group-specs.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import { DIGITS } from '../../shared/task/digits.ts';
import { createScriptedHost, someRun, someSpec, specOf } from '../fixtures/scripted-host.ts';
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

/** Waits as long as a busy machine needs. */

let close: () => void = () => undefined;
afterEach(() => close());

async function open(handlers: Partial<Handlers<HostCalls>> = {}) {
  const host = createScriptedHost({ 'datasets.list': () => [mnist], ...handlers });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const named = <T extends HTMLElement>(selector: string, name: RegExp): T => {
    const found = [...document.querySelectorAll<T>(selector)].find((one) => name.test(one.textContent?.trim() ?? ''));
    if (found === undefined) throw new Error(`no ${selector} ${String(name)}`);
    return found;
  };
  const press = async (selector: string, name: RegExp): Promise<void> => {
    named(selector, name).click();
    await flushPromises();
  };
  const type = async (label: string, value: string): Promise<void> => {
    const { htmlFor } = named<HTMLLabelElement>('label', new RegExp(`^${label}$`));
    const input = document.getElementById(htmlFor) as HTMLInputElement;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
  };
  return { host, ...studio, press, type };
}

describe('presets', () => {
  test('all of them can be chosen; model and recipe come with them, the seed and the images stay', async () => {
    const { press, text } = await open();
    const draft = useTrainDraft();
    draft.fields.seed = 7;
    draft.fields.limit = 500;
    const radios = [...document.querySelectorAll<HTMLElement>('.picker [role=radio]')];
    expect(radios.map((radio) => radio.getAttribute('value')).sort()).toEqual(PRESETS.map(({ id }) => id).sort());
    await press('[role=radio]', /LSTM/);
    const { model, recipe } = findPreset('lstm')!;
    expect(draft.presetId).toBe('lstm');
    expect(draft.model).toEqual(model);
    expect(draft.recipe).toEqual({ ...recipe, seed: 7 });
    expect(draft.data).toEqual({ datasets: ['mnist'], limit: 500 });
    expect(text()).toContain('Reads the image row by row');
  });

  test('an earlier run is taken as it was, though no preset has its model', async () => {
    const { text } = await open();
    const draft = useTrainDraft();
    const other = { ...findPreset('mlp')!.model, name: 'Changed since' };
    draft.takeFrom({ ...someSpec(), preset: 'mlp', model: other });
    await flushPromises();
    expect(draft.presetId).toBeNull();
    expect(draft.spec('x')).toMatchObject({ model: other });
    expect(draft.spec('x')).not.toHaveProperty('preset');
    expect(text()).toContain('Model and recipe of an earlier run');
  });
});

describe('a choice that only validation can serve', () => {
  test('is refused where validation is chosen, though it stands further down, folded away', async () => {
    const { press, text } = await open();
    const draft = useTrainDraft();
    draft.fields.earlyStopping = true;
    await press('[role=radio]', /^None$/);
    expect(text()).toContain('Early stopping needs validation images');
    expect(draft.spec('x')).toBeNull();
    expect(draft.ready).toBe(false);
    draft.fields.schedule = 'plateau';
    await flushPromises();
    expect(text()).toContain('Early stopping and “Reduce on plateau” need validation images');
    draft.fields.earlyStopping = false;
    await flushPromises();
    expect(text()).toContain('“Reduce on plateau” needs validation images');
    await press('[role=radio]', /^Cross-validation$/);
    expect(text()).not.toContain('needs validation images');
    await vi.waitFor(() => expect(draft.ready).toBe(true));
    expect(draft.spec('x')!.recipe).toMatchObject({ schedule: { kind: 'plateau' }, validation: { kind: 'fold' } });
  });
});

describe('presets of one’s own', () => {
  let kept: UserPreset[];
  beforeEach(() => (kept = []));
  const handlers = (): Partial<Handlers<HostCalls>> => ({
    'presets.list': () => kept,
    'presets.save': (given) => {
      const preset = { ...given, id: given.id ?? `my-${given.name.toLowerCase().replaceAll(' ', '-')}` };
      kept = [...kept.filter(({ id }) => id !== preset.id), preset];
      return preset;
    },
    'presets.remove': ({ id }) => {
      kept = kept.filter((preset) => preset.id !== id);
      return null;
    },
  });

  test('are saved as they stand, shown, removed and taken back', async () => {
    const studio = await open(handlers());
    const { host, press, text } = studio;
    await press('[role=radio]', /ViT/);
    useTrainDraft().fields.epochs = 3;
    await press('button', /^Save as a preset/);
    const input = document.querySelector<HTMLInputElement>('[role=dialog] input')!;
    const submit = (): Promise<void> => press('[role=dialog] button', /^Save$/);
    await submit();
    expect(text()).toContain('Give it a name');
    input.value = 'Small ViT';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('[role=dialog] form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await vi.waitFor(() => expect(kept).toHaveLength(1));
    expect(kept[0]).toMatchObject({ name: 'Small ViT', model: { name: 'Small ViT' }, recipe: { epochs: 3 } });
    host.emit('presets.changed', kept);
    await vi.waitFor(() => expect(document.querySelector('[value=my-small-vit]')).not.toBeNull());
    expect(useTrainDraft().presetId).toBe('my-small-vit');

    document
      .querySelector<HTMLElement>('[aria-label="More actions for “Small ViT”"]')!
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await flushPromises();
    await press('[role=menuitem]', /^Remove/);
    await vi.waitFor(() => expect(kept).toEqual([]));
    await press('button', /^Undo$/);
    await vi.waitFor(() => expect(kept.map(({ name }) => name)).toEqual(['Small ViT']));
  });
});

describe('several runs at once', () => {
  test('seeds are started as a group, and the list of that group is shown', async () => {
    const asked: unknown[] = [];
    const { press, type, router } = await open({
      'runs.startGroup': ({ spec, group }) => {
        asked.push(group);
        return groupSpecs(specOf(spec), group, 'the-group').map((one, i) => someRun(`run-${i}`, { spec: one }));
      },
    });
    await type('Number of seeds', '3');
    await press('button', /^Start 3 runs/);
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ group: 'the-group' }));
    expect(asked).toEqual([{ kind: 'seeds', count: 3 }]);
  });

  test('folds take the place of seeds', async () => {
    const { press, button } = await open();
    const draft = useTrainDraft();
    draft.fields.seeds = 4;
    await press('[role=radio]', /^Cross-validation$/);
    expect(draft.group).toEqual({ kind: 'folds', count: 5 });
    expect(draft.recipe.validation).toEqual({ kind: 'fold', folds: 5, index: 0 });
    expect(button(/^Start 5 runs/).disabled).toBe(false);
  });
});

test('what only validation can serve is refused without it, and said where it stands', async () => {
  const started: unknown[] = [];
  const refuse = (spec: unknown): never => {
    started.push(spec);
    throw new AppError('busy');
  };
  const { button, text } = await open({ 'runs.start': refuse });
  const draft = useTrainDraft();
  Object.assign(draft.fields, { earlyStopping: true, validation: 'none' });
  await flushPromises();
  // Said where validation is chosen, and at the switch itself.
  expect(text()).toContain('Validation images: Early stopping needs validation images');
  expect(text()).toContain('Needs validation images.');
  button(/^Start training/).click();
  await flushPromises();
  expect(document.activeElement?.getAttribute('role')).toBe('radio');
  Object.assign(draft.fields, { earlyStopping: false, schedule: 'plateau' });
  await flushPromises();
  expect(text()).toContain('Validation images: “Reduce on plateau” needs validation images');
  button(/^Start training/).click();
  await flushPromises();
  expect(document.activeElement?.getAttribute('role')).toBe('radio');
  expect(started).toEqual([]);

  draft.fields.validation = 'tail';
  await flushPromises();
  expect(text()).not.toContain('Needs validation images.');
  button(/^Start training/).click();
  await vi.waitFor(() => expect(started).toHaveLength(1));
});

describe('the learning-rate finder', () => {
  const curve: LearningRateCurve = {
    points: Array.from({ length: 60 }, (_, i) => ({ learningRate: 1e-6 * 10 ** (i / 10), loss: 2.3 + i / 60 })),
    suggestion: 0.0042,
  };

  test('shows what it found and puts the suggestion into the form', async () => {
    let answer: (curve: LearningRateCurve) => void = () => undefined;
    const { press, text } = await open({
      'runs.findLearningRate': () => new Promise<LearningRateCurve>((resolve) => (answer = resolve)),
    });
    await press('button', /^Find/);
    await vi.waitFor(() => expect(text()).toContain('Trying rates from small to large'));
    answer(curve);
    await vi.waitFor(() => expect(text()).toContain('Suggested: 0.0042'));
    await press('button', /^Use it$/);
    expect(useTrainDraft().fields.learningRate).toBe(0.0042);
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  test('is cancelled with its dialog', async () => {
    let cancelled = false;
    const { press, text } = await open({
      'runs.findLearningRate': (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            cancelled = true;
            reject(new AppError('cancelled'));
          }),
        ),
    });
    await press('button', /^Find/);
    await vi.waitFor(() => expect(text()).toContain('Trying rates'));
    await press('[role=dialog] button', /^Cancel$/);
    await vi.waitFor(() => expect(cancelled).toBe(true));
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  test('says that a run has the engine, and tries again', async () => {
    let busy = true;
    const { press, text } = await open({
      'runs.findLearningRate': () => {
        if (busy) throw new AppError('busy-with-run', { run: 'Yesterday’s' });
        return { ...curve, suggestion: null };
      },
    });
    await press('button', /^Find/);
    await vi.waitFor(() => expect(text()).toContain('The run “Yesterday’s” has it'));
    busy = false;
    await press('[role=dialog] button', /^Try again$/);
    await vi.waitFor(() => expect(text()).toContain('No suggestion'));
  });
});
