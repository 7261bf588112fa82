import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { AugmentRequest } from '../../shared/contract/schemas/augmented.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { createScriptedHost, someRun, someStatus } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const mnist: DatasetInfo = {
  ...{ id: 'mnist', name: 'MNIST', kind: 'mnist', task: DIGITS, framing: 'centred', origin: null },
  ...{ status: { state: 'ready' }, trainCount: 60_000, testCount: 10_000 },
};
/** Two images of each digit but the nine, each all of its own grey. */
const labels = Array.from({ length: 18 }, (_, i) => i % 9);
const preview = {
  images: Uint8Array.from({ length: 18 * 784 }, (_, i) => 10 + Math.floor(i / 784)),
  ...{ labels, places: [...labels.keys()], task: DIGITS, histogram: DIGITS.classes.map(() => 2) },
};

let close: () => void = () => undefined;
afterEach(() => close());

type Answer = (images: Uint8Array<ArrayBuffer>) => void;

/** A Train screen whose host notes what is to be changed and answers when it is told to. */
async function open(handlers: Partial<Handlers<HostCalls>> = {}) {
  const asked: { request: AugmentRequest; answer: Answer; cancelled: boolean }[] = [];
  const host = createScriptedHost({
    'datasets.list': () => [mnist],
    'datasets.preview': () => preview,
    'runs.plan': () => ({ trainCount: 36, validationCount: 4, stepsPerEpoch: 2, totalSteps: 4 }),
    'engine.augment': (request, { signal }) =>
      new Promise((resolve, reject) => {
        const question = { request, answer: ((images) => resolve({ images })) as Answer, cancelled: false };
        signal.addEventListener('abort', () => {
          question.cancelled = true;
          reject(new AppError('cancelled'));
        });
        asked.push(question);
      }),
    ...handlers,
  });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const draft = useTrainDraft();
  await vi.waitFor(() => expect(draft.counts).not.toBeNull());
  return { ...studio, host, draft, asked };
}

const level = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.augmentation [role="radio"]')].find(
    (one) => one.textContent.trim() === name,
  )!;
const pictures = (ending: string): string[] =>
  [...document.querySelectorAll('.augmentation canvas')]
    .map((canvas) => canvas.getAttribute('aria-label')!)
    .filter((name) => name.endsWith(ending));
const busy = (): string | null => document.querySelector('.augmentation .samples')!.getAttribute('aria-busy');
const done = ({ images, draws }: AugmentRequest): Uint8Array<ArrayBuffer> => new Uint8Array(draws * images.length);

describe('what augmentation makes of images', () => {
  test('is drawn by the trainer, of one image of each class, anew with each change and at a wish', async () => {
    const { draft, asked } = await open();
    level('None').click();
    await flushPromises();
    expect(document.querySelector('.augmentation canvas')).toBeNull();
    level('Light').click();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    // Nine classes have an image here, one has a second one: ten in all.
    expect(pictures('as it is').map((name) => name[0])).toEqual([...'0012345678']);
    const { request, answer } = asked.at(-1)!;
    expect(request).toMatchObject({
      inputShape: [28, 28, 1],
      augmentation: LIGHT,
      seed: draft.recipe.seed,
      firstStep: 1,
    });
    expect([...request.images].filter((_, i) => i % 784 === 0)).toEqual([10, 19, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(busy()).toBe('true');
    answer(done(request));
    await vi.waitFor(() => expect(busy()).toBe('false'));
    expect(pictures(', changed')).toHaveLength(30);

    const before = asked.length;
    document.querySelector<HTMLElement>('[aria-label="Draw them anew"]')!.click();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before));
    expect(asked.at(-1)!.request.firstStep).toBe(4);
    draft.fields.rotation = 40;
    await vi.waitFor(() => expect(asked.at(-1)!.request.augmentation.rotation).toBe(40));
    // The one that nobody waits for any more ended.
    expect(asked.at(-2)!.cancelled).toBe(true);
  });

  test('leaves out what the training leaves out', async () => {
    const { draft, asked } = await open();
    draft.toggleImage('mnist', 0);
    level('Light').click();
    await vi.waitFor(() => expect(asked.at(-1)?.request.images[0]).toBe(19));
    expect([...asked.at(-1)!.request.images]).not.toContain(10);
  });

  test('says which run it waits for', async () => {
    const run = someRun('going', { status: 'running' });
    const { asked, text, host } = await open();
    host.emit('run.changed', run);
    level('Light').click();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await vi.waitFor(() =>
      expect(text()).toContain(`“${run.spec.name}” is training: the pictures come between its steps`),
    );
    asked.at(-1)!.answer(done(asked.at(-1)!.request));
    await vi.waitFor(() => expect(text()).not.toContain('between its steps'));
  });

  test('says why there is none', async () => {
    const failed = await open({
      'engine.augment': () => {
        throw new AppError('trainer-crashed', { reason: 'SIGKILL' });
      },
    });
    level('Light').click();
    await vi.waitFor(() => expect(document.querySelector('.augmentation [role=alert]')).not.toBeNull());
    failed.close();
    const error = { code: 'engine-missing' as const, params: {} };
    const missing = await open({ 'engine.status': () => someStatus({ state: 'missing', error }) });
    level('Light').click();
    await vi.waitFor(() => expect(document.querySelector('.augmentation [role=alert]')).not.toBeNull());
    expect(missing.asked).toEqual([]);
  });
});
