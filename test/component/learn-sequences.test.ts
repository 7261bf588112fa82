import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import ModelSelect from '../../renderer/features/models/ModelSelect.vue';
import { useLearn } from '../../renderer/stores/learn.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { cardWith, infoOf, LEARN_TASK, learnHandlers } from '../fixtures/learn-model.ts';
import { answerTryOut, checkTryOut, openLearn, pressKeys, told } from '../fixtures/learn-room.ts';
import { lessonNumbers } from '../fixtures/lesson-models.ts';
import { modelOf } from '../fixtures/models.ts';

const picture = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.grid[role=slider]')].find((one) =>
    one.getAttribute('aria-label')!.includes(name),
  )!;
const said = (name: string): string => picture(name).getAttribute('aria-valuetext')!;
const numbersIn = (text: string): number[] => (text.match(/-?\d+\.\d+/g) ?? []).map(Number);
async function choose(answer: RegExp): Promise<void> {
  [...document.querySelectorAll<HTMLElement>('li.item [role=radio]')]
    .find((one) => answer.test(one.textContent!))!
    .click();
  await flushPromises();
}
const mine = (layers: Parameters<typeof modelOf>[0]) => ({
  'models.list': () => [infoOf('starter', 'Starter'), infoOf('run-1', 'Mine')],
  'models.card': ((input, context) =>
    input.model === 'run-1'
      ? cardWith(modelOf(layers, LEARN_TASK.inputShape))
      : learnHandlers()['models.card']!(input, context)) satisfies NonNullable<
    ReturnType<typeof learnHandlers>['models.card']
  >,
});

describe('lesson models', () => {
  test('one stands in for a model without such a layer, and other chapters go on with the reader’s own', async () => {
    const { text, router, settings } = await openLearn('recurrent');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    expect(text()).toContain('“Starter model” has no SimpleRNN / LSTM / GRU layer');
    expect(text()).toContain('Lesson model: GRU');
    expect(useLearn().model).toBe('lesson-gru');
    await router.push('/other/learn/convolution');
    await vi.waitFor(() => expect(useLearn().model).toBe('starter'));
    expect(text()).not.toContain('Lesson model');
    expect(settings.learn).toBeNull();
  });

  test('another can be chosen, also where the own model has the layer', async () => {
    const { text, wrapper } = await openLearn(
      'recurrent',
      {
        ...mine([
          { type: 'Reshape', targetShape: [8, 8] },
          { type: 'GRU', units: 3 },
          { type: 'Dense', units: 3, activation: 'softmax' },
        ]),
        'models.layer': ({ image, model }) => lessonNumbers(model === 'lesson-lstm' ? model : 'lesson-gru', image),
      },
      { model: 'run-1', read: [], solved: [] },
    );
    await vi.waitFor(() => expect(text()).toContain('keras.layers.GRU(3)'));
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    expect(text()).not.toContain('Lesson model');
    wrapper.getComponent(ModelSelect).vm.$emit('update:modelValue', 'lesson-lstm');
    await vi.waitFor(() => expect(text()).toContain('keras.layers.LSTM(3)'));
    expect(text()).toContain('This chapter stands on “Lesson model: LSTM”');
    wrapper.getComponent(ModelSelect).vm.$emit('update:modelValue', 'run-1');
    await vi.waitFor(() => expect(text()).toContain('keras.layers.GRU(3)'));
  });

  test('one that cannot be read is left out, and where there is no other it is said why', async () => {
    const { text } = await openLearn('recurrent', {
      'models.card': (input, context) => {
        if (input.model === 'lesson-gru') throw new AppError('model-not-found', { folder: 'lesson-gru' });
        return learnHandlers()['models.card']!(input, context);
      },
    });
    // Another lesson model is as good.
    await vi.waitFor(() => expect(text()).toContain('Lesson model: LSTM'));
    close();
    const gone = await openLearn('attention', {
      'models.card': (input, context) => {
        if (input.model === 'lesson-attention') throw new AppError('model-torn', { folder: 'lesson-attention' });
        return learnHandlers()['models.card']!(input, context);
      },
    });
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
    expect(gone.text()).not.toContain('Use the starter model');
  });
});

describe('recurrent layers', () => {
  test('a row and a unit are pointed at: the gates come to the state, and the terms to the gate', async () => {
    const { text } = await openLearn('recurrent');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    const state = picture('at each row');
    await pressKeys(state, 'Home', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    expect(said('at each row')).toMatch(/^Row 3, unit 2: h is -?\d/);
    // All three pictures are at the same row.
    expect(said('row by row')).toMatch(/^Row 3, /);
    expect(said('read so far')).toMatch(/^After row 3: “a” with /);
    const [h] = numbersIn(said('at each row'));
    const equation = document.querySelector('.equation')!.textContent!;
    const [z, before, open_, candidate, result] = numbersIn(equation) as [number, number, number, number, number];
    expect(result).toBe(h);
    expect(z * before + open_ * candidate).toBeCloseTo(result, 2);
    expect(1 - z).toBeCloseTo(open_, 2);
    // The terms that are told come to the total, whose sigmoid is the gate.
    const values = [...document.querySelectorAll('.part .terms .value')].map((one) => Number(one.textContent));
    expect(values.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBeCloseTo(values.at(-1)!, 2);
    expect(told('gate')).toContain('z = σ(');
    const [total, gate] = numbersIn(told('gate')!);
    expect(1 / (1 + Math.exp(-total!))).toBeCloseTo(gate!, 2);
    expect(gate).toBe(z);
    // The candidate's sum has the state's share behind the reset gate.
    [...document.querySelectorAll<HTMLElement>('.knobs [role=radio]')]
      .find((one) => one.textContent!.includes('candidate'))!
      .click();
    await flushPromises();
    expect(said('at each row')).toContain('h̃ is');
    expect(text()).toContain('b + r · b′');
    const [sum, put] = numbersIn(told('gate')!);
    expect(Math.tanh(sum!)).toBeCloseTo(put!, 2);
    // Before the first row there was nothing.
    await pressKeys(picture('at each row'), 'Home');
    expect(numbersIn(document.querySelector('.equation')!.textContent!)[1]).toBe(0);
  });

  test('the questions are checked against the layer and what is pointed at', async () => {
    const { settings } = await openLearn('recurrent');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    expect(await answerTryOut(/How many parameters/, '117')).toMatch(/^Right\. 3 × 3 × \(8 \+ 3 \+ 2\) = 117/);
    await choose(/^\s*the candidate/);
    expect(await checkTryOut(/update gate is 1/)).toMatch(/^Not yet/);
    await choose(/what was there before/);
    expect(await checkTryOut(/update gate is 1/)).toMatch(/^Right/);
    const numbers = lessonNumbers('lesson-gru', useLearn().image);
    const floats = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);
    const z = floats(numbers.inner!.find(({ name }) => name === 'update')!.values);
    const [least, most] = [z.indexOf(Math.min(...z)), z.indexOf(Math.max(...z))];
    const goTo = async (index: number): Promise<void> => {
      const downs = Array<string>(Math.floor(index / 3)).fill('ArrowDown');
      await pressKeys(picture('at each row'), 'Home', ...downs, ...Array<string>(index % 3).fill('ArrowRight'));
    };
    await goTo(least);
    expect(await checkTryOut(/keeps nearly all of the state/)).toMatch(/^Not yet/);
    await goTo(most);
    expect(await checkTryOut(/keeps nearly all of the state/)).toMatch(/^Right/);
    // Of the rows exactly one is the first from which on nothing changes.
    const verdicts: boolean[] = [];
    for (let row = 0; row < 8; row++) {
      await goTo(3 * row);
      verdicts.push(/^Right/.test(await checkTryOut(/first row from which on/)));
    }
    expect(verdicts.filter(Boolean)).toHaveLength(1);
    expect(settings.learn?.solved).toEqual(['count', 'keep', 'most', 'settled'].map((id) => `recurrent/${id}`));
  });

  test('a layer that hands on every step has no answer at a row, and says so', async () => {
    const { text } = await openLearn(
      'recurrent',
      {
        ...mine([
          { type: 'Reshape', targetShape: [8, 8] },
          { type: 'GRU', units: 3, returnSequences: true },
          { type: 'GlobalAveragePooling1D' },
          { type: 'Dense', units: 3, activation: 'softmax' },
        ]),
        'models.layer': ({ image }) => ({ ...lessonNumbers('lesson-gru', image), stopped: undefined }),
      },
      { model: 'run-1', read: [], solved: [] },
    );
    await vi.waitFor(() => expect(told('stopped')).toContain('cannot be told here'));
    expect(text()).toContain('keras.layers.GRU(3, return_sequences=True)');
    expect(document.querySelectorAll('li.item')).toHaveLength(3);
  });
});

describe('attention', () => {
  test('a pair’s product comes to its score, and all scores to its share', async () => {
    const { text } = await openLearn('attention');
    await vi.waitFor(() => expect(told('score')).toBeDefined());
    expect(text()).toContain('keras.layers.MultiHeadAttention(num_heads=2, key_dim=2)(x, x)');
    await pressKeys(picture('who looks'), 'Home', 'ArrowRight');
    await pressKeys(picture('at whom'), 'Home', 'ArrowDown');
    expect(said('all shares')).toMatch(/^Patch \(1, 2\) looks at patch \(2, 1\) with /);
    expect(picture('all shares').getAttribute('aria-valuenow')).toBe(String(4 * 1 + 2));
    const product = Number(told('total'));
    expect(Number(told('score'))).toBeCloseTo(product / Math.SQRT2, 2);
    expect(said('all shares')).toContain(told('share'));
    // The other head looks elsewhere.
    const before = told('share');
    document.querySelectorAll<HTMLElement>('.picture')[1]!.click();
    await flushPromises();
    expect(told('share')).not.toBe(before);
  });

  test('the questions are checked against the model', async () => {
    const { settings } = await openLearn('attention');
    await vi.waitFor(() => expect(told('score')).toBeDefined());
    expect(await answerTryOut(/looked at all 4 patches alike/, '25')).toMatch(/^Right/);
    expect(await answerTryOut(/How many parameters/, '80')).toMatch(
      /^Right\. 3 × \(4 \+ 1\) × 4 \+ \(4 \+ 1\) × 4 = 80/,
    );
    await choose(/nearly all for one patch/);
    expect(await checkTryOut(/division by √d/)).toMatch(/^Right/);
    // It begins at the patch that is looked at most.
    expect(await checkTryOut(/looks at most/)).toMatch(/^Right/);
    expect(settings.learn?.solved).toHaveLength(4);
  });
});
