/** Up to so many classes are all shown; of more, only the most important. */
export const MANY_CLASSES = 20;

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;

/** About how wide a name is drawn, in widths of a digit (CSS's ch): East Asian signs take two, combining marks none. */
export const nameWidth = (name: string): number =>
  [...name].reduce((sum, sign) => sum + (MARK.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1), 0);

/** The widest of several names, in the same unit. */
export const widestName = (names: readonly string[]): number =>
  names.reduce((most, name) => Math.max(most, nameWidth(name)), 0);

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name as part of a sentence: one that runs from right to left does not change the order of the words around it. */
export const inSentence = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);
