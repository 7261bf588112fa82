import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { ModelCard, ModelInfo } from '../../shared/contract/schemas/predict.ts';
import type { FineTuneRequest } from '../../shared/contract/schemas/run.ts';
import type { StudySpec } from '../../shared/contract/schemas/study.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { lineReader } from '../../shared/model/presets/line-reader.ts';
import { starter } from '../../shared/model/presets/starter.ts';
import { MARKS } from '../../shared/lines/marks.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { settingWords } from '../../renderer/features/train/search/option-words.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import { createScriptedHost, someRun, someSpec } from '../fixtures/scripted-host.ts';
import { someStudyInfo } from '../fixtures/study-calls.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const LETTERS: Task = { inputShape: [28, 28, 1], classes: ['a', 'b', '3'] };
const OTHER_SIZE: Task = { inputShape: [32, 32, 1], classes: ['0', '1'] };
const set = (id: DatasetInfo['id'], name: string, task: Task, count: number): DatasetInfo => ({
  ...{ id, name, task, framing: 'centred', origin: null, trainCount: count, testCount: 40 },
  kind: id === 'mnist' ? 'mnist' : 'imported',
  status: { state: 'ready' },
});
const MNIST = set('mnist', 'MNIST', DIGITS, 60_000);
const MINE = set('set-00000001', 'My digits', { ...DIGITS, classes: ['3', '7'] }, 200);
const SIGNS = set('set-00000002', 'My letters', LETTERS, 120);
const LARGE = set('set-00000003', 'Large digits', OTHER_SIZE, 100);

const tested = { dataset: 'mnist', accuracy: 0.9962, loss: 0.01, n: 10_000, confusion: [] };
const test0 = { ...tested, interval95: [0.995, 0.997] as [number, number] };
const info: ModelInfo = {
  ...{ ref: 'starter', name: 'Starter', task: DIGITS, framing: 'centred', parameters: 99_000, createdAt: 1 },
  ...{ parent: null, test: test0 },
};
const card: ModelCard = {
  ...{ version: 2, name: 'Starter', task: DIGITS, framing: 'centred', spec: starter.model, parameters: 99_000 },
  ...{ weightsSha256: 'a'.repeat(64), createdAt: 1, trainedOn: ['MNIST'], tests: [test0], command: null },
  ...{ parent: null, known: null, temperature: null },
};

let close: () => void = () => undefined;
afterEach(() => close());

async function open(handlers: Partial<Handlers<HostCalls>> = {}, models = [info]) {
  const started: FineTuneRequest[] = [];
  const planned: CallInput<HostCalls, 'runs.plan'>[] = [];
  const host = createScriptedHost({
    'datasets.list': () => [MNIST, MINE, SIGNS, LARGE],
    'datasets.preview': ({ id }) => {
      const { task } = [MNIST, MINE, SIGNS, LARGE].find((one) => one.id === id)!;
      const [height, width] = task.inputShape;
      const images = new Uint8Array(height * width);
      return { images, labels: [0], places: [0], task, histogram: task.classes.map(() => 10) };
    },
    'models.list': () => models,
    'models.card': () => card,
    'runs.plan': (question) => {
      planned.push(question);
      const counts = { trainCount: 180, validationCount: 20, stepsPerEpoch: 8, totalSteps: 80 };
      return question.from?.replay ? { ...counts, replayCount: 180 } : counts;
    },
    'runs.fineTune': (request) => (started.push(request), someRun('tuned', { status: 'queued' })),
    ...handlers,
  });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const draft = useTrainDraft();
  const choose = async (name: string): Promise<void> => {
    [...document.querySelectorAll<HTMLElement>('[role=radio]')]
      .find((one) => one.textContent?.trim() === name)!
      .click();
    await flushPromises();
  };
  return { ...studio, host, draft, choose, started, planned };
}

/** The radio of a choice by its label. */
const radio = (name: string): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>('[role=radio]')].find((one) => one.textContent?.trim() === name)!;
const plan = (): string => document.querySelector('.plan')!.textContent ?? '';

test('one click goes on from the starter on the chosen data, keeps its head and replays what it was tested on', async () => {
  const { draft, choose, started, planned, button, text, router } = await open();
  draft.chooseDataset(MINE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(plan()).toContain('Goes on fromStarter model'));
  expect(draft.runTask).toEqual(DIGITS);
  expect(text()).toContain('the classes stay the model’s 10');
  expect(text()).toContain('this share comes from MNIST');
  await vi.waitFor(() => expect(plan()).toContain('180 an epoch, MNIST'));
  expect(planned.at(-1)).toMatchObject({ data: { datasets: [MINE.id] }, from: { model: 'starter', head: 'keep' } });
  button(/^Start training/).click();
  await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('tuned'));
  expect(started).toHaveLength(1);
  expect(started[0]).toMatchObject({
    name: 'My digits, fine-tuned 1',
    data: { datasets: [MINE.id] },
    from: { model: 'starter', freeze: 'none', head: 'keep', replay: { datasets: ['mnist'] } },
  });
  expect(started[0]).not.toHaveProperty('model');
});

test('a model that was fine-tuned itself has what its line began with replayed, not the hand that it learnt', async () => {
  const hand = set('set-00000005', 'A hand', DIGITS, 50);
  const base = set('set-00000006', 'What it began with', DIGITS, 5_000);
  const tests = [hand, base].map(({ id }) => ({ ...test0, dataset: id }));
  const { draft, choose } = await open({
    'datasets.list': () => [hand, base, MINE],
    'models.card': () => ({ ...card, tests }),
  });
  draft.chooseDataset(MINE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.from?.replay?.datasets).toEqual([base.id]));
  draft.chooseDataset(hand.id);
  await vi.waitFor(() => expect(draft.from?.replay?.datasets).toEqual([base.id]));
});

test('offers nothing to replay whose ink is framed otherwise than the run’s', async () => {
  const written: DatasetInfo = { ...set('set-00000004', 'As written', DIGITS, 50), framing: 'as-written' };
  const { draft, choose } = await open({ 'datasets.list': () => [MNIST, MINE, written] });
  draft.chooseDataset(MINE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.replayable).toEqual([MNIST.id]));
  draft.tune({ head: 'new' });
  draft.changeData({ resize: { height: 28, width: 28, framing: 'as-written' } });
  await vi.waitFor(() => expect(draft.replayable).toEqual([written.id]));
});

test('is searched as other runs are: what is frozen has its button, and the study begins from the trained model', async () => {
  const studies: StudySpec[] = [];
  const { draft, choose, button } = await open({
    'studies.start': (spec) => (studies.push(spec), { ...someStudyInfo, spec }),
  });
  draft.chooseDataset(MINE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.from?.replay?.datasets).toEqual([MNIST.id]));
  draft.pick('recipe.epochs');
  await flushPromises();
  document.querySelector<HTMLButtonElement>('[aria-label="Search this: Freeze"]')!.click();
  await flushPromises();
  document.querySelector<HTMLButtonElement>('[aria-label="Search this: Share"]')!.click();
  await flushPromises();
  expect(draft.space).toMatchObject({
    'from.freeze': { choices: ['none', 'features'] },
    'from.replay.share': { low: 0.1, high: 0.7 },
  });
  await vi.waitFor(() => expect(draft.ready).toBe(true));
  button(/^Start search/).click();
  await vi.waitFor(() => expect(studies).toHaveLength(1));
  expect(studies[0]).toMatchObject({
    name: 'Starter model, search',
    base: { from: { model: 'starter', head: 'keep' } },
  });
  expect(studies[0]!.base).not.toHaveProperty('preset');
  // A file may name what there is not: it is told as it stands, and the form does not break.
  expect(
    ['none', 'all', ['a', 'b'], null].map((value) => settingWords('from.freeze', value, createFormat('en'))),
  ).toEqual(['Nothing', 'all', 'a, b', 'off']);
});

describe('the head', () => {
  test('is new, and cannot be kept, where the data have classes that the model was never taught', async () => {
    const { draft, choose, text, started, button } = await open();
    draft.chooseDataset(SIGNS.id);
    await choose('A trained model');
    await vi.waitFor(() => expect(text()).toContain('The model was never taught a, b'));
    expect(radio('Keep').disabled).toBe(true);
    expect(radio('New').getAttribute('aria-checked')).toBe('true');
    expect(draft.runTask.classes).toEqual(LETTERS.classes);
    expect(draft.model.layers.at(-1)).toMatchObject({ units: 3 });
    button(/^Start training/).click();
    await vi.waitFor(() => expect(started[0]?.from.head).toBe('new'));
  });

  test('follows the data, and a wish for a new one stays', async () => {
    const { draft, choose } = await open();
    draft.chooseDataset(MINE.id);
    await choose('A trained model');
    await vi.waitFor(() => expect(draft.tuned?.head).toBe('keep'));
    draft.chooseDataset(SIGNS.id);
    expect(draft.tuned?.head).toBe('new');
    // Signs that the model was never taught are learnt at another rate.
    expect(draft.fields).toMatchObject({ learningRate: 0.002, headRate: 2 });
    draft.chooseDataset(MINE.id);
    expect(draft.fields).toMatchObject({ learningRate: 0.0005, headRate: 1 });
    expect(draft.tuned?.head).toBe('keep');
    await choose('New');
    expect(draft.tuned).toMatchObject({ head: 'new', task: { classes: ['3', '7'] } });
  });
});

describe('what is frozen', () => {
  test('is told layer by layer, with how many numbers are left to train', async () => {
    const { draft, choose, text } = await open();
    draft.chooseDataset(MINE.id);
    await choose('A trained model');
    await choose('Features');
    await vi.waitFor(() => expect(draft.from?.freeze).toBe('features'));
    const { trainable } = draft.tuned!.taken!;
    expect(trainable).toBeGreaterThan(0);
    expect(trainable).toBeLessThan(draft.info!.parameters / 2);
    expect(text()).toContain(`${trainable.toLocaleString('en')} of ${draft.info!.parameters.toLocaleString('en')}`);
    expect(document.querySelectorAll('td.state.frozen').length).toBeGreaterThan(0);
    // The features' rate has nothing to act on.
    draft.fields.featuresRate = 0.5;
    expect(draft.from?.rates).toBeUndefined();
  });

  test('can be chosen layer by layer; all of them leave nothing to train, and that is said', async () => {
    const { draft, choose, text, button } = await open();
    draft.chooseDataset(MINE.id);
    await choose('A trained model');
    await choose('Chosen layers');
    const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('td input')];
    await vi.waitFor(() => expect(boxes().length).toBeGreaterThan(2));
    boxes()[0]!.click();
    await flushPromises();
    expect(draft.from?.freeze).toEqual(['conv2d']);
    expect(boxes()[0]!.checked).toBe(true);
    for (const box of boxes().slice(1)) {
      box.click();
      await flushPromises();
    }
    expect(draft.fault?.code).toBe('model-invalid');
    expect(text()).toContain('leave at least one layer to train');
    expect(button(/^Start training/).disabled).toBe(true);
    // The ticks are still there to be taken back.
    boxes().at(-1)!.click();
    await flushPromises();
    expect(draft.fault).toBeNull();
    expect(button(/^Start training/).disabled).toBe(false);
  });
});

test('rates by group are sent where they are not 1', async () => {
  const { draft, choose } = await open();
  draft.chooseDataset(MINE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.from).not.toBeNull());
  expect(draft.from?.rates).toBeUndefined();
  draft.fields.featuresRate = 0.1;
  draft.fields.headRate = 4;
  expect(draft.from?.rates).toEqual({ features: 0.1, head: 4 });
});

test('data of another size say so, and are brought to the model’s by one click', async () => {
  const { draft, choose, text, button } = await open();
  draft.chooseDataset(LARGE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.fault?.code).toBe('model-other-size'));
  expect(text()).toContain('The model reads 28 × 28 × 1');
  expect(button(/^Start training/).disabled).toBe(true);
  button(/^Bring the images to 28 × 28$/).click();
  await flushPromises();
  expect(draft.fault).toBeNull();
  expect(draft.data.transforms).toEqual({ resize: { height: 28, width: 28 } });
});

test('data that it trains on anyway are not replayed, and nothing is where nothing fits', async () => {
  const { draft, choose, text } = await open();
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.from).not.toBeNull());
  expect(draft.chosen).toEqual(['mnist']);
  expect(draft.replayable).toEqual([MINE.id, SIGNS.id]);
  expect(draft.from?.replay).toBeUndefined();
  draft.chooseDataset(LARGE.id);
  draft.changeData({ resize: { height: 28, width: 28 } });
  await flushPromises();
  expect(draft.replayed).toEqual(['mnist']);
  draft.tune({ replay: [] });
  await flushPromises();
  expect(draft.from?.replay).toBeUndefined();
  expect(text()).toContain('or freeze the features');
});

test('the recipe is a fine-tune’s, follows the data until the user changes it, and comes back with new weights', async () => {
  const { draft, choose } = await open();
  draft.fields.epochs = 7;
  draft.chooseDataset(MINE.id);
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.from).not.toBeNull());
  const few = draft.fields.epochs;
  draft.chooseDataset('mnist');
  expect(draft.fields.epochs).toBeLessThan(few);
  draft.fields.epochs = 5;
  draft.chooseDataset(MINE.id);
  expect(draft.fields.epochs).toBe(5);
  await choose('New weights');
  expect(draft.fields.epochs).toBe(7);
  expect(draft.tuning).toBeNull();
});

test('every choice is undone and done again', async () => {
  const { draft, choose } = await open();
  draft.chooseDataset(MINE.id);
  await flushPromises();
  await choose('A trained model');
  await vi.waitFor(() => expect(draft.from).not.toBeNull());
  await flushPromises();
  const begun = draft.from;
  await choose('Features');
  await choose('New');
  draft.tune({ replay: [] });
  await flushPromises();
  const end = draft.from;
  for (let i = 0; i < 3; i++) draft.undo();
  expect(draft.from).toEqual(begun);
  draft.undo();
  expect(draft.tuning).toBeNull();
  for (let i = 0; i < 4; i++) draft.redo();
  expect(draft.from).toEqual(end);
});

test('one fine-tune is one run: neither seeds nor folds are offered', async () => {
  const { draft, choose } = await open();
  draft.fields.seeds = 3;
  expect(draft.group).toEqual({ kind: 'seeds', count: 3 });
  await choose('A trained model');
  expect(draft.group).toBeNull();
  expect(radio('Cross-validation').disabled).toBe(true);
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === 'Number of seeds')!;
  expect((document.getElementById(label.htmlFor) as HTMLInputElement).disabled).toBe(true);
});

test('a model that cannot be had is told, and nothing can be started', async () => {
  const { draft, choose, text, button } = await open({
    'models.card': () => {
      throw new AppError('model-not-found', { folder: 'starter' });
    },
  });
  await choose('A trained model');
  await vi.waitFor(() => expect(text()).toContain('This model can no longer be found'));
  expect(draft.from).toBeNull();
  expect(button(/^Start training/).disabled).toBe(true);
});

test('without any model only new weights are offered', async () => {
  const { text } = await open({}, []);
  expect(radio('A trained model').disabled).toBe(true);
  expect(text()).toContain('No trained model is here');
});

test('an earlier fine-tune is taken as it was', async () => {
  const { draft } = await open();
  const from = {
    ...{ model: 'starter' as const, name: 'Starter', weightsSha256: 'a'.repeat(64), freeze: ['conv2d'] },
    ...{
      head: 'keep' as const,
      rates: { features: 0.5, conv2d_1: 2 },
      replay: { datasets: ['mnist' as const], share: 0.4 },
    },
  };
  const spec = { ...someSpec(), data: { datasets: [MINE.id] }, preset: undefined, model: starter.model, from };
  draft.takeFrom(spec);
  await vi.waitFor(() => expect(draft.from).not.toBeNull());
  expect(draft.from).toEqual({
    ...{ model: 'starter', freeze: ['conv2d'], head: 'keep', rates: { features: 0.5, conv2d_1: 2 } },
    replay: { datasets: ['mnist'], share: 0.4 },
  });
});

describe('a model of lines', () => {
  // The preset is written for twenty classes.
  const classes = [...DIGITS.classes, ...MARKS];
  const spec = fitModel(lineReader.model, { inputShape: [32, 160, 1], classes, reads: 'line' });
  const task: Task = { inputShape: [32, 160, 1], classes, reads: 'line' };
  const shipped: ModelInfo = {
    ...info,
    ref: 'line-reader',
    name: 'Line reader',
    task,
    framing: 'as-written',
    test: null,
  };
  const shippedCard: ModelCard = { ...card, name: 'Line reader', task, framing: 'as-written', spec, tests: [] };
  const lines = (handlers: Partial<Handlers<HostCalls>> = {}) =>
    open({ 'models.card': ({ model }) => (model === 'line-reader' ? shippedCard : card), ...handlers }, [
      info,
      shipped,
    ]);

  test('is offered as what to go on from: the data compose its lines, beside those of what it read before', async () => {
    const { draft, started, planned, button, text, router } = await lines();
    draft.chooseDataset(MINE.id);
    draft.beginWith('line-reader');
    await vi.waitFor(() => expect(plan()).toContain('Goes on fromLine reader'));
    // The hand has two digits: no lines of numbers can be composed of it, but the model’s classes stay.
    expect(draft.lines).toMatchObject({ texts: 'signs', width: 160, perEpoch: 3200 });
    expect(draft.runTask.classes).toEqual(classes);
    expect(radio('Single signs').disabled).toBe(true);
    expect(radio('Lines of numbers').disabled).toBe(false);
    expect(text()).toContain('this share is composed of signs of MNIST');
    await vi.waitFor(() =>
      expect(planned.at(-1)).toMatchObject({
        data: { lines: { texts: 'signs' } },
        from: { model: 'line-reader', head: 'keep' },
      }),
    );
    expect(plan()).toContain('Training lines');
    button(/^Start training/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('tuned'));
    expect(started[0]).toMatchObject({
      data: { datasets: [MINE.id], lines: { texts: 'signs', width: 160 } },
      recipe: { optimizer: { learningRate: 0.0005 }, batchSize: 64, gradientClip: { kind: 'norm', limit: 3 } },
      from: { model: 'line-reader', head: 'keep', replay: { datasets: ['mnist'] } },
    });
  });

  test('composes lines of numbers where the data have all digits, and gives them up for single signs again', async () => {
    const { draft, choose } = await lines();
    draft.chooseDataset('mnist');
    draft.beginWith('line-reader');
    expect(draft.lines?.texts).toBe('numbers');
    expect(draft.fault).toBeNull();
    await vi.waitFor(() => expect(draft.ready).toBe(true));
    draft.beginWith('starter');
    expect(draft.lines).toBeNull();
    expect(draft.recipe.batchSize).toBe(32);
    draft.beginWith('line-reader');
    await choose('New weights');
    expect(draft.lines).toBeNull();
    expect(draft.tuning).toBeNull();
  });

  test('needs a new head for signs that it was never taught', async () => {
    const { draft } = await lines();
    draft.chooseDataset(SIGNS.id);
    draft.beginWith('line-reader');
    await vi.waitFor(() => expect(draft.tuned?.head).toBe('new'));
    expect(draft.fault).toBeNull();
    expect(draft.runTask).toEqual({ inputShape: [32, 160, 1], classes: LETTERS.classes, reads: 'line' });
    expect(draft.model.layers.at(-1)).toMatchObject({ units: LETTERS.classes.length + 1 });
  });
});
