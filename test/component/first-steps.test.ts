import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { ModelInfo, ModelRef } from '../../shared/contract/schemas/predict.ts';
import type { Run, RunRequest } from '../../shared/contract/schemas/run.ts';
import { settingsSchema, type Settings } from '../../shared/contract/schemas/settings.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { quick } from '../../shared/model/presets/quick.ts';
import GeneralCard from '../../renderer/features/settings/GeneralCard.vue';
import { useDraw } from '../../renderer/stores/draw.ts';
import HomeView from '../../renderer/views/HomeView.vue';
import { someDataset } from '../fixtures/dataset-calls.ts';
import { createScriptedHost, someRun, specOf } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const absent: DatasetInfo = { ...someDataset, status: { state: 'absent' } };
const synthetic: DatasetInfo = {
  ...{ id: 'synthetic', name: 'Synthetic digits', kind: 'synthetic', status: { state: 'absent' } },
  ...{ trainCount: 60_000, testCount: 10_000, task: DIGITS, framing: 'centred', origin: null },
};
const model = (ref: ModelRef): ModelInfo => ({
  ...{ ref, name: ref, task: DIGITS, framing: 'centred', parameters: 1, createdAt: 1000 },
  ...{ parent: null, test: null },
});
const result: NonNullable<Run['result']> = {
  tests: [{ dataset: 'synthetic', accuracy: 0.9912, loss: 0.03, n: 100, interval95: [0.98, 0.999], confusion: [] }],
  ...{ weightsSha256: 'ab'.repeat(32), imagesPerSecond: 1000, seconds: 6 },
};

let close: () => void = () => undefined;
beforeEach(() => {
  HTMLElement.prototype.setPointerCapture ??= () => undefined;
});
afterEach(() => close());

async function open({ runs = [], view = HomeView }: { runs?: Run[]; view?: typeof HomeView } = {}) {
  const settings: Settings = settingsSchema.parse({ version: 1 });
  const asked: string[] = [];
  const started: RunRequest[] = [];
  const models = [model('starter')];
  const datasets = new Map([absent, synthetic].map((info) => [info.id, info]));
  const host = createScriptedHost({
    'app.info': () => ({
      version: '0',
      commandLine: 'inkstone',
      host: 'web',
      platform: 'linux',
      dialogs: true,
      systemLanguage: 'en',
    }),
    'settings.get': () => settings,
    'settings.update': (patch) => ({ ...Object.assign(settings, patch) }),
    'settings.setMnistFolder': () => (asked.push('folder'), settings),
    'files.pick': () => ({ handle: '0123456789abcdef', name: 'mnist' }),
    'storage.info': () => ({
      ...{ folder: '/home/ann/inkstone', runs: { count: 0, bytes: 0 }, datasets: { count: 0, bytes: 0 } },
      ...{ freeBytes: 5e9, mnist: { folder: null, from: 'download' as const } },
    }),
    'datasets.list': () => [...datasets.values()],
    'datasets.download': () => (asked.push('download'), null),
    'runs.list': () => runs,
    'runs.start': (request) => {
      started.push(request);
      return someRun('one', { status: 'running', spec: specOf(request) });
    },
    'models.list': (page) => models.filter(({ ref }) => page?.refs?.includes(ref) ?? true),
    'models.predict': () => ({
      items: [{ index: 7, label: '7', probabilities: DIGITS.classes.map(() => 0.1), known: null, outsider: null }],
      milliseconds: 1,
    }),
  });
  const studio = await openStudio(host, view, '/', '/');
  close = studio.close;
  const drawSeven = async (): Promise<void> => {
    const { sketch } = useDraw();
    sketch.begin([0.2, 0.2]);
    sketch.extend([[0.8, 0.8]]);
    sketch.end();
    await vi.waitFor(() => expect(useDraw().reading).not.toBeNull());
    await flushPromises();
  };
  const press = async (name: RegExp): Promise<void> => {
    studio.button(name).click();
    await flushPromises();
  };
  /** The step that is to be done next. */
  const now = () =>
    document
      .querySelector('[aria-current=step] h3')
      ?.textContent?.replace(/^\W*\d/, '')
      .trim();
  return { ...studio, host, settings, asked, started, models, drawSeven, press, now };
}

test('who is new draws, chooses data, trains and looks again, each step by what was really done', async () => {
  const { host, settings, started, models, drawSeven, press, now, text } = await open();
  expect(now()).toBe('Write a digit');
  expect(text()).toContain('/home/ann/inkstone');
  await drawSeven();
  expect(now()).toBe('Choose data');
  await press(/^Synthetic/);
  expect(now()).toBe('Train a model');
  await press(/^Train$/);
  expect(started).toMatchObject([{ preset: 'quick', model: quick.model, data: { datasets: ['synthetic'] } }]);
  const run = someRun('one', { spec: specOf(started[0]!) });
  host.emit('run.changed', run);
  await flushPromises();
  expect(now()).toBe('Train a model');
  models.push(model('one'));
  host.emit('run.changed', { ...run, status: 'finished', result });
  await vi.waitFor(() => expect(now()).toBe('Look again'));
  expect(text()).toContain('test 99.12%');
  await press(/^Read with my model/);
  await vi.waitFor(() => expect(text()).toContain('That was the whole way'));
  expect(settings).toMatchObject({ drawModel: 'one', firstSteps: { looked: true, closed: false } });
  await press(/^Back to the starter/);
  expect(settings.drawModel).toBe('starter');
  await press(/^Close$/);
  expect(text()).not.toContain('whole way');
  expect(text()).toContain('Recent runs');
});

test('a download that fails says so in its step, and other data can be chosen', async () => {
  const { host, asked, drawSeven, press, now, text } = await open();
  await drawSeven();
  await press(/^Download MNIST/);
  expect(asked).toEqual(['download']);
  const error = { code: 'download-failed', params: { url: 'https://example.org', reason: 'offline' } } as const;
  host.emit('dataset.changed', { ...absent, status: { state: 'failed', error } });
  await flushPromises();
  expect(now()).toBe('Choose data');
  expect(document.querySelector('[aria-current=step] [role=alert]')).not.toBeNull();
  expect(text()).toContain('Check the network and try again');
  await press(/^Choose other data/);
  await press(/^From a folder/);
  expect(asked).toContain('folder');
  host.emit('dataset.changed', { ...absent, status: { state: 'ready' } });
  await vi.waitFor(() => expect(now()).toBe('Train a model'));
  expect(text()).toContain('MNIST');
});

test('whoever has chosen data may train without having drawn, and the keyboard keeps its place in the step', async () => {
  const { button, started, press, now } = await open();
  const place = () => document.activeElement?.closest('li')?.querySelector('h3')?.textContent;
  button(/^Synthetic/).focus();
  await press(/^Synthetic/);
  expect(place()).toContain('Choose data');
  expect(now()).toBe('Write a digit');
  button(/^Train$/).focus();
  await press(/^Train$/);
  expect(started).toHaveLength(1);
  expect(place()).toContain('Train a model');
});

test('a training that ends without a model can be tried again', async () => {
  const { host, settings, started, drawSeven, press, now } = await open();
  await drawSeven();
  await press(/^Synthetic/);
  await press(/^Train$/);
  host.emit('run.changed', someRun('one', { status: 'stopped', spec: specOf(started[0]!) }));
  await flushPromises();
  expect(now()).toBe('Train a model');
  await press(/^Train again/);
  expect(started).toHaveLength(2);
  expect(settings.firstSteps).toMatchObject({ data: 'synthetic' });
});

test('who has runs already is not asked, and Settings shows the steps once more', async () => {
  const { text } = await open({ runs: [someRun('old', { status: 'finished', result })] });
  expect(text()).not.toContain('First steps');
  close();
  const { settings, press } = await open({ view: GeneralCard as typeof HomeView });
  await press(/^Show again/);
  expect(settings.firstSteps).toMatchObject({ drawn: false, closed: false });
});
