import { isMend, type SkipReason, type Warning } from '../contract/schemas/import.ts';
import { fillWords } from './fill-words.ts';
import { importWordsEn } from './import-en.ts';
import { importWordsZh } from './import-zh.ts';

/** What an import found, a line each, for a terminal. `language` is a BCP 47 tag or a POSIX locale. */
export function importWords(language: string) {
  const isChinese = language.startsWith('zh');
  const { warnings, mends, skipped } = isChinese ? importWordsZh : importWordsEn;
  return {
    warning({ code, params }: Warning, isMended: boolean): string {
      const { title, text } = warnings[code];
      const found = fillWords(text, params, language);
      const mend = isMend(code) ? mends[code] : '';
      const done = isMended ? (isChinese ? `（已修正：${mend}）` : ` (mended: ${mend})`) : '';
      return isChinese ? `${title}：${found}${done}` : `${title}: ${found}${done}`;
    },
    skipped: (file: string, reason: SkipReason): string =>
      isChinese ? `未使用 ${file}：${skipped[reason]}` : `not used: ${file} (${skipped[reason]})`,
  };
}
