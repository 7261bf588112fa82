/**
 * Characters that would not be shown by a terminal but obeyed: control characters (C0, DEL, C1; an escape sequence begins with
 * one), line and paragraph separators, and those that change the direction of writing, so that a name could look like another.
 */
// eslint-disable-next-line no-control-regex -- these are the ones that are meant
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * One line of text for a terminal, whatever names of files, classes or runs stand in it: characters that a terminal
 * would obey are written as escapes.
 */
export const terminalLine = (text: string): string =>
  text.replace(OBEYED, (character) => NAMED[character] ?? escaped(character));

/** JSON on one line for a terminal or a program: the same text to whoever parses it. */
export const terminalJson = (value: unknown): string => JSON.stringify(value).replace(OBEYED, escaped);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
