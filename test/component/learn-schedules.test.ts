import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { infoOf, LEARN_TASK, learnHandlers } from '../fixtures/learn-model.ts';
import { answerTryOut, checkTryOut, openLearn, pressKeys, told } from '../fixtures/learn-room.ts';
import { someRun, someSpec } from '../fixtures/scripted-host.ts';

const slider = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.chapter [role=slider]')].find((one) =>
    (
      one.getAttribute('aria-label') ??
      document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent ??
      ''
    )
      .trim()
      .startsWith(name),
  )!;
async function choose(kind: string): Promise<void> {
  const { default: Knobs } = await import('../../renderer/features/learn/chapters/ScheduleKnobs.vue');
  const knobs = current!.wrapper.getComponent(Knobs);
  knobs.vm.$emit('update:kind', kind);
  await flushPromises();
}
let current: Awaited<ReturnType<typeof openLearn>> | null = null;

describe('schedules', () => {
  test('the rate of the step that is pointed at is the product that the formula says', async () => {
    current = await openLearn('schedules');
    const { text, button } = current;
    // The starter’s preset: a constant rate of 0.001.
    expect(told('rate')).toBe('0.001');
    expect(text()).toContain('the recipe of the preset Starter CNN');
    expect(text()).toContain('keras.optimizers.Adam(learning_rate=0.001)');
    await choose('cosine');
    expect(text()).toContain('keras.optimizers.schedules.CosineDecay(0.001, 6329, alpha=0)');
    await pressKeys(slider('Step'), 'End');
    expect(told('rate')).toBe('0');
    await pressKeys(slider('Warm-up'), 'ArrowRight');
    await pressKeys(slider('Step'), 'Home');
    // A quarter of an epoch of 422 steps: the first has 1 / 105.5 of the rate.
    expect(told('rate')).toBe('0.000009479');
    expect(text()).toContain('steps of the warm-up');
    expect(await checkTryOut(/at most a fifth/)).toMatch(/^Right/);
    button(/^As it was$/).click();
    await flushPromises();
    expect(told('rate')).toBe('0.001');
    expect(await checkTryOut(/at most a fifth/)).toMatch(/^Not yet/);
    expect(await answerTryOut(/half-way/, '50')).toMatch(/^Right/);
    expect(await answerTryOut(/after 15 epochs/, '50')).toMatch(/^Not yet/);
  });

  test('every kind has each of its symbols in the formula and in the figure', async () => {
    current = await openLearn('schedules');
    await pressKeys(slider('Warm-up'), 'ArrowRight');
    for (const kind of ['step', 'cosine', 'oneCycle', 'plateau', 'constant']) {
      await choose(kind);
      for (const entry of document.querySelectorAll<HTMLElement>('.legend .entry')) {
        entry.focus();
        await flushPromises();
        expect(document.querySelectorAll('math .lit').length, `${kind} ${entry.textContent}`).toBeGreaterThan(0);
        expect(document.querySelectorAll('.part.lit').length, `${kind} ${entry.textContent}`).toBeGreaterThan(0);
      }
    }
  });

  test('of a run, its own schedule and what it recorded, reductions by its own validation losses', async () => {
    const spec = someSpec('Mine');
    const recipe = {
      ...spec.recipe,
      epochs: 4,
      schedule: { kind: 'plateau', factor: 0.5, patience: 1, minimum: 0.01 } as const,
    };
    const run = someRun('run-1', { spec: { ...spec, recipe }, status: 'finished', totalSteps: 40, stepsPerEpoch: 10 });
    const logs: RunLog[] = [0.5, 0.6, 0.4, 0.3].map((loss, i) => ({
      ...({ type: 'epoch', time: i, epoch: i + 1, step: 10 * (i + 1), best: null, seconds: 1 } as const),
      ...{ train: { loss: 1, accuracy: 0.5 }, validation: { loss, accuracy: 0.5 } },
    }));
    current = await openLearn(
      'schedules',
      {
        'models.list': () => [infoOf('starter', 'Starter'), infoOf('run-1', 'Mine')],
        'runs.get': () => ({ run, logs, torn: 0 }),
      },
      { model: 'run-1', read: [], solved: [] },
    );
    await vi.waitFor(() => expect(current!.text()).toContain('as in the model’s own run, Mine'));
    const { learningRate } = recipe.optimizer;
    expect(told('rate')).toBe(String(learningRate));
    await pressKeys(slider('Step'), 'End');
    expect(told('rate')).toBe(String(learningRate / 2));
    expect(current.text()).toContain('keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=1');
  });

  test('measures rates on data that fit, says why it cannot, and takes what was found', async () => {
    const curve: LearningRateCurve = {
      points: Array.from({ length: 61 }, (_, i) => ({ learningRate: 1e-6 * 10 ** (i / 10), loss: 2.3 - i / 60 })),
      suggestion: 0.0042,
    };
    let busy = true;
    current = await openLearn('schedules', {
      'datasets.list': () => [
        {
          ...({ id: 'set-0123456789', name: 'Letters', kind: 'imported', framing: 'centred', origin: null } as const),
          ...{ task: LEARN_TASK, status: { state: 'ready' as const }, trainCount: 100, testCount: 10 },
        },
      ],
      'runs.findLearningRate': () => {
        if (busy) throw new AppError('busy-with-run', { name: 'Long' });
        return curve;
      },
    });
    const { text, button } = current;
    expect(text()).toContain('on images of Letters');
    button(/^Measure it$/).click();
    await vi.waitFor(() => expect(document.querySelector('.range .error, .range [role=alert]')).not.toBeNull());
    busy = false;
    button(/^Test again|^Try again|again/i).click();
    await vi.waitFor(() => expect(text()).toContain('Suggested: 0.0042'));
    button(/^Take it as η$/).click();
    await flushPromises();
    expect(told('rate')).toBe('0.0042');
  });

  test('says that no data fit the model, with the way to them', async () => {
    current = await openLearn('schedules', { 'models.card': learnHandlers()['models.card']! });
    expect(current.text()).toContain('No data set on this machine has the classes of this model.');
    expect(document.querySelector('.range a')?.getAttribute('href')).toBe('/other/train/data');
  });
});
