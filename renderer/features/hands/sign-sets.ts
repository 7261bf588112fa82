import { LONGEST_NAME } from '../../../shared/contract/schemas/task.ts';
import { DIGITS } from '../../../shared/task/digits.ts';

/** Signs that a new hand may have: the usual ones, or the user's own. */
export const SIGN_SETS = ['digits', 'lower', 'upper', 'own'] as const;
export type SignSet = (typeof SIGN_SETS)[number];

const LOWER = [...'abcdefghijklmnopqrstuvwxyz'];

/** The signs of a set; `own` reads what the user has typed. */
export function signsOf(set: SignSet, typed: string): readonly string[] {
  if (set === 'digits') return DIGITS.classes;
  if (set === 'lower') return LOWER;
  if (set === 'upper') return LOWER.map((letter) => letter.toUpperCase());
  return ownSigns(typed);
}

/** What the user typed, as signs without doubles: words where it has spaces, commas or lines between them, else each character. */
export function ownSigns(typed: string): readonly string[] {
  const words = typed
    .trim()
    .split(/[\s,，、;；]+/u)
    .filter(Boolean);
  const parts = words.length === 1 ? characters(words[0]!) : words;
  return [...new Set(parts.map((part) => part.normalize('NFC')))];
}

/** Whole characters as a person sees them: a letter with its accents, an emoji of several signs. */
const characters = (word: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)].map(({ segment }) => segment);

/** Whether the names can be classes: two or more, each of a length that is allowed. */
export const areSigns = (signs: readonly string[]): boolean =>
  signs.length >= 2 && signs.length <= 1000 && signs.every((sign) => sign.length <= LONGEST_NAME);
