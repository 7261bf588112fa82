import type { Assumption, ImportedLayer } from '../contract/schemas/model-import.ts';
import { fillWords } from './fill-words.ts';
import { modelImportEn } from './model-import-en.ts';
import { modelImportZh } from './model-import-zh.ts';

/** What the import of a model found, a line each. `language` is a BCP 47 tag or a POSIX locale. */
export function modelImportWords(language: string) {
  const { reasons, assumptions } = language.startsWith('zh') ? modelImportZh : modelImportEn;
  return {
    assumption: ({ code, facts }: Assumption): string => fillWords(assumptions[code], facts, language),
    /** Why a layer was left out or cannot be taken; empty for one that was taken. */
    reason: ({ reason, facts }: ImportedLayer): string =>
      reason === null ? '' : fillWords(reasons[reason], facts, language),
  };
}
