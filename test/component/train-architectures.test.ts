import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import type { Architecture } from '../../shared/contract/schemas/architecture.ts';
import type { RunRequest } from '../../shared/contract/schemas/run.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { modelOf } from '../../renderer/stores/architectures.ts';
import { useToasts } from '../../renderer/ui/index.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import { someArchitecture } from '../fixtures/architecture-examples.ts';
import { createScriptedHost, someRun, someSpec, specOf } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const mnist: DatasetInfo = {
  ...{ id: 'mnist', name: 'MNIST', kind: 'mnist', status: { state: 'ready' }, trainCount: 60_000, testCount: 10_000 },
  ...{ task: DIGITS, framing: 'centred', origin: null },
};
/** As it was three savings ago, and as it is. */
const earlier = { ...someArchitecture.content, layers: findPreset('mlp')!.model.layers };
const own: Architecture = someArchitecture;
const versions = [
  { revision: 7, savedAt: 2_000, layers: own.content.layers.length },
  { revision: 4, savedAt: 1_000, layers: earlier.layers.length },
];

let close: () => void = () => undefined;
afterEach(() => close());

async function open(all: Architecture[] = [own]) {
  const started: RunRequest[] = [];
  const host = createScriptedHost({
    'datasets.list': () => [mnist],
    'architectures.list': () => all,
    'architectures.versions': () => versions,
    'architectures.version': ({ revision }) => (revision === 7 ? own.content : earlier),
    'runs.plan': ({ recipe }) => ({
      ...{ trainCount: 54_000, validationCount: 6_000, stepsPerEpoch: 422, totalSteps: 422 * recipe.epochs },
    }),
    'runs.start': (request) => (started.push(request), someRun('new-run', { spec: specOf(request), status: 'queued' })),
  });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const radio = (name: RegExp): HTMLElement | undefined =>
    [...document.querySelectorAll<HTMLElement>('.picker [role=radio]')].find((one) => name.test(one.textContent ?? ''));
  await vi.waitFor(() => expect(radio(/version/)).toBeDefined());
  return { host, started, radio, ...studio };
}
const shownVersion = (): string => document.querySelector('.version [role=combobox]')!.textContent!.trim();

test('an architecture of one’s own stands among the presets with its version, and is trained under its name', async () => {
  const { radio, started, button } = await open();
  const one = radio(/我的结构/)!;
  expect(one.textContent).toMatch(/My architectures\s*我的结构\s*version 7/);
  one.click();
  await flushPromises();
  const draft = useTrainDraft();
  expect(draft.presetId).toBe(own.id);
  expect(draft.model).toEqual(modelOf(own.name, own.content));
  await vi.waitFor(() => expect(shownVersion()).toMatch(/^Version 7, the newest/));
  await vi.waitFor(() => expect(button(/^Start training/).disabled).toBe(false));
  button(/^Start training/).click();
  await vi.waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({ preset: own.id, model: { name: own.name, layers: own.content.layers } });
});

test('the run that is cloned keeps the architecture, in the version that it had', async () => {
  await open();
  const draft = useTrainDraft();
  draft.takeFrom({ ...someSpec(), preset: own.id, model: modelOf(own.name, earlier) });
  expect(draft.presetId).toBe(own.id);
  await vi.waitFor(() => expect(shownVersion()).toMatch(/^Version 4/));
  await vi.waitFor(() => expect(draft.spec('x')).toMatchObject({ preset: own.id, model: { layers: earlier.layers } }));
});

test('the page that is opened again shows the version that is chosen', async () => {
  const { radio, router } = await open();
  radio(/我的结构/)!.click();
  await vi.waitFor(() => expect(shownVersion()).toMatch(/^Version 7/));
  await router.push({ name: 'runs' });
  await vi.waitFor(() => expect(document.querySelector('.version')).toBeNull());
  await router.push('/');
  await vi.waitFor(() => expect(shownVersion()).toMatch(/^Version 7/));
  expect(useToasts().list).toEqual([]);
});

test('layers that no version has are said to be another state; an architecture that is gone leaves none', async () => {
  const { host } = await open();
  const draft = useTrainDraft();
  draft.takeFrom({ ...someSpec(), preset: own.id, model: findPreset('lstm')!.model });
  await vi.waitFor(() => expect(shownVersion()).toBe('Another state'));
  await vi.waitFor(() => expect(document.body.textContent).toContain('no version that is kept has them'));
  host.emit('architecture.removed', { id: own.id });
  await vi.waitFor(() => expect(document.querySelector('.version')).toBeNull());
  expect(draft.model).toEqual(findPreset('lstm')!.model);
});

test('many of them are searched by words of their names', async () => {
  const many = Array.from({ length: 12 }, (_, i): Architecture => {
    const id = `arch-${String(i).padStart(12, '0')}`;
    return { ...own, id, name: i === 5 ? 'Wide and deep' : `Untitled ${i}` };
  });
  const { radio } = await open(many);
  const field = document.querySelector<HTMLInputElement>('.picker input')!;
  field.value = 'DEEP wide';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
  expect(radio(/Wide and deep/)).toBeDefined();
  expect(radio(/Untitled/)).toBeUndefined();
  field.value = 'nothing';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
  expect(document.body.textContent).toContain('None of them has these words in its name.');
  // The studio's own presets stay.
  expect(radio(/LSTM/)).toBeDefined();
});

test('a run may begin later: it is queued with its hour, and the next one begins at once again', async () => {
  const { started, button, text } = await open();
  await vi.waitFor(() => expect(button(/^Start training/).disabled).toBe(false));
  const later = [...document.querySelectorAll<HTMLElement>('[role=switch]')].find((one) =>
    document.querySelector(`label[for="${one.id}"]`)?.textContent?.includes('Begin later'),
  )!;
  later.click();
  await flushPromises();
  const time = document.querySelector<HTMLInputElement>('input[type=datetime-local]')!;
  expect(new Date(time.value).getTime() % 3_600_000).toBe(0);
  const set = async (value: string): Promise<void> => {
    time.value = value;
    time.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
  };
  await set('');
  expect(text()).toContain('Choose a day and an hour');
  button(/^Add to the queue/).click();
  await flushPromises();
  expect(started).toEqual([]);
  await set('2099-01-02T03:00');
  await vi.waitFor(() => expect(useTrainDraft().ready).toBe(true));
  button(/^Add to the queue/).click();
  await vi.waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({ notBefore: new Date(2099, 0, 2, 3).getTime() });
});
