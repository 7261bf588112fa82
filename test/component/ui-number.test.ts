import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { parseNumber, problemOf, stepped } from '../../renderer/ui/number-input.ts';
import { UiNumberField } from '../../renderer/ui/index.ts';

afterEach(() => setLanguage('en'));

describe('reading a typed number', () => {
  it.each([
    ['15,240', 15240],
    [' 0.001 ', 0.001],
    ['1e-4', 1e-4],
    ['−3', -3],
    ['.5', 0.5],
    ['１２．５', 12.5],
    ['０。０１', 0.01],
  ])('%s', (text, value) => expect(parseNumber(text, 'zh-CN')).toBe(value));

  it.each(['', 'abc', '1.2.3', '--1', '1e', '0x10', 'Infinity'])('refuses %j', (text) =>
    expect(parseNumber(text, 'en')).toBeNull(),
  );

  it('names both bounds when there are both', () => {
    expect(problemOf(5000, { min: 1, max: 4096 })).toBe('range');
    expect(problemOf(0, { min: 1 })).toBe('min');
    expect(problemOf(1.5, { whole: true })).toBe('whole');
    expect(problemOf(4096, { min: 1, max: 4096, whole: true })).toBeNull();
  });

  it('steps on the grid without binary dust and stays within bounds', () => {
    expect(stepped(0.2, 0.1, 1, {})).toBe(0.3);
    expect(stepped(0.25, 0.1, 1, { min: 0 })).toBe(0.3);
    expect(stepped(0.25, 0.1, -1, { min: 0 })).toBe(0.2);
    expect(stepped(4096, 32, 1, { min: 1, max: 4096 })).toBe(4096);
  });
});

describe('UiNumberField', () => {
  const open = (props: object) => mount(UiNumberField, { props: { modelValue: 128, label: 'Batch size', ...props } });
  const newest = (field: ReturnType<typeof open>, event: string) => field.emitted(event)?.at(-1)?.[0];

  it('changes the model only to values within bounds and says what is wrong', async () => {
    setLanguage('en');
    const field = open({ min: 1, max: 4096, whole: true });
    const input = field.get('input');
    await input.setValue('5000');
    expect(field.emitted('update:modelValue')).toBeUndefined();
    expect(field.get('[role=alert]').text()).toBe('Between 1 and 4,096.');
    expect(newest(field, 'update:valid')).toBe(false);
    expect(input.attributes('aria-invalid')).toBe('true');

    await input.setValue('64');
    expect(newest(field, 'update:modelValue')).toBe(64);
    expect(newest(field, 'update:valid')).toBe(true);
  });

  it('goes back to the last good value when it is left', async () => {
    const field = open({});
    await field.get('input').setValue('many');
    await field.get('input').trigger('blur');
    expect(field.get('input').element.value).toBe('128');
  });

  it('is stepped by the arrow keys', async () => {
    const field = open({ step: 32, min: 0, max: 4096 });
    await field.get('input').trigger('keydown', { key: 'ArrowUp' });
    expect(newest(field, 'update:modelValue')).toBe(160);
    await field.get('input').trigger('keydown', { key: 'PageDown' });
    expect(newest(field, 'update:modelValue')).toBe(0);
  });

  it('speaks the language on screen', async () => {
    const field = open({ min: 1 });
    await field.get('input').setValue('0');
    setLanguage('zh-CN');
    await nextTick();
    expect(field.get('[role=alert]').text()).toBe('不能小于 1。');
  });
});
