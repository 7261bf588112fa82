import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { useLearn } from '../../renderer/stores/learn.ts';
import { gradientHandlers } from '../fixtures/learn-gradients.ts';
import { answerTryOut, checkTryOut, openLearn, pressKeys, told, valueGrid } from '../fixtures/learn-room.ts';

/** Chooses an option of a select by its label. */
async function choose(label: string, option: string): Promise<void> {
  const field = [...document.querySelectorAll<HTMLElement>('.field')].find((one) =>
    one.querySelector('.label')?.textContent?.includes(label),
  )!;
  await pressKeys(field.querySelector<HTMLElement>('[role=combobox]')!, 'Enter');
  const found = [...document.querySelectorAll<HTMLElement>('[role=option]')].find((one) =>
    one.textContent!.includes(option),
  )!;
  await pressKeys(found, 'Enter');
}
const slider = (label: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.field')]
    .find((one) => one.querySelector('.label')?.textContent?.includes(label))!
    .querySelector<HTMLElement>('[role=slider]')!;

describe('backpropagation', () => {
  test('goes back layer by layer, with delta and the terms of the weight that is pointed at', async () => {
    const { text } = await openLearn('backpropagation');
    await vi.waitFor(() => expect(told('delta')).toBeDefined());
    // At the loss: p - y, of the class that is said to be right, which is not the one that is read.
    const read = useLearn().reading!;
    const output = valueGrid('Output a of dense');
    await pressKeys(output, 'Home');
    expect(output.getAttribute('aria-valuetext')).toMatch(/^Class “a”: δ = p − y = .* − [01] = /);
    expect(text()).not.toContain(`“${read.label}” is said to be right`);
    expect(text()).toContain('sparse_categorical_crossentropy');

    // A weight's gradient is its input times delta.
    const weights = valueGrid('weights w');
    await pressKeys(weights, 'Home');
    const [, , slope] = /w = (.*), ∂L\/∂w = (.*)/.exec(weights.getAttribute('aria-valuetext')!)!;
    expect(told('terms')).toMatch(new RegExp(`= ${slope!.replace(/[.+]/g, '\\$&')}$`));

    // One layer back: what is looked at changes, and the chain stays.
    await pressKeys(slider('How far back'), 'ArrowRight');
    await vi.waitFor(() => expect(valueGrid('Output a of flatten')).toBeDefined());
    expect(text()).toContain('Nothing in this layer is trained');
    await pressKeys(slider('How far back'), 'End');
    await vi.waitFor(() => expect(told('terms')).toMatch(/^∂L\/∂w = the sum of 36 products/));
  });

  test('a nudge agrees with the gradient where it is neither too large nor too small', async () => {
    const { settings } = await openLearn('backpropagation');
    await vi.waitFor(() => expect(told('quotient')).toBeDefined());
    const epsilon = slider('ε');
    await pressKeys(epsilon, 'Home');
    expect(await checkTryOut(/Choose an ε/)).toMatch(/^Not yet/);
    await pressKeys(epsilon, ...Array<string>(6).fill('ArrowRight'));
    expect(Number(told('quotient'))).toBeCloseTo(Number(told('slope')), 3);
    expect(await checkTryOut(/Choose an ε/)).toMatch(/^Right\. With ε = 0\.001/);
    expect(await answerTryOut(/The gradient of a weight is −0\.5/, '-0.005')).toMatch(/^Right/);
    expect(await answerTryOut(/An input of a Dense layer is 0/, '0')).toMatch(/^Right/);
    expect(settings.learn?.solved).toHaveLength(3);
  });
});

describe('optimizers', () => {
  test('each rule with the numbers of the weight that is pointed at, which follow the learning rate at once', async () => {
    const asked: number[] = [];
    const { text } = await openLearn('optimizers', {
      'models.step': (input, context) => (
        asked.push(input.optimizer.learningRate),
        gradientHandlers()['models.step']!(input, context)
      ),
    });
    await vi.waitFor(() => expect(told('after')).toBeDefined());
    const before = told('after');
    expect(document.querySelectorAll('.lines .line')).toHaveLength(4);
    const rate = slider('Learning rate');
    rate.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    await Promise.resolve();
    await vi.waitFor(() => expect(told('after')).not.toBe(before));
    expect(text()).toContain('keras.optimizers.Adam(learning_rate=0.0013, beta_1=0.9, beta_2=0.999)');
    await vi.waitFor(() => expect(asked.at(-1)).toBe(0.0013));
    await choose('Optimizer', 'SGD with momentum');
    await vi.waitFor(() => expect(document.querySelectorAll('.lines .line')).toHaveLength(2));
    expect(text()).toContain('keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)');
    // The loss falls by a small step against the gradient.
    expect(Number(told('loss'))).toBeLessThan(Number(told('before')));
  });

  test('the paths over the slice, with their numbers, and the learning rate that runs away', async () => {
    const { settings } = await openLearn('optimizers');
    await vi.waitFor(() => expect(told('loss-adam')).toBeDefined());
    // From a loss of 16, in fifteen steps, 0.016 of the way.
    expect(told('loss-adam')).toBe('15.9');
    const plot = document.querySelector('svg.plot')!;
    expect(plot.getAttribute('aria-label')).toMatch(/paths up to step 15\. From a loss of 16.*Adam to 15\.9/);
    expect(plot.querySelectorAll('.contour').length).toBeGreaterThan(5);
    expect(await checkTryOut(/ends with a larger loss/)).toMatch(/^Not yet/);
    await pressKeys(slider('Learning rate'), 'End');
    await vi.waitFor(() => expect(told('loss-adam')).not.toBe('15.9'));
    expect(await checkTryOut(/ends with a larger loss/)).toMatch(/^Right/);
    expect(await answerTryOut(/very first step/, '0.01')).toMatch(/^Right/);
    expect(await answerTryOut(/Momentum with/, '0.019')).toMatch(/^Right/);
    expect(settings.learn?.solved).toHaveLength(3);
  });

  test('a slice that fails says why, and one that is cancelled can be asked for again', async () => {
    const { text, button } = await openLearn('optimizers', {
      'models.lossSlice': () => new Promise(() => undefined),
    });
    await vi.waitFor(() => expect(document.querySelector('.paths [role=progressbar]')).not.toBeNull());
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(text()).toContain('Compute the paths'));
  });

  test('numbers that overflow are said to', async () => {
    const { text } = await openLearn('optimizers', {
      'models.step': () => {
        throw new AppError('model-not-finite');
      },
    });
    await vi.waitFor(() => expect(text()).toContain('This model cannot read the picture'));
  });
});
