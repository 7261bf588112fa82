import { fillWords } from './fill-words.ts';

/** What must be said with the settings that a search has found. */
export const promotionWarningWords = {
  en: 'These settings are the best of {trials} by validation, which has chosen them: on new data they will do a little worse than it says. Test images took no part.',
  zh: '这些设置是 {trials} 次试验中验证结果最好的，而它们正是按验证结果选出的：在新数据上，表现会比验证结果略差。测试图像没有参与选择。',
} as const;

export const promotionWarningText = (trials: number, language: string): string =>
  fillWords(language.startsWith('zh') ? promotionWarningWords.zh : promotionWarningWords.en, { trials }, language);
