import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/contract/errors.ts';
import { errorWords, resolveLocale, setLanguage, t, useFormat } from '../../renderer/i18n/index.ts';
import type { MessageKey } from '../../renderer/i18n/index.ts';
import { en } from '../../renderer/i18n/en.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import { percentText } from '../../shared/words/numbers.ts';
import { zh } from '../../renderer/i18n/zh.ts';

function flatten(words: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value as object, `${prefix}${key}.`)],
    ),
  );
}

const english = flatten(en);
const chinese = flatten(zh);
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('words', () => {
  it('are the same keys in both languages, none of them empty', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    for (const words of [english, chinese]) for (const [key, text] of words) expect(text.trim(), key).not.toBe('');
  });

  it('have the same placeholders', () => {
    const differing = [...english].filter(([key, text]) => {
      // Chinese has no plural and may leave out a number that English needs only for its form.
      const [ours, theirs] = [placeholders(text), placeholders(chinese.get(key)!)];
      return (
        theirs.some((name) => !ours.includes(name)) || ours.some((name) => name !== '{n}' && !theirs.includes(name))
      );
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('can all be compiled and filled', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      setLanguage(language);
      for (const [key, text] of language === 'en' ? english : chinese) {
        const params = Object.fromEntries(placeholders(text).map((name) => [name.slice(1, -1), 7]));
        expect(t(key as MessageKey, params), key).not.toMatch(/[{}]/);
      }
    }
  });

  it('write numbers by locale and choose the plural', () => {
    setLanguage('en');
    expect(t('common.epochs', { n: 1 })).toBe('1 epoch');
    expect(t('common.epochs', { n: 60000 })).toBe('60,000 epochs');
    setLanguage('zh-CN');
    expect(t('common.epochs', { n: 60000 })).toBe('60,000 轮');
    expect(t('run.log.warning.classes-unseen', { names: ['3', '7'] })).toContain('3、7');
    setLanguage('en');
    expect(t('run.log.warning.classes-unseen', { names: ['3', '7'] })).toContain('3, 7');
  });

  it('have no space between a Chinese name and the Chinese words around it, but beside Latin letters', () => {
    setLanguage('zh-CN');
    const on = (data: string): string => t('run.result.on', { data, n: 30, wrong: 0 });
    expect(on('左手')).toMatch(/^左手的 30 张/);
    expect(on('MNIST')).toMatch(/^MNIST 的 30 张/);
    expect(on('左 手')).toMatch(/^左 手的 30 张/);
    setLanguage('en');
  });

  it('stand one sentence after the other as the language has it', () => {
    expect(createFormat('en').sentences(['One.', 'Two.'])).toBe('One. Two.');
    expect(createFormat('zh-CN').sentences(['一。', '二。'])).toBe('一。二。');
  });

  it('tell every error in full', () => {
    for (const code of ERROR_CODES) {
      const { title, why, todo } = errorWords({ code, params: {} });
      expect(
        [title, why, todo].every((words) => words.length > 1),
        code,
      ).toBe(true);
    }
  });

  it('tell what is wrong with a model by its layer', () => {
    setLanguage('en');
    const params = { layer: 'dense', index: 1200, reason: 'needs-vector', shape: '5 × 5 × 64' };
    expect(errorWords({ code: 'model-invalid', params })).toEqual({
      title: 'The model does not fit together at dense',
      why: 'Layer 1,200, dense, works on vectors and sequences, but gets an image of 5 × 5 × 64.',
      todo: 'Put a Flatten or a GlobalAveragePooling2D before it.',
    });
    expect(errorWords({ code: 'model-invalid', params: { ...params, reason: 'unheard of' } }).why).toContain('dense');
  });

  it('follow the system only where it speaks one of ours', () => {
    expect(resolveLocale('system', ['de-DE', 'zh-TW', 'en-GB'])).toBe('zh-CN');
    expect(resolveLocale('system', ['fr-FR'])).toBe('en');
    expect(resolveLocale('en', ['zh-CN'])).toBe('en');
  });

  it('set the page’s language', () => {
    setLanguage('zh-CN');
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(useFormat().value.locale).toBe('zh-CN');
  });
});

describe('formats', () => {
  const format = createFormat('en');

  it('what is 0 when it is rounded has no sign', () => {
    expect([-0, -0.0004, -0.0005, 0.0004].map((value) => format.number(value, 3))).toEqual([
      '0.000',
      '0.000',
      '-0.001',
      '0.000',
    ]);
  });

  it('writes durations', () => {
    expect([14, 74.6, 3599.4, 3661, -1, NaN].map(format.duration)).toEqual([
      '0:14',
      '1:15',
      '59:59',
      '1:01:01',
      '0:00',
      '–',
    ]);
  });

  it('sets a space between a number and a Chinese unit, and groups digits alike', () => {
    const chinese = createFormat('zh-CN');
    expect([1280, 14_610, 15_200_000].map(chinese.compact)).toEqual(['1,280', '1.46 万', '1,520 万']);
    expect(chinese.milliseconds(2.1)).toBe('2.1 毫秒');
    expect([1280, 15_200_000].map(format.compact)).toEqual(['1.28K', '15.2M']);
  });

  it('never shows a full 100 % that is none', () => {
    expect(format.percent(0.99996, 1)).toBe('99.9%');
    expect(format.percent(1, 1)).toBe('100.0%');
    expect(format.percent(0.9912, 2)).toBe('99.12%');
  });

  it('never shows nothing where there is little', () => {
    expect([0, 0.0004, 0.0005, 0.00051, 0.012].map((share) => format.percent(share))).toEqual([
      ...['0.0%', '<0.1%', '0.1%', '0.1%', '1.2%'],
    ]);
    expect(format.percent(0.004, 0)).toBe('<1%');
    expect(format.perCentRange([0.0001, 0.02])).toBe('<0.1–2.0');
    expect([0, 0.00001, 0.5].map((share) => percentText(share))).toEqual(['0.00%', '<0.01%', '50.00%']);
  });

  it('gives a loss digits that say something', () => {
    expect([2.3026, 0.0412, 0.000871, 0].map(format.loss)).toEqual(['2.30', '0.0412', '0.000871', '0.000']);
    expect([23.45, 2345.6, 6e16, 1.234e6, NaN, Infinity].map(format.loss)).toEqual([
      ...['23.5', '2,346', '6 × 10¹⁶', '1.23 × 10⁶', '–', '∞'],
    ]);
  });

  it('writes bytes as disks count them', () => {
    expect([0, 999, 843e6, 1.26e9, 999.7e6].map(format.bytes)).toEqual([
      '0 byte',
      '999 byte',
      '843 MB',
      '1.26 GB',
      '1.00 GB',
    ]);
  });

  it('writes small and huge numbers so that they can be read', () => {
    expect([0.001, 128, 60_000, 1e-7, -2.5e-9, NaN, 1.7e308].map((value) => format.plain(value))).toEqual([
      ...['0.001', '128', '60,000', '10⁻⁷', '-2.5 × 10⁻⁹', '–', '1.7 × 10³⁰⁸'],
    ]);
  });

  it('throws at no moment, whatever a log from elsewhere says', () => {
    for (const time of [1e300, -1e300, NaN, Infinity])
      expect([format.dateTime(time), format.date(time), format.time(time)]).toEqual(['–', '–', '–']);
  });

  it.each(['en', 'zh-CN'] as const)('writes rates and seeds as a person would: %s', (locale) => {
    const { rate, seed } = createFormat(locale);
    expect([0.01, 0.000364535, 0.00036, 1e-6, 9.9999e-7, 3.64e-8, 1e-12].map(rate)).toEqual([
      ...['0.01', '0.000365', '0.00036', '0.000001', '0.000001', '3.64 × 10⁻⁸', '10⁻¹²'],
    ]);
    expect(seed(4_294_967_295)).toBe('4294967295');
    setLanguage(locale);
    expect(t('recipe.finder.now', { rate: 1e-7 })).toContain('10⁻⁷');
  });
});
