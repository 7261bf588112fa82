import type { AppError, ErrorData } from '../contract/errors.ts';
import { faultOf } from '../model/faults.ts';
import { spaceFaultOf } from '../study/space-faults.ts';
import { errors as english } from './errors-en.ts';
import { errors as chinese } from './errors-zh.ts';
import { fillWords } from './fill-words.ts';
import { modelFaults as englishFaults } from './model-faults-en.ts';
import { modelFaults as chineseFaults } from './model-faults-zh.ts';
import { spaceFaults as englishSpace } from './space-faults-en.ts';
import { spaceFaults as chineseSpace } from './space-faults-zh.ts';

/** As `errorLines`, in one text. */
export const errorWords = (error: AppError | ErrorData, language: string): string =>
  errorLines(error, language).join('\n');

/**
 * An error in the user's words, a line each: what happened, why, what to do. For hosts, which have no window to say it in.
 * `language` is a BCP 47 tag or a POSIX locale.
 */
export function errorLines(error: AppError | ErrorData, language: string): string[] {
  const { code, params } = error;
  const isChinese = language.startsWith('zh');
  const fault = faultOf(error);
  const spaceFault = spaceFaultOf(error);
  const { title, why, todo } = {
    ...(isChinese ? chinese : english)[code],
    ...(fault && (isChinese ? chineseFaults : englishFaults)[fault]),
    ...(spaceFault && { why: (isChinese ? chineseSpace : englishSpace)[spaceFault] }),
  };
  return [title, `  ${why}`, `  ${todo}`].map((words) => fillWords(words, params, language));
}
