import { flushPromises, mount } from '@vue/test-utils';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick, ref, shallowReactive } from 'vue';
import { numberText, typedNumber } from '../../shared/words/numbers.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { parseNumber, problemOf, stepped } from '../../renderer/ui/number-input.ts';
import { provideProblems, UiDisclosure, UiField, UiNumberField } from '../../renderer/ui/index.ts';
import type { FieldProblem, Problems } from '../../renderer/ui/index.ts';

afterEach(() => setLanguage('en'));

describe('reading a typed number', () => {
  it.each([
    ['15,240', 15240],
    ['1,234,567.5', 1234567.5],
    ['15 240', 15240],
    ['15\u202f240', 15240],
    ["15'240", 15240],
    ['15，240', 15240],
    [' 0.001 ', 0.001],
    ['1e-4', 1e-4],
    ['1E−4', 1e-4],
    ['１ｅ－４', 1e-4],
    ['10⁻⁴', 1e-4],
    ['-10^3', -1000],
    ['2.5 × 10⁻⁷', 2.5e-7],
    ['2*10^3', 2000],
    ['−3', -3],
    ['＋３', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['１２．５', 12.5],
    ['０。０１', 0.01],
    // A comma groups only where it can; elsewhere it stands before decimals.
    ['0,002', 0.002],
    [',5', 0.5],
    ['1,5', 1.5],
    ['1234,5', 1234.5],
    ['2,5e-3', 0.0025],
    ['1,234', 1234],
    ['0,0', 0],
  ])('%s', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each([
    ...['', ' ', '.', ',', 'abc', '1.2.3', '--1', '1e', 'e3', '0x10', 'Infinity', 'NaN', '1 × 10', '½', '十'],
    // Two readings, or none.
    ...['10,00', '1,0', '1,23,456', '12,34,5', '1.234,5', '1,234.567,8', '1 2', '1 000,000', '3 * 1000', '0,002,000'],
    // Numbers that a double cannot keep.
    ...['1e400', '1e-400'],
  ])('refuses %j', (text) => expect(parseNumber(text)).toBeNull());

  it('takes back all that the studio writes into a field', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }).filter((value) => !Object.is(value, -0)),
        (value) => {
          const kept = Number(value.toPrecision(15));
          expect(parseNumber(typedNumber(value))).toBe(kept);
          if (Math.abs(kept) >= 1e-6) expect(parseNumber(createFormat('zh-CN').plain(kept, 15))).toBe(kept);
          expect(parseNumber(numberText(value, 15))).toBe(kept);
        },
      ),
    );
  });

  it('names both bounds when there are both', () => {
    expect(problemOf(5000, { min: 1, max: 4096 })).toBe('range');
    expect(problemOf(0, { min: 1 })).toBe('min');
    expect(problemOf(1.5, { whole: true })).toBe('whole');
    expect([problemOf(null, { whole: true }), problemOf(null, {})]).toEqual(['whole', 'number']);
    expect(problemOf(4096, { min: 1, max: 4096, whole: true })).toBeNull();
  });

  it('steps on the grid without binary dust and stays within bounds', () => {
    expect(stepped(0.2, 0.1, 1, {})).toBe(0.3);
    expect(stepped(0.25, 0.1, 1, { min: 0 })).toBe(0.3);
    expect(stepped(0.25, 0.1, -1, { min: 0 })).toBe(0.2);
    expect(stepped(4096, 32, 1, { min: 1, max: 4096 })).toBe(4096);
    expect(stepped(128, 32, 1, { min: 1 })).toBe(160);
    expect(stepped(0.001, 0.0001, 1, { min: 1e-7 })).toBe(0.0011);
    expect(stepped(5000, 1000, -1, { min: 10 })).toBe(4000);
    expect(stepped(1000, 1000, -1, { min: 10 })).toBe(10);
  });
});

describe('UiNumberField', () => {
  const open = (props: object) => mount(UiNumberField, { props: { modelValue: 128, label: 'Batch size', ...props } });
  const newest = (field: ReturnType<typeof open>) => field.emitted('update:modelValue')?.at(-1)?.[0];

  /** In a form, with the model as its owner sees it. */
  function openInForm(start: number, props: object = {}) {
    const problems: Problems = shallowReactive(new Map<string, FieldProblem>());
    const value = ref(start);
    const shown = ref(true);
    const form = mount(
      defineComponent(() => {
        provideProblems(problems);
        return () =>
          shown.value
            ? h(UiField, { label: 'Images to use' }, () =>
                h(UiNumberField, {
                  ...props,
                  modelValue: value.value,
                  'onUpdate:modelValue': (n) => (value.value = n!),
                }),
              )
            : h('div');
      }),
      { attachTo: document.body },
    );
    const input = () => form.get('input');
    /** Letter by letter, as a person types. */
    const type = async (text: string): Promise<void> => {
      for (let n = 1; n <= text.length; n++) await input().setValue(text.slice(0, n));
    };
    return { form, problems, value, shown, input, type };
  }

  it('changes the model only to values within bounds and says what is wrong', async () => {
    setLanguage('en');
    const field = open({ min: 1, max: 4096, whole: true });
    const input = field.get('input');
    await input.setValue('5000');
    expect(field.emitted('update:modelValue')).toBeUndefined();
    const alert = field.get('[role=alert]');
    expect(alert.text()).toBe('Between 1 and 4,096.');
    expect(input.attributes('aria-describedby')).toBe(alert.attributes('id'));
    expect(input.attributes('aria-invalid')).toBe('true');

    await input.setValue('64');
    expect(newest(field)).toBe(64);
    expect(field.find('[role=alert]').exists()).toBe(false);
  });

  it('keeps no beginning of a number that was not meant, and tells the form until it is mended', async () => {
    const { problems, value, input, type, form } = openInForm(60_000, { min: 10, max: 60_000, whole: true });
    await type('100000');
    await input().trigger('blur');
    expect(value.value).toBe(60_000);
    expect(input().element.value).toBe('100000');
    expect([...problems.values()]).toMatchObject([{ label: 'Images to use', message: 'Between 10 and 60,000.' }]);

    [...problems.values()][0]!.focus();
    await flushPromises();
    expect(document.activeElement).toBe(input().element);
    await type('5000');
    await input().trigger('blur');
    expect(value.value).toBe(5000);
    expect(input().element.value).toBe('5,000');
    expect(problems.size).toBe(0);
    form.unmount();
  });

  it('is taken back by Escape, and only then is Escape its own', async () => {
    const { problems, value, input, type, form } = openInForm(128, { max: 4096 });
    const outside: string[] = [];
    document.body.addEventListener('keydown', (event) => outside.push(event.key), { once: true });
    await type('64x');
    expect(problems.size).toBe(1);
    await input().trigger('keydown', { key: 'Escape' });
    expect(input().element.value).toBe('128');
    expect(value.value).toBe(128);
    expect(problems.size).toBe(0);
    expect(outside).toEqual([]);
    await input().trigger('keydown', { key: 'Escape' });
    expect(outside).toEqual(['Escape']);
    form.unmount();
  });

  it('follows a number that is set by somebody else, and forgets what it could not mean', async () => {
    const { problems, value, input, type, form, shown } = openInForm(128);
    await type('many');
    value.value = 256;
    await nextTick();
    expect(input().element.value).toBe('256');
    expect(problems.size).toBe(0);
    // A field that is gone cannot be mended.
    await type('many');
    expect(problems.size).toBe(1);
    shown.value = false;
    await nextTick();
    expect(problems.size).toBe(0);
    expect(value.value).toBe(256);
    form.unmount();
  });

  it('says that a number out of bounds is wrong though nobody typed it', async () => {
    const { problems, form } = openInForm(100_000, { min: 10, max: 60_000 });
    expect([...problems.values()]).toMatchObject([{ message: 'Between 10 and 60,000.' }]);
    form.unmount();
    expect(problems.size).toBe(0);
  });

  it('shows what lies in a closed part of the form', async () => {
    const problems: Problems = shallowReactive(new Map<string, FieldProblem>());
    const Form = defineComponent(() => {
      provideProblems(problems);
      return () =>
        h(UiDisclosure, { label: 'More' }, () => h(UiNumberField, { modelValue: 7, max: 5, label: 'Patience' }));
    });
    const form = mount(Form, { attachTo: document.body });
    expect(form.get('[aria-expanded]').attributes('aria-expanded')).toBe('false');
    [...problems.values()][0]!.focus();
    await flushPromises();
    expect(form.get('[aria-expanded]').attributes('aria-expanded')).toBe('true');
    expect(document.activeElement).toBe(form.get('input').element);
    form.unmount();
  });

  it('writes a number so that it can be typed on, and attributes without exponents', () => {
    const input = open({ modelValue: 1e-7, min: 1e-12, max: 1 }).get('input');
    expect(input.element.value).toBe('1e-7');
    expect(input.attributes('aria-valuemin')).toBe('0.000000000001');
    expect(open({ modelValue: 4_294_967_295, ungrouped: true }).get('input').element.value).toBe('4294967295');
    expect(open({ modelValue: 60_000 }).get('input').element.value).toBe('60,000');
  });

  it('is stepped by the arrow keys', async () => {
    const field = open({ step: 32, min: 0, max: 4096 });
    await field.get('input').trigger('keydown', { key: 'ArrowUp' });
    expect(newest(field)).toBe(160);
    await field.get('input').trigger('keydown', { key: 'PageDown' });
    expect(newest(field)).toBe(0);
  });

  it('speaks the language on screen', async () => {
    const field = open({ min: 1 });
    await field.get('input').setValue('0');
    setLanguage('zh-CN');
    await nextTick();
    expect(field.get('[role=alert]').text()).toBe('不能小于 1。');
  });
});
