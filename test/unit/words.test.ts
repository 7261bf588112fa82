import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { zh } from '../../renderer/i18n/zh.ts';
import { wordsFor } from '../../electron/shell/words.ts';
import { HELP } from '../../electron/cli/usage.ts';
import { AppError, ERROR_CODES } from '../../shared/contract/errors.ts';
import { PARTS, WORDS } from '../../shared/report/words.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { importWords } from '../../shared/words/import-words.ts';
import { runWarningText } from '../../shared/words/run-warnings.ts';
import { sheetWords } from '../../shared/words/sheet-words.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

/** Every sentence of a language with the path to it. */
function sentences(area: object, path = ''): [key: string, text: string][] {
  return Object.entries(area).flatMap(([key, value]: [string, string | object]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : sentences(value, `${path}${key}.`),
  );
}

/** What is printed on a sheet, and what stands in an evaluation's report, in the language at `place`. */
function pages(language: string, place: 0 | 1): object {
  const { title, advice } = sheetWords(language);
  const report = Object.entries({ ...WORDS, ...PARTS }).map(([key, both]) => [key, both[place]] as const);
  return { sheet: { title, advice }, report: Object.fromEntries(report) };
}

const english = new Map(sentences({ ...en, shell: wordsFor('en'), ...pages('en', 0) }));
const chinese = new Map(sentences({ ...zh, shell: wordsFor('zh-CN'), ...pages('zh-CN', 1) }));

/** The lines of a page or of the command line's help, which keep the same terms. */
const lines = (name: string, text: string): [key: string, text: string][] =>
  text.split('\n').map((line, i) => [`${name}:${i + 1}`, line]);
const page = (name: string): [key: string, text: string][] =>
  lines(name, readFileSync(path.join(repositoryRoot, name), 'utf8'));
const englishPages = new Map([...english, ...page('README.md'), ...lines('--help', HELP)]);
const chinesePages = new Map([...chinese, ...page('README.zh-CN.md')]);

const broken = (words: ReadonlyMap<string, string>, rule: (text: string, key: string) => boolean): string[] =>
  [...words].filter(([key, text]) => rule(text, key)).map(([key, text]) => `${key}: ${text}`);

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** A term that stands for its concept, and what nobody may say in its place. */
const TERMS: Readonly<Record<'en' | 'zh', readonly (readonly [term: string, others: RegExp])[]>> = {
  en: [
    ['diverged', /\bran away|\bruns away|\brunaway/i],
    ['step decay', /steps? down/i],
    ['reduce on plateau', /(?<!reduced? )\bon plateau/i],
    ['confidence interval', /(?<!confidence )\binterval\b/i],
    ['early stopping', /\bstopped early/i],
    ['step size', /\bown steps?\b|\bswing\b/i],
    ['trace', /\brecord(ed)? a step|\bstep recorded/i],
    ['overwrite', /\bsave over\b/i],
    ['finite', /\bno longer a number\b|\bno number\b/i],
    ['can no longer be found', /\bnot here any more\b/i],
    ['optimizer', /\boptimiser/i],
    ['data set', /\bdatasets?\b/i],
    ['top-2 accuracy', /\bfirst two\b|\btwo likeliest\b/i],
    ['again', /\b(?:started|made|opened?|saved?|written?) (?:\w+ )?anew\b/i],
  ],
  zh: [
    ['您', /你/],
    ['图像', /图片/],
    ['重命名', /改名/],
    ['加载', /载入|装载/],
    ['识别', /认字|认错|认成|认您|认出|读作|读法|同步识别/],
    ['手写样本', /字样/],
    ['导入', /取入|收入/],
    ['保存', /留存/],
    ['前 2 准确率', /前两名/],
    ['早停', /提前停止|提早停止/],
    ['容忍轮数', /耐心/],
    ['停滞时降低', /遇平台|平台期/],
    ['阶梯衰减', /逐级下降/],
    ['权重滑动平均', /移动平均|(?<!滑动)平均权重/],
    ['膨胀率', /空洞/],
    ['训练配置', /训练方法|训练方案|配方/],
    ['训练记录', /运行记录/],
    ['追踪', /记录一步/],
    ['自定义', /自定(?!义)/],
    ['发散', /失控/],
    ['校验和', /校验值|校验码/],
    ['有限数值', /有效数值|有效数字/],
    ['服务', /主机/],
  ],
};

/** What fills these ends or begins with a Chinese word, so that it needs no space beside another. */
const CHINESE_PARTS: ReadonlySet<string> = new Set([
  'runs.sortBy',
  'evaluate.parting.begin',
  'recipe.rate.preview',
  'model.macsShort',
]);
const HAN = '\\p{Script=Han}';
const OTHER = '[A-Za-z0-9{}%°]';
const UNSPACED = new RegExp(`${HAN}${OTHER}|${OTHER}${HAN}`, 'u');
const HALF_WIDTH = new RegExp(`${HAN}[,;:!?()]|[,;:!?()]${HAN}|${HAN}\\.(?!\\w)`, 'u');

describe('both languages', () => {
  it('say the same things', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    expect(Object.keys(en.errors).sort()).toEqual([...ERROR_CODES].sort());
    expect(broken(english, (text) => text.trim() === '')).toEqual([]);
    expect(broken(chinese, (text) => text.trim() === '')).toEqual([]);
  });

  it('fill in the same placeholders', () => {
    const differ = (text: string, key: string) =>
      placeholders(text).join() !== placeholders(chinese.get(key) ?? '').join();
    expect(broken(english, differ)).toEqual([]);
  });

  it.each(TERMS.en)('English says "%s"', (_, others) => {
    expect(broken(englishPages, (text) => others.test(text))).toEqual([]);
  });

  it.each(TERMS.zh)('Chinese says "%s"', (_, others) => {
    expect(broken(chinesePages, (text) => others.test(text))).toEqual([]);
  });

  it('have no space at an end and no two in a row', () => {
    const untidy = (text: string, key: string) =>
      (text !== text.trim() || / {2}/.test(text)) && !key.endsWith('.comma');
    expect(broken(english, untidy)).toEqual([]);
    expect(broken(chinese, untidy)).toEqual([]);
  });

  it('speak of digits only where digits are meant', () => {
    const digits = new Set([
      'draw.noDigit',
      'draw.severalDigits',
      'read.check',
      'forms.kindHints.line',
      'forms.kindHints.code',
      'train.lines.kinds.numbers',
      'train.lines.hints.numbers',
      'datasets.mnistAbout',
      'datasets.synthetic',
      'datasets.working.generate',
      'firstSteps.draw.title',
      'firstSteps.data.words',
      'firstSteps.data.wordsHere',
      'firstSteps.data.synthetic',
      'errors.dataset-damaged.todo',
      'errors.dataset-names-fixed.why',
      'imports.warnings.ten-is-zero.title',
      'modelImport.check',
      'modelImport.checkLow',
      'learn.chapters.optimizers.pathsNote',
    ]);
    expect(broken(english, (text, key) => /\bdigits?\b/i.test(text) && !digits.has(key))).toEqual([]);
    expect(broken(chinese, (text, key) => text.includes('数字') && !digits.has(key))).toEqual([]);
  });
});

describe('a list of names', () => {
  it.each([
    ['en', '3, 7'],
    ['zh_CN.UTF-8', '3、7'],
  ])('in %s is told as its readers expect it', (language, told) => {
    const names = ['3', '7'];
    expect(errorWords(new AppError('model-lacks-classes', { names }), language)).toContain(told);
    expect(runWarningText({ code: 'classes-unseen', names }, language)).toContain(told);
    const empty = { code: 'empty-classes' as const, params: { count: 2, names }, on: false };
    expect(importWords(language).warning(empty, false)).toContain(told);
  });
});

describe('English', () => {
  it('has typographic quotes and apostrophes', () => {
    expect(broken(english, (text) => /["']/.test(text))).toEqual([]);
  });
});

describe('Chinese', () => {
  it('has full-width punctuation', () => {
    expect(broken(chinese, (text) => HALF_WIDTH.test(text))).toEqual([]);
  });

  it('has a space between Chinese and Latin letters, digits and placeholders', () => {
    expect(broken(chinese, (text, key) => UNSPACED.test(text) && !CHINESE_PARTS.has(key))).toEqual([]);
  });

  it('has no space beside full-width punctuation or inside Chinese', () => {
    const spaced = /[，。；：！？（）“”] | [，。；：！？（）]|\p{Script=Han} \p{Script=Han}/u;
    expect(broken(chinese, (text) => spaced.test(text))).toEqual([]);
  });
});
