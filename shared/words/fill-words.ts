import type { ErrorParams } from '../contract/errors.ts';

/** Names one after the other, as a reader of the language expects them. `language` is a BCP 47 tag or a POSIX locale. */
export const listText = (names: readonly string[], language: string): string =>
  names.join(language.startsWith('zh') ? '、' : ', ');

/** Words with their placeholders filled: `{name}` becomes the parameter of that name, a list as `listText` has it. */
export function fillWords(words: string, params: ErrorParams, language: string): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    return typeof value === 'object' ? listText(value, language) : String(value);
  });
}
