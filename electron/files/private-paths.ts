import { terminalLine } from '../../shared/words/terminal-text.ts';

/** A folder whose path is told as a short word instead. */
export interface PrivateFolder {
  /** Absolute. */
  readonly path: string;
  readonly as: string;
}

/** What makes of a path beside it a piece of a longer one. */
const WORD = String.raw`[\p{L}\p{N}_.-]`;
/** Chinese is written without spaces, so that a path stands right beside it. */
const HAN = String.raw`\p{Script=Han}`;
/** An escape, which ends in a letter or a digit and is none: \n, \u0085, %0A. A separator's own is part of the path. */
const ESCAPE = String.raw`\\(?:[bfnrt]|u[0-9a-fA-F]{4})|%(?!2[fF]|5[cC])[0-9a-fA-F]{2}`;
/** Not within a row of separators: to try each of them anew takes minutes for a long one. */
const BEFORE = {
  root: String.raw`(?:(?<!${WORD}|[\\/])|(?<=${HAN}|${ESCAPE}))`,
  drive: `(?:(?<!${WORD})|(?<=${HAN}|${ESCAPE}))`,
};
const AFTER = String.raw`(?:(?![\p{L}\p{N}_-])|(?=${HAN}))`;
const SEPARATORS = String.raw`(?:[\\/]|%2[fF]|%5[cC])+`;

/**
 * Gives what writes `~` for the user's home folder and the like in a text that others may read: a home folder bears a person's name.
 * Paths are found as they are, inside JSON (also inside a text inside JSON) and inside addresses, with either separator, with accents in
 * one character or two. A root is no home. `folders`: of two that lie in one another the inner one comes first.
 */
export function hidePaths(folders: readonly PrivateFolder[], platform: NodeJS.Platform): (text: string) => string {
  const rules = folders.flatMap(({ path, as }) => {
    const parts = path.split(platform === 'win32' ? /[\\/]+/ : /\/+/).filter(Boolean);
    if (parts.length === 0 || (platform === 'win32' && parts.length === 1)) return [];
    const begin = /^[\\/]/.test(path) ? `${BEFORE.root}${SEPARATORS}` : BEFORE.drive;
    const source = `${begin}${parts.map(anySpelling).join(SEPARATORS)}${AFTER}`;
    return [{ pattern: new RegExp(source, platform === 'linux' ? 'gu' : 'giu'), as }];
  });
  return (text) => rules.reduce((told, { pattern, as }) => told.replace(pattern, () => as), text);
}

/** Presets and recipes of the user's own are called by a slug of their names, and so are runs that began with one: their ids without it. */
export const hideOwnIds = (text: string): string =>
  text.replace(/(?<![\p{L}\p{N}-])my-[a-z0-9-]+/gu, (id) => `my-...${/-\d{8}-\d{6}-[0-9a-f]{3}$/.exec(id)?.[0] ?? ''}`);

/** One part of a path as a pattern. */
function anySpelling(part: string): string {
  const forms = [part, part.normalize('NFC'), part.normalize('NFD')].map((form) =>
    [...form].map(anyCharacter).join(''),
  );
  return `(?:${[...new Set(forms)].join('|')})`;
}

/** A character plain, for a terminal, inside JSON, inside JSON inside JSON, and inside an address, where any may be written by its bytes. */
function anyCharacter(character: string): string {
  const once = inJson(character);
  const spellings = [character, once, inJson(once)].flatMap((each) => [each, terminalLine(each)]).map(literally);
  // Half a character, as Windows allows in a name, stands in no address.
  if (!/\p{Surrogate}/u.test(character)) {
    const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
    spellings.push(
      bytes.map((hex) => `%${hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`).join(''),
    );
  }
  return `(?:${[...new Set(spellings)].join('|')})`;
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
