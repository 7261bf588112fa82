import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainStepView from '../../renderer/views/TrainStepView.vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const mnist: DatasetInfo = {
  ...{ id: 'mnist', name: 'MNIST', kind: 'mnist', task: DIGITS, framing: 'centred', origin: null },
  ...{ status: { state: 'ready' }, trainCount: 60_000, testCount: 10_000 },
};

let close: () => void = () => undefined;
afterEach(() => close());

async function openStep(handlers: Partial<Handlers<HostCalls>>) {
  const host = createScriptedHost({ 'datasets.list': () => [mnist], ...handlers });
  const studio = await openStudio(host, TrainStepView, '/train/recipe', '/train/:step');
  close = studio.close;
  const press = async (name: RegExp): Promise<void> => {
    studio.button(name).click();
    await flushPromises();
  };
  return { ...studio, press };
}

describe('the learning-rate finder of the recipe step', () => {
  const curve: LearningRateCurve = {
    points: Array.from({ length: 61 }, (_, i) => ({ learningRate: 1e-6 * 10 ** (i / 10), loss: 2.3 - i / 60 })),
    suggestion: 0.0042,
  };
  const plot = (): HTMLElement =>
    document.querySelector<HTMLElement>('[aria-label^="Loss by learning rate"][tabindex]')!;

  test('is drawn in the page, stays in sight when one comes back, and goes with other data', async () => {
    const first = await openStep({ 'runs.findLearningRate': () => curve });
    await first.press(/^Find a learning rate$/);
    await vi.waitFor(() => expect(first.text()).toContain('Suggested: 0.0042'));
    expect(document.querySelector('[role=dialog]')).toBeNull();
    await first.press(/^Use it$/);
    const draft = useTrainDraft();
    expect(draft.fields.learningRate).toBe(0.0042);
    expect(first.text()).toContain('Now: 0.0042');
    draft.fields.batchSize = 32;
    await vi.waitFor(() => expect(first.text()).not.toContain('Suggested: 0.0042'));
    draft.undo();
    await vi.waitFor(() => expect(first.text()).toContain('Suggested: 0.0042'));
  });

  test('a point of the curve is chosen by the keyboard', async () => {
    const { press, text } = await openStep({ 'runs.findLearningRate': () => curve });
    await press(/^Find a learning rate$/);
    await vi.waitFor(() => expect(text()).toContain('Suggested: 0.0042'));
    expect(plot().getAttribute('aria-label')).toContain('Enter chooses');
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Enter']) {
      plot().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
    await flushPromises();
    expect(useTrainDraft().fields.learningRate).toBe(1.58e-6);
  });

  test('is cancelled in place', async () => {
    let cancelled = false;
    const { press, text } = await openStep({
      'runs.findLearningRate': (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            cancelled = true;
            reject(new AppError('cancelled'));
          }),
        ),
    });
    await press(/^Find a learning rate$/);
    await vi.waitFor(() => expect(text()).toContain('Trying rates'));
    await press(/^Cancel$/);
    await vi.waitFor(() => expect(cancelled).toBe(true));
    expect(text()).toContain('Nothing of it is kept');
  });
});
