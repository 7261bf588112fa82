import type { ErrorParams } from '../contract/errors.ts';
import type { RunWarning } from '../contract/schemas/run-result.ts';
import { fillWords } from './fill-words.ts';
import { percentText } from './numbers.ts';

type Words = Readonly<Record<RunWarning['code'], string>>;

/** What a run's warnings say; `before` and `after` are accuracies. */
export const runWarningsEn: Words = {
  'classes-unseen':
    'The model never saw an image of these classes, so it will not read them: {names}. Add images of them, or leave the classes out.',
  forgetting:
    'The model forgot some of what it could read: on {data} its accuracy fell from {before} to {after}. Replay some of the original images, or freeze the features.',
  'forgetting-untested':
    'Whether the model forgot what it could read was not fully tested: not all images that its parent was tested on are on this computer.',
};

export const runWarningsZh: Words = {
  'classes-unseen': '模型从未见过这些类别的图像，因此无法识别它们：{names}。请添加它们的图像，或去掉这些类别。',
  forgetting:
    '模型遗忘了一部分原来能识别的内容：在 {data} 上，准确率从 {before} 降到 {after}。请重放一部分原来的图像，或冻结特征层。',
  'forgetting-untested': '没有完整检验模型是否遗忘了原来能识别的内容：原模型的测试图像不全在这台电脑上。',
};

/** What fills the words' placeholders: `percent` writes an accuracy, `dataName` a data set's id as a person knows it. */
export function runWarningParams(
  warning: RunWarning,
  percent: (share: number) => string,
  dataName: (id: string) => string = (id) => id,
): ErrorParams {
  switch (warning.code) {
    case 'classes-unseen':
      return { names: warning.names };
    case 'forgetting':
      return { data: dataName(warning.dataset), before: percent(warning.before), after: percent(warning.after) };
    case 'forgetting-untested':
      return {};
  }
}

/** A warning as one line, for hosts without a window. `language` is a BCP 47 tag or a POSIX locale. */
export function runWarningText(warning: RunWarning, language: string): string {
  const words = (language.startsWith('zh') ? runWarningsZh : runWarningsEn)[warning.code];
  return fillWords(words, runWarningParams(warning, percentText), language);
}
