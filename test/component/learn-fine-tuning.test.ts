import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { bytesOfFloats } from '../../shared/data/number-bytes.ts';
import { fineTuneModel } from '../../shared/model/fine-tune-model.ts';
import { elements } from '../../shared/model/info.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { cardWith, infoOf, LEARN_SPEC, learnHandlers } from '../fixtures/learn-model.ts';
import { answerTryOut, checkTryOut, openLearn, pressKeys, told } from '../fixtures/learn-room.ts';
import { modelOf } from '../fixtures/models.ts';
import { someRun } from '../fixtures/scripted-host.ts';

const rows = (): string[] =>
  [...document.querySelectorAll('.layers tbody tr')].map((row) => row.textContent!.replace(/\s+/g, ' ').trim());
const press = async (element: HTMLElement): Promise<void> => {
  element.click();
  await flushPromises();
};
const radio = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.knobs [role=radio]')].find((one) => one.textContent!.includes(name))!;

describe('a model that was not fine-tuned', () => {
  test('shows what would be trained of it, by each way to freeze, and the weights themselves', async () => {
    const { text } = await openLearn('fine-tuning');
    await vi.waitFor(() => expect(told('weight')).toBe('Number 1 of conv2d/kernel: -1'));
    expect(text()).toContain('This model was not fine-tuned');
    // 2 filters of 3 x 3 and 2 biases; 18 x 3 weights and 3 biases.
    expect(told('total')).toBe('57 of 77 numbers would be trained');
    expect(text()).toContain('for layer in model.layers[:-1]:');
    await press(radio('Freeze none'));
    expect(told('total')).toBe('77 of 77 numbers would be trained');
    expect(text()).toContain('model.trainable = True');
    await press(radio('All but the last'));
    await press(document.querySelectorAll<HTMLElement>('.layers [role=switch]')[1]!);
    expect(told('total')).toBe('0 of 77 numbers would be trained');
    expect(text()).toContain('for name in ["conv2d", "dense"]:');
    await pressKeys(document.querySelector<HTMLElement>('.grid[role=slider]')!, 'ArrowRight');
    expect(told('weight')).toBe('Number 2 of conv2d/kernel: -1');
    expect(await answerTryOut(/How many numbers are trained/, '57')).toMatch(/^Right/);
    expect(await checkTryOut(/has the most numbers/)).toMatch(/^Not yet/);
    await press(document.querySelectorAll<HTMLElement>('.layers tbody button:not([role])')[1]!);
    expect(await checkTryOut(/has the most numbers/)).toMatch(/^Right/);
  });

  test('goes on to the Train room with the model and the frozen layers', async () => {
    const { button, router } = await openLearn('fine-tuning');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    await press(radio('Freeze none'));
    await press(document.querySelectorAll<HTMLElement>('.layers [role=switch]')[0]!);
    button(/^Fine-tune this model$/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.params['step']).toBe('data'));
    expect(useTrainDraft().tuning).toMatchObject({ model: 'starter', freeze: 'layers', layers: ['conv2d'] });
  });
});

describe('a layer whose weights lie in folders', () => {
  test('shows its largest weight, as any other does', async () => {
    const spec = modelOf(
      [
        { type: 'Reshape', targetShape: [8, 8] },
        { type: 'GRU', units: 3, bidirectional: true },
        { type: 'Dense', units: 3, activation: 'softmax' },
      ],
      LEARN_SPEC.inputShape,
    );
    const [, gru] = describeModel(spec).layers;
    const weights = gru!.weights.map(({ path, shape }, i) => ({
      ...{ path, shape: [...shape] },
      values: bytesOfFloats(new Float32Array(elements(shape)).fill(i + 1)),
    }));
    const some = { shape: [1], values: bytesOfFloats(Float32Array.of(0)) };
    await openLearn('fine-tuning', {
      'models.card': () => cardWith(spec),
      'models.layer': () => ({ input: some, output: some, weights }),
    });
    await vi.waitFor(() => expect(told('weight')).toBe(`Number 1 of ${gru!.name}/forward/kernel: 1`));
  });
});

describe('a fine-tuned model', () => {
  const spec = fineTuneModel(LEARN_SPEC, { freeze: 'features', classes: null });
  const card = { ...cardWith(spec), parent: { ref: 'starter' as const, name: 'Starter', weightsSha256: 'a' } };
  const handlers: Parameters<typeof openLearn>[1] = {
    'models.list': () => [infoOf('starter', 'Starter'), infoOf('tuned-1', 'Tuned')],
    'models.card': (input, context) =>
      input.model === 'tuned-1' ? card : learnHandlers()['models.card']!(input, context),
    'runs.get': () => ({ run: someRun('tuned-1', { status: 'finished' }), logs: [], torn: 0 }),
    'models.moved': ({ weight }) => ({
      weights: [
        { path: 'conv2d/kernel', shape: [3, 3, 1, 2], before: 4, moved: 0, same: true },
        { path: 'conv2d/bias', shape: [2], before: 3, moved: 0, same: true },
        { path: 'dense/kernel', shape: [18, 3], before: 4, moved: 0.3, same: false },
        { path: 'dense/bias', shape: [3], before: 3, moved: 0.4, same: false },
      ],
      shown: {
        path: weight!,
        before: bytesOfFloats(new Float32Array(54).fill(0.5)),
        after: bytesOfFloats(Float32Array.from({ length: 54 }, (_, i) => 0.5 + i / 100)),
      },
    }),
  };
  const progress = { model: 'tuned-1', read: [], solved: [] };

  test('tells how far each layer has moved, frozen ones not at all, and single numbers before and after', async () => {
    const { text } = await openLearn('fine-tuning', handlers, progress);
    await vi.waitFor(() => expect(rows()[1]).toContain('10.00%'));
    expect(text()).toContain('This model went on from Starter, with a learning rate η of 0.001');
    expect(rows()[0]).toContain('not at all, bit for bit');
    expect(rows()[0]).toMatch(/frozen ?0/);
    expect(told('total')).toBe('57 of 77 numbers were trained');
    await press(document.querySelectorAll<HTMLElement>('.layers tbody button')[1]!);
    await vi.waitFor(() => expect(told('weight')).toContain('dense/kernel'));
    const pictures = document.querySelectorAll<HTMLElement>('.grid[role=slider]');
    expect(pictures).toHaveLength(3);
    await pressKeys(pictures[0]!, 'ArrowRight', 'ArrowRight');
    expect(told('weight')).toBe('Number 3 of dense/kernel: before 0.5, after 0.52, moved by 0.02');
    for (const entry of document.querySelectorAll<HTMLElement>('.legend .entry')) {
      entry.focus();
      await flushPromises();
      expect(document.querySelectorAll('math .lit').length, entry.textContent!).toBeGreaterThan(0);
      expect(document.querySelectorAll('.part.lit').length, entry.textContent!).toBeGreaterThan(0);
    }
  });

  test('says why its parent’s weights cannot be had', async () => {
    const { text } = await openLearn(
      'fine-tuning',
      {
        ...handlers,
        'models.moved': () => {
          throw new AppError('model-torn', { file: 'weights.safetensors' });
        },
      },
      progress,
    );
    await vi.waitFor(() => expect(document.querySelector('.weights')!.textContent).toMatch(/damaged|torn/i));
    expect(text()).toContain('57 of 77');
  });
});
