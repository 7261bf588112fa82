import type { AppError, ErrorData } from '../contract/errors.ts';
import { errors as english } from './errors-en.ts';
import { errors as chinese } from './errors-zh.ts';

/**
 * An error in the user's words, a line each: what happened, why, what to do. For hosts, which have no window to say it in.
 * `language` is a BCP 47 tag or a POSIX locale.
 */
export function errorWords({ code, params }: AppError | ErrorData, language: string): string {
  const { title, why, todo } = (language.startsWith('zh') ? chinese : english)[code];
  const fill = (words: string) => words.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  return [title, why, todo].map(fill).join('\n  ');
}
