import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { useLearn } from '../../renderer/stores/learn.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { EvaluationInfo } from '../../shared/contract/schemas/evaluation.ts';
import { bytesOfFloats, placesToBytes } from '../../shared/data/number-bytes.ts';
import { EVALUATIONS_CALLS, someEvaluation } from '../fixtures/lab-examples.ts';
import { cardWith, LEARN_SPEC, LEARN_TASK } from '../fixtures/learn-model.ts';
import { answerTryOut, checkTryOut, openLearn, pressKeys, told } from '../fixtures/learn-room.ts';

const info: EvaluationInfo = {
  ...someEvaluation,
  model: { ...someEvaluation.model, weightsSha256: cardWith(LEARN_SPEC).weightsSha256 },
  task: LEARN_TASK,
  count: 4,
};
/** Two of `a` read as a and b, one of `b` read rightly, one of `c` read as b. */
const answers = {
  ...{ count: 4, of: 4, classes: 3 },
  logits: bytesOfFloats(Float32Array.from([3, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0.2, 0])),
  labels: placesToBytes([0, 0, 1, 2]),
};
const letters: DatasetInfo = {
  ...{ id: 'set-0123456789', name: 'Letters', kind: 'imported', framing: 'centred', origin: null },
  ...{ task: LEARN_TASK, status: { state: 'ready' }, trainCount: 10, testCount: 4 },
};
async function open(handlers: Partial<Handlers<HostCalls>> = {}) {
  const studio = await openLearn('evaluation', {
    'evaluations.list': () => [info],
    'evaluations.answers': () => answers,
    ...handlers,
  });
  return studio;
}
const slider = (place: number): HTMLElement =>
  document.querySelectorAll<HTMLElement>('.chapter .knobs [role=slider]')[place]!;
const litCells = (): string[] =>
  [...document.querySelectorAll('.matrix td.lit')].map((cell) => cell.getAttribute('aria-label')!);
const entry = (text: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.legend .entry')].find((one) => one.textContent!.includes(text))!;
async function choose(field: string, option: string): Promise<void> {
  const { default: UiSelect } = await import('../../renderer/ui/UiSelect.vue');
  const select = current.wrapper
    .findAllComponents(UiSelect)
    .find((one) => one.element.closest?.('.field')?.textContent?.includes(field))!;
  select.vm.$emit('update:modelValue', option);
  await flushPromises();
}
let current: Awaited<ReturnType<typeof open>>;

describe('evaluation', () => {
  test('counts anew by temperature and threshold, and lights up the cells of a symbol', async () => {
    current = await open();
    await vi.waitFor(() => expect(told('accuracy')).toBe('50.00%'));
    expect(told('n')).toBe('4');
    expect(told('interval')).toBe('15.00% – 85.00%');
    const before = told('ece');
    await pressKeys(slider(0), 'ArrowRight', 'ArrowRight', 'ArrowRight');
    expect(told('accuracy')).toBe('50.00%');
    expect(told('ece')).not.toBe(before);
    await pressKeys(slider(1), 'End');
    expect([told('n'), told('accuracy'), told('interval')]).toEqual(['0', '–', '–']);
    await pressKeys(slider(1), 'Home');
    await choose('Class k', '1');
    expect([told('precision'), told('recall')]).toEqual(['33.33%', '100.00%']);
    entry('all that was read as k').focus();
    await flushPromises();
    expect(litCells()).toHaveLength(3);
    entry('images of class k that were read as k').focus();
    await flushPromises();
    expect(litCells()).toHaveLength(3);
    entry('images that count').focus();
    await flushPromises();
    expect(litCells()).toHaveLength(9);
    expect(await checkTryOut(/known more exactly/)).toBe('');
    expect(await answerTryOut(/What is its precision/, '75')).toMatch(/^Right/);
  });

  test('the reader’s own image lands where it was read, rightly or wrongly, and is less sure at a higher temperature', async () => {
    current = await open();
    await vi.waitFor(() => expect(useLearn().reading).not.toBeNull());
    const { index, label } = useLearn().reading!;
    await vi.waitFor(() => expect(told('own')).toContain(`read as ${label}`));
    await choose('What did you write?', String(index));
    expect(told('own')).toMatch(/^Rightly read as/);
    expect(document.querySelectorAll('.matrix td.chosen')).toHaveLength(1);
    const other = (index + 1) % 3;
    await choose('What did you write?', String(other));
    expect(told('own')).toContain(`row ${LEARN_TASK.classes[other]}, column ${label}`);
    await pressKeys(slider(0), 'End');
    expect(told('own')).toContain('with 34.5%');
    expect(await checkTryOut(/less than 60% sure/)).toMatch(/^Right/);
    await pressKeys(slider(1), 'End');
    expect(told('own')).toContain('would not count');
  });

  test('where nothing was evaluated, images are read from here, with progress and cancel', async () => {
    let finish: (info: EvaluationInfo) => void = () => undefined;
    let asked = '';
    current = await open({
      'evaluations.list': () => [],
      'datasets.list': () => [letters],
      'evaluations.start': ({ ticket, dataset, part }, { signal }) => {
        asked = `${dataset} ${part}`;
        current.host.emit('evaluation.progress', { ticket, done: 1, total: 4 });
        return new Promise((resolve, reject) => {
          finish = resolve;
          signal.addEventListener('abort', () => reject(new AppError('cancelled')));
        });
      },
    });
    const { button, text } = current;
    expect(told('accuracy')).toBe('–');
    button(/^Read the test images of Letters$/).click();
    await vi.waitFor(() =>
      expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('25'),
    );
    expect(asked).toBe('set-0123456789 test');
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(button(/^Read the test images of Letters$/)).toBeDefined());
    expect(text()).not.toContain('cancelled');
    button(/^Read the test images of Letters$/).click();
    await flushPromises();
    finish(info);
    await vi.waitFor(() => expect(told('accuracy')).toBe('50.00%'));
  });

  test('says what is missing, and what has become of an evaluation whose data have changed', async () => {
    current = await open({ 'evaluations.list': () => [] });
    expect(current.text()).toContain('No data set on this machine has this model’s image size and its classes.');
    close();
    const removed: string[] = [];
    current = await open({
      'evaluations.answers': () => {
        throw new AppError('evaluation-stale', { data: 'MNIST' });
      },
      'evaluations.remove': ({ id }) => (removed.push(id), EVALUATIONS_CALLS['evaluations.remove'][1]),
    });
    await vi.waitFor(() => expect(current.text()).toContain('Remove this evaluation'));
    current.button(/^Remove this evaluation$/).click();
    await vi.waitFor(() => expect(removed).toEqual([info.id]));
    await vi.waitFor(() => expect(current.text()).not.toContain('Remove this evaluation'));
  });
});
