import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { CHAPTERS } from '../../renderer/features/learn/chapters.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { useDraw } from '../../renderer/stores/draw.ts';
import { useLearn } from '../../renderer/stores/learn.ts';
import { cardWith, FLAT_SPEC, infoOf, LEARN_TASK, learnHandlers } from '../fixtures/learn-model.ts';
import { answerTryOut, checkTryOut, openLearn, pressKeys, told, valueGrid } from '../fixtures/learn-room.ts';
import { modelOf } from '../fixtures/models.ts';

describe('the room', () => {
  test('lists its chapters with how far the reader has come, and goes on with the first that was not read', async () => {
    const progress = {
      model: 'starter' as const,
      read: ['data', 'of-another-version'],
      solved: ['data/count', 'pooling/size'],
    };
    const { text, wrapper } = await openLearn(null, {}, progress);
    expect(text()).toMatch(/read · {1,2}1 of 3 try-outs solved/);
    expect(text()).toContain('0 of 2 try-outs solved');
    expect(wrapper.get('.button.primary').attributes('href')).toBe('/other/learn/convolution');
    expect(wrapper.get('.button.primary').text()).toBe('Go on');
  });

  test.each(CHAPTERS.map(({ id }) => id))(
    '%s has words in Chinese and the questions that it is known by',
    async (id) => {
      const { text } = await openLearn(id);
      await vi.waitFor(() =>
        expect(document.querySelectorAll('li.item')).toHaveLength(
          CHAPTERS.find((one) => one.id === id)!.tryOuts.length,
        ),
      );
      setLanguage('zh-CN');
      await flushPromises();
      expect(text()).toContain('动手试试');
      expect(text()).not.toContain('learn.chapters');
      expect(document.querySelector('math')?.namespaceURI).toBe('http://www.w3.org/1998/Math/MathML');
      expect(document.querySelector('math mrow.symbol')?.namespaceURI).toBe('http://www.w3.org/1998/Math/MathML');
    },
  );

  test('a chapter is read when the reader goes on to the next one', async () => {
    const { settings, router } = await openLearn('data');
    expect(document.querySelector('.way.on')!.textContent).toContain('Data');
    [...document.querySelectorAll<HTMLAnchorElement>('.turn a')].at(-1)!.click();
    await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('convolution'));
    expect(settings.learn?.read).toEqual(['data']);
  });

  test.each(CHAPTERS.map(({ id }) => id))('%s has each of its symbols in the formula and in the figure', async (id) => {
    await openLearn(id);
    await vi.waitFor(() => expect(document.querySelector('.chapter [role=slider]')).not.toBeNull());
    await vi.waitFor(() => expect(document.querySelector('.chapter [aria-busy]')).toBeNull());
    for (const entry of document.querySelectorAll<HTMLElement>('.legend .entry')) {
      entry.focus();
      await flushPromises();
      expect(document.querySelectorAll('math .lit').length, entry.textContent!).toBeGreaterThan(0);
      expect(document.querySelectorAll('.part.lit').length, entry.textContent!).toBeGreaterThan(0);
    }
  });

  test('says that there is no such chapter', async () => {
    const { text } = await openLearn('alchemy');
    expect(text()).toContain('There is no such chapter');
  });
});

describe('the model and the image', () => {
  test('an example is shown until something is drawn, and what is drawn stays through chapters', async () => {
    const images: Uint8Array[] = [];
    const { text, router } = await openLearn('data', {
      'models.predict': (input, context) => (
        images.push(input.images),
        learnHandlers()['models.predict']!(input, context)
      ),
    });
    await vi.waitFor(() => expect(text()).toContain('an example, until you write something'));
    const { sketch } = useDraw();
    sketch.begin([0.5, 0.2]);
    sketch.extend([[0.5, 0.8]]);
    sketch.end();
    await vi.waitFor(() => expect(text()).toContain('what you wrote, as the model gets it'));
    await vi.waitFor(() => expect(images.length).toBeGreaterThan(1));
    const drawn = images.at(-1)!;
    expect(drawn).not.toEqual(images[0]);
    await router.push('/other/learn/convolution');
    await flushPromises();
    expect(useLearn().image).toEqual(drawn);
    expect(text()).toContain('what you wrote, as the model gets it');
  });

  test('a model without a convolution is told so, and the starter is one click away', async () => {
    const progress = { model: 'run-1', read: [], solved: [] };
    const { text, button, settings } = await openLearn(
      'convolution',
      {
        'models.list': () => [infoOf('starter', 'Starter'), infoOf('run-1', 'Mine')],
        'models.card': (input, context) =>
          input.model === 'run-1' ? cardWith(FLAT_SPEC) : learnHandlers()['models.card']!(input, context),
      },
      progress,
    );
    await vi.waitFor(() => expect(text()).toContain('This model has no Conv2D layer that can be shown here'));
    button(/^Use the starter model$/).click();
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    expect(settings.learn?.model).toBe('starter');
  });

  test('a model whose only Dense goes along a sequence has no unit to show', async () => {
    const [height, width] = LEARN_TASK.inputShape;
    const alongRows = modelOf(
      [
        { type: 'Reshape', targetShape: [height, width] },
        { type: 'Dense', units: LEARN_TASK.classes.length },
        { type: 'GlobalAveragePooling1D' },
        { type: 'Activation', activation: 'softmax' },
      ],
      LEARN_TASK.inputShape,
    );
    const { text } = await openLearn('dense', { 'models.card': () => cardWith(alongRows) });
    await vi.waitFor(() => expect(text()).toContain('This model has no Dense layer that can be shown here'));
  });

  test('a run that is deleted while its chapter is open is said to be gone', async () => {
    let there = true;
    const mine = infoOf('run-1', 'Mine');
    const { text, button, host } = await openLearn(
      'convolution',
      {
        'models.list': () => (there ? [infoOf('starter', 'Starter'), mine] : [infoOf('starter', 'Starter')]),
        'models.card': (input, context) => {
          if (input.model === 'run-1' && !there) throw new AppError('model-not-found', { folder: 'run-1' });
          return learnHandlers()['models.card']!(input, context);
        },
      },
      { model: 'run-1', read: [], solved: [] },
    );
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    there = false;
    host.emit('run.removed', { id: 'run-1' });
    await vi.waitFor(() => expect(text()).toContain('This model is not there any longer'));
    button(/^Use the starter model$/).click();
    await vi.waitFor(() => expect(told('total')).toBeDefined());
  });

  test('what keeps the numbers from coming is said in the figure', async () => {
    const { text } = await openLearn('convolution', {
      'models.layer': () => {
        throw new AppError('layer-too-large', { name: 'conv2d', most: 10 });
      },
    });
    await vi.waitFor(() => expect(text()).toContain('The layer conv2d is too large'));
  });
});

describe('convolution', () => {
  test('arrow keys move the window, whose sum is said', async () => {
    await openLearn('convolution');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    const output = valueGrid('Filter 1');
    await pressKeys(output, 'Home');
    expect(output.getAttribute('aria-valuetext')).toMatch(/^Row 1, column 1: the sum is /);
    await pressKeys(output, 'ArrowRight', 'ArrowDown', 'ArrowDown');
    expect(output.getAttribute('aria-valuetext')).toBe(`Row 3, column 2: the sum is ${told('total')}`);
    // The image has the pixel in the middle of the window.
    expect(valueGrid('Input').getAttribute('aria-valuenow')).toBe(String(8 * 3 + 2));
    await pressKeys(valueGrid('Input'), 'ArrowLeft');
    expect(output.getAttribute('aria-valuetext')).toContain('Row 3, column 1');
    // In the empty corner nothing but the bias is left.
    await pressKeys(output, 'Home');
    expect(told('total')).toBe('0.500');
    const matrices = [...document.querySelectorAll('.matrix')].map((one) => one.getAttribute('aria-label'));
    expect(matrices).toEqual([
      'under the window: 0.00 0.00 0.00; 0.00 0.00 0.00; 0.00 0.00 0.00',
      'weights: -1.00 2.00 -1.00; -1.00 2.00 -1.00; -1.00 2.00 -1.00',
      'products: 0.00 0.00 0.00; 0.00 0.00 0.00; 0.00 0.00 0.00',
    ]);
  });

  test('a symbol lights up what it stands for, and the other way round', async () => {
    await openLearn('convolution');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    const entry = [...document.querySelectorAll<HTMLElement>('.legend .entry')].find((one) =>
      one.textContent!.includes('weights'),
    )!;
    entry.focus();
    await flushPromises();
    const lit = () => [...document.querySelectorAll('.lit')].map((one) => one.tagName.toLowerCase());
    expect(lit()).toEqual(expect.arrayContaining(['mrow', 'button', 'figure']));
    // A pointer that comes over another and leaves it takes the focus nothing.
    const [part] = document.querySelectorAll('figure.part');
    part!.dispatchEvent(new Event('pointerenter'));
    await flushPromises();
    expect(entry.classList).not.toContain('lit');
    part!.dispatchEvent(new Event('pointerleave'));
    await flushPromises();
    expect(entry.classList).toContain('lit');
    entry.blur();
    await flushPromises();
    expect(lit()).toEqual([]);
    document.querySelector('figure.part')!.dispatchEvent(new Event('pointerenter'));
    await flushPromises();
    expect(document.querySelector('.legend .entry.lit')!.textContent).toContain('under the window');
  });

  test('the lines of Keras say what the model’s own layers have', async () => {
    const spec = modelOf(
      [
        { type: 'Conv2D', filters: 2, kernelSize: [3, 3], strides: [1, 2], useBias: false },
        { type: 'MaxPooling2D', poolSize: [3, 3], strides: [2, 2], padding: 'same' },
        ...[{ type: 'Flatten' as const }, { type: 'Dense' as const, units: 3, activation: 'softmax' as const }],
      ],
      [8, 8, 1],
    );
    const { text, router } = await openLearn('convolution', { 'models.card': () => cardWith(spec) });
    await vi.waitFor(() => expect(text()).toContain('keras.layers.Conv2D(2, 3, strides=(1, 2), use_bias=False)'));
    await router.push('/other/learn/pooling');
    await vi.waitFor(() =>
      expect(text()).toContain('keras.layers.MaxPooling2D(pool_size=3, strides=2, padding="same")'),
    );
    // What the formula shows: the logits, before softmax.
    await router.push('/other/learn/dense');
    await vi.waitFor(() => expect(text()).toContain('keras.layers.Dense(3)'));
  });

  test('stride, padding and dilation change the output, and the model’s own come back', async () => {
    const { text, button } = await openLearn('convolution');
    await vi.waitFor(() => expect(text()).toContain('Filter 1 · 6 × 6'));
    expect(text()).toContain('as in your model, layer conv2d');
    const [stride, dilation] = [...document.querySelectorAll<HTMLElement>('.knobs [role=slider]')];
    await pressKeys(stride!, 'ArrowRight');
    expect(text()).toContain('Filter 1 · 3 × 3');
    expect(text()).toContain('keras.layers.Conv2D(2, 3, strides=2)');
    // As in Keras, the two do not go together.
    await pressKeys(dilation!, 'ArrowRight');
    expect(text()).toContain('Filter 1 · 4 × 4');
    expect(text()).toContain('keras.layers.Conv2D(2, 3, dilation_rate=2)');
    button(/^As in the model$/).click();
    await flushPromises();
    expect(text()).toContain('Filter 1 · 6 × 6');
  });

  test('checks the output’s size and the filter that was found, and keeps what was solved', async () => {
    const { settings } = await openLearn('convolution');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    expect(await answerTryOut(/How wide is the output/, '4')).toMatch(/^Not yet/);
    expect(await answerTryOut(/How wide is the output/, '3')).toMatch(/^Right\. ⌊\(8 − 3\) \/ 2⌋ \+ 1 = 3/);
    expect(await checkTryOut(/horizontal strokes/)).toMatch(
      /^Not yet\. This one answers to a horizontal stroke with 0\.00/,
    );
    document.querySelectorAll<HTMLElement>('.picture')[1]!.click();
    await flushPromises();
    expect(await checkTryOut(/horizontal strokes/)).toMatch(/^Right/);
    expect(settings.learn?.solved).toEqual(['convolution/size', 'convolution/strokes']);
  });
});

describe('the other chapters', () => {
  test('data: the pixel that is pointed at, its share of 255, and the parts of the data', async () => {
    await openLearn('data');
    const image = valueGrid('Image');
    await pressKeys(image, 'Home');
    expect(told('level')).toBe('0');
    expect(told('scaled')).toBe('0.000');
    expect(await checkTryOut(/neither paper nor full ink/)).toMatch(/^Not yet/);
    const pixels = useLearn().image;
    const grey = pixels.findIndex((level) => level > 80 && level < 180);
    await pressKeys(
      image,
      ...Array<string>(Math.floor(grey / 8)).fill('ArrowDown'),
      ...Array<string>(grey % 8).fill('ArrowRight'),
    );
    expect(told('level')).toBe(String(pixels[grey]));
    expect(await checkTryOut(/neither paper nor full ink/)).toMatch(/^Right/);
    expect(await answerTryOut(/How many numbers/, '64')).toMatch(/^Right/);
    // Without a data set, MNIST's own numbers.
    expect(told('train')).toBe('54,000');
    await pressKeys(document.querySelector<HTMLElement>('.split [role=slider]')!, 'ArrowRight');
    expect(told('train')).toBe('53,400');
    expect(await answerTryOut(/one fifth/, '48,000')).toMatch(/^Right/);
    await vi.waitFor(() => expect(document.querySelectorAll('.draws canvas')).toHaveLength(6));
  });

  test('pooling: the largest and the mean of the window that arrow keys choose', async () => {
    const { text } = await openLearn('pooling');
    await vi.waitFor(() => expect(told('max')).toBeDefined());
    const output = valueGrid('Pooled');
    await pressKeys(output, 'Home');
    expect(output.getAttribute('aria-valuetext')).toBe(`Row 1, column 1: ${told('max')}`);
    [...document.querySelectorAll<HTMLElement>('.knobs [role=radio]')]
      .find((one) => one.textContent!.includes('Average'))!
      .click();
    await flushPromises();
    expect(output.getAttribute('aria-valuetext')).toBe(`Row 1, column 1: ${told('average')}`);
    expect(text()).toContain('keras.layers.AveragePooling2D(pool_size=2)');
    // The map is gone over window by window.
    await pressKeys(valueGrid('Feature map'), 'ArrowRight');
    expect(output.getAttribute('aria-valuetext')).toContain('Row 1, column 2');
    expect(await answerTryOut(/How wide is the result/, '2')).toMatch(/^Right/);
    expect(await answerTryOut(/How many weights/, '0')).toMatch(/^Right/);
  });

  test('activation: what the function makes of the sum that is pointed at', async () => {
    await openLearn('activation');
    await vi.waitFor(() => expect(told('z')).toBeDefined());
    const before = valueGrid('before');
    await pressKeys(before, 'Home');
    // The convolution's bias, where there is no ink.
    expect([told('z'), told('a')]).toEqual(['0.500', '0.500']);
    expect(before.getAttribute('aria-valuetext')).toBe('Row 1, column 1: z is 0.500, a is 0.500');
    expect(await answerTryOut(/ReLU make of z/, '0')).toMatch(/^Right/);
    expect(await answerTryOut(/how many per cent/, '-50')).toMatch(/^Not yet/);
  });

  test('dense: inputs times weights of the class that is read, and what they come to', async () => {
    await openLearn('dense');
    await vi.waitFor(() => expect(told('total')).toBeDefined());
    const input = valueGrid('inputs');
    await pressKeys(input, 'Home');
    expect(input.getAttribute('aria-valuetext')).toMatch(/^Input 1: .* × .* = /);
    expect(await answerTryOut(/How many parameters/, '57')).toMatch(/^Right\. 18 × 3 weights and 3 biases: 57/);
    // Of those that are told one by one, the first that speaks for the class is the strongest.
    const lines = [...document.querySelectorAll('.terms .line')];
    const strongest = lines.find((line) => !line.querySelector('.value')!.textContent!.startsWith('-'))!;
    strongest.dispatchEvent(new Event('pointerenter'));
    await flushPromises();
    expect(await checkTryOut(/speaks most strongly/)).toMatch(/^Right/);
  });

  test('softmax: a logit that is moved changes loss and gradient, and comes back', async () => {
    const { button } = await openLearn('softmax');
    await vi.waitFor(() => expect(told('loss')).toBeDefined());
    const learn = useLearn();
    await vi.waitFor(() => expect(learn.reading).not.toBeNull());
    await flushPromises();
    const own = told('loss');
    const slider = document.querySelectorAll<HTMLElement>('.classes [role=slider]')[learn.reading!.index]!;
    await pressKeys(slider, 'Home');
    expect(Number(told('loss'))).toBeGreaterThan(5);
    // The probability that is written beside it comes to the same loss, however small it is.
    const p = Number(/−ln ([\d.]+)/.exec(document.querySelector('.loss .of')!.textContent!)![1]);
    expect(-Math.log(p)).toBeCloseTo(Number(told('loss')), 2);
    button(/own logits$/).click();
    await flushPromises();
    expect(told('loss')).toBe(own);
    expect(await answerTryOut(/knows nothing/, '1.1')).toMatch(/^Right/);
    expect(await checkTryOut(/does not read here/)).toMatch(/^Not yet/);
  });
});
