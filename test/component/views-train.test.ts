import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { RunRequest } from '../../shared/contract/schemas/run.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { createScriptedHost, someRun, someSpeed, someStatus, specOf } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const mnist = (status: DatasetInfo['status']): DatasetInfo => ({
  id: 'mnist',
  name: 'MNIST',
  kind: 'mnist',
  status,
  trainCount: status.state === 'ready' ? 60_000 : 0,
  testCount: status.state === 'ready' ? 10_000 : 0,
  task: DIGITS,
  framing: 'centred',
  origin: null,
});
const synthetic: DatasetInfo = { ...mnist({ state: 'absent' }), id: 'synthetic', name: 'Synthetic', kind: 'synthetic' };

let close: () => void = () => undefined;
afterEach(() => close());

/** Waits as long as a busy machine needs. */

async function open(datasets: DatasetInfo[], handlers: Partial<Handlers<HostCalls>> = {}) {
  const started: RunRequest[] = [];
  const downloads: string[] = [];
  const host = createScriptedHost({
    'datasets.list': () => datasets,
    'datasets.download': ({ id }) => (downloads.push(id), null),
    'datasets.preview': () => ({
      images: new Uint8Array(784 * 10),
      labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      places: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      task: DIGITS,
      histogram: Array<number>(10).fill(6000),
    }),
    'runs.plan': ({ recipe }) => ({
      trainCount: 54_000,
      validationCount: 6_000,
      stepsPerEpoch: 422,
      totalSteps: 422 * recipe.epochs,
    }),
    'runs.start': (request) => (started.push(request), someRun('new-run', { spec: specOf(request), status: 'queued' })),
    ...handlers,
  });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const press = async (selector: string, name: RegExp): Promise<void> => {
    [...document.querySelectorAll<HTMLElement>(selector)]
      .find((one) => name.test(one.textContent?.trim() ?? ''))!
      .click();
    await flushPromises();
  };
  const type = async (label: string, value: string): Promise<void> => {
    const found = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === label)!;
    const input = document.getElementById(found.htmlFor) as HTMLInputElement;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
  };
  return { ...studio, started, downloads, press, type };
}

test('one click starts the tutorial on MNIST and opens the run', async () => {
  const { button, router, started, text } = await open([mnist({ state: 'ready' }), synthetic]);
  await vi.waitFor(() => expect(text()).toContain('4,220'));
  button(/^Start training/).click();
  await flushPromises();
  await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('new-run'));
  expect(started).toHaveLength(1);
  expect(started[0]).toMatchObject({
    name: 'Tutorial, run 1',
    preset: 'tutorial',
    data: { datasets: ['mnist'] },
    recipe: { epochs: 10, batchSize: 128, optimizer: { name: 'adam', learningRate: 0.001 }, seed: 1 },
  });
});

test('memory is told with the plan, and so is that it may run out', async () => {
  const plan = (free: number) => ({
    trainCount: 54_000,
    validationCount: 6_000,
    stepsPerEpoch: 422,
    totalSteps: 4220,
    memory: { free, imageBytes: 47_040_000 },
  });
  const small = await open([mnist({ state: 'ready' }), synthetic], { 'runs.plan': () => plan(500e6) });
  await vi.waitFor(() => expect(small.text()).toContain('500 MB are free'));
  small.close();
  const large = await open([mnist({ state: 'ready' }), synthetic], { 'runs.plan': () => plan(16e9) });
  await vi.waitFor(() => expect(large.text()).toMatch(/Memory\s*up to/));
  expect(large.text()).not.toContain('are free');
});

test('without MNIST the synthetic set is taken, said to be synthetic, and MNIST is offered', async () => {
  const { button, text, downloads } = await open([mnist({ state: 'absent' }), synthetic]);
  expect(useTrainDraft().chosen).toEqual(['synthetic']);
  expect(text()).toContain('generator, not by people');
  button(/^Download/).click();
  await flushPromises();
  expect(downloads).toEqual(['mnist']);
});

test('a set that is not here cannot be started with, and the page says why', async () => {
  const { button, started, text } = await open([mnist({ state: 'absent' }), synthetic]);
  document.querySelector<HTMLElement>('[role=checkbox][aria-checked=false]')!.click();
  await flushPromises();
  expect(text()).toContain('“MNIST” is not on this machine yet');
  expect(button(/^Start training/).disabled).toBe(true);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }));
  await flushPromises();
  expect(started).toEqual([]);
});

test('what stands in the fields is sent, or nothing: a start leads to the number that cannot be meant', async () => {
  const { started, text, button } = await open([mnist({ state: 'ready' }), synthetic]);
  const inputs = (name: string): HTMLInputElement =>
    [...document.querySelectorAll('input')].find(
      (input) => document.querySelector(`label[for="${input.id}"]`)?.textContent?.trim() === name,
    )!;
  /** Letter by letter, and out of the field. */
  const type = async (input: HTMLInputElement, value: string): Promise<void> => {
    for (let n = 1; n <= value.length; n++) {
      input.value = value.slice(0, n);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await flushPromises();
    }
    input.dispatchEvent(new Event('blur'));
    await flushPromises();
  };
  const [epochs, images] = [inputs('Epochs'), inputs('Images to use')];
  await type(epochs, '9999999');
  await type(images, '100000');
  expect(text()).toContain('Epochs: Between 1 and 1,000.');
  button(/^Start training/).click();
  await flushPromises();
  expect(document.activeElement).toBe(epochs);
  await type(epochs, '3');
  expect(text()).toContain('Images to use: Between 10 and 60,000.');
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }));
  await flushPromises();
  expect(document.activeElement).toBe(images);
  expect(started).toEqual([]);
  expect(useTrainDraft().data).toEqual({ datasets: ['mnist'] });

  await type(images, '５０００');
  await type(inputs('Learning rate'), '0,002');
  button(/^Start training/).click();
  await vi.waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({
    data: { limit: 5000 },
    recipe: { epochs: 3, optimizer: { learningRate: 0.002 } },
  });
});

test('a preset fills the form in anew, whatever could not be meant in it', async () => {
  const { text } = await open([mnist({ state: 'ready' })]);
  const draft = useTrainDraft();
  const [seed] = [...document.querySelectorAll('input')].filter((input) => input.value === '1');
  seed!.value = 'none';
  seed!.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
  expect(draft.ready).toBe(false);
  expect(text()).toContain('Enter a whole number');
  draft.choosePreset('quick');
  await flushPromises();
  expect(draft.ready).toBe(true);
  expect(text()).not.toContain('Enter a whole number');
});

test("another optimizer brings Keras's rate and decay, but never over the user's own", async () => {
  await open([mnist({ state: 'ready' })]);
  const draft = useTrainDraft();
  draft.chooseOptimizer('sgd');
  expect(draft.fields.learningRate).toBe(0.01);
  draft.chooseOptimizer('adamw');
  expect(draft.recipe.optimizer).toMatchObject({ learningRate: 0.001, weightDecay: 0.004 });
  draft.fields.learningRate = 0.05;
  draft.chooseOptimizer('adam');
  expect(draft.fields.learningRate).toBe(0.05);
});

describe('the plan', () => {
  const plan = (): string => document.querySelector('.plan')!.textContent ?? '';

  test('says the model, the optimizer, the rate, and by a probe of this very model how long it will take', async () => {
    const probed: unknown[] = [];
    const { press } = await open([mnist({ state: 'ready' })], {
      'engine.probe': (subject) => (probed.push(subject?.model.name), someSpeed()),
    });
    expect(plan()).toContain('Tutorial');
    expect(plan()).toContain('Adam');
    expect(plan()).toContain('0.001');
    // 10 epochs of 54,000 images and, at a third of their cost, 6,000 more.
    await vi.waitFor(() => expect(plan()).toContain('about 9:20 (training and validation)'));
    await press('[role=radio]', /^Quick/);
    expect(plan()).not.toContain('about 9:20');
    await vi.waitFor(() => expect(plan()).toMatch(/about \d+:\d+/));
    expect(plan()).toContain('peak');
    expect(probed).toHaveLength(2);
    expect(probed[0]).not.toEqual(probed[1]);
  });

  test('measures when it is asked to where the engine was not started', async () => {
    let asked = 0;
    const { button } = await open([mnist({ state: 'ready' })], {
      'engine.status': () => someStatus({ state: 'stopped' }),
      'engine.probe': () => (asked++, someSpeed()),
    });
    await vi.waitFor(() => expect(plan()).toContain('4,220'));
    expect(asked).toBe(0);
    button(/^Measure the time$/).click();
    await vi.waitFor(() => expect(plan()).toContain('about 9:20'));
    expect(asked).toBe(1);
  });

  test('leaves open what is not known while a field cannot be meant', async () => {
    const { type } = await open([mnist({ state: 'ready' })]);
    await vi.waitFor(() => expect(plan()).toContain('4,220'));
    await type('Epochs', '0');
    await vi.waitFor(() => expect(plan()).toContain('Epochs–'));
    expect(plan()).toContain('Total steps–');
    expect(plan()).toContain('Learning rate–');
  });
});
