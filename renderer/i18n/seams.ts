/**
 * Chinese words have a space around a placeholder, since Latin letters and numbers stand off from them. What fills it may be
 * Chinese itself, such as a name, and no space belongs between two Chinese characters then. The marks are of Unicode's private use.
 */
const [BEGIN, END] = ['\uE000', '\uE001'];
const SPACES = /(?<=\p{Script=Han}) (?=\uE000\p{Script=Han})|(?<=\p{Script=Han}\uE001) (?=\p{Script=Han})/gu;

/** What fills a placeholder, with its ends marked for `sewn`. */
export const marked = (value: string): string => `${BEGIN}${value}${END}`;

/** Words whose placeholders were filled with marked values. */
export const sewn = (words: string): string => words.replace(SPACES, '').replace(/[\uE000\uE001]/g, '');
