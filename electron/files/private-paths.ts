import { terminalLine } from '../../shared/words/terminal-text.ts';

/** A folder whose path is told as a short word instead. */
export interface PrivateFolder {
  /** Absolute. */
  readonly path: string;
  readonly as: string;
}

/**
 * Gives what writes `~` for the user's home folder and the like in a text that others may read: a home folder bears a person's name.
 * Paths are found as they are, inside JSON (also inside a text inside JSON) and inside file: addresses, with either separator. A root
 * is no home. `folders`: of two that lie in one another the inner one comes first.
 */
export function hidePaths(folders: readonly PrivateFolder[], platform: NodeJS.Platform): (text: string) => string {
  const rules = folders.flatMap(({ path, as }) => {
    const parts = path.split(platform === 'win32' ? /[\\/]+/ : /\/+/).filter(Boolean);
    if (parts.length === 0 || (platform === 'win32' && parts.length === 1)) return [];
    const begin = /^[\\/]/.test(path) ? '[\\\\/]+' : '';
    const source = `${begin}${parts.map(anySpelling).join('[\\\\/]+')}(?![\\p{L}\\p{N}_-])`;
    // Nothing of a longer path before it: /mnt/home/ann is not /home/ann.
    return [{ pattern: new RegExp(`(?<![\\p{L}\\p{N}_.-])${source}`, platform === 'win32' ? 'giu' : 'gu'), as }];
  });
  return (text) => rules.reduce((told, { pattern, as }) => told.replace(pattern, () => as), text);
}

/** One part of a path as a pattern: plain, inside JSON, inside JSON inside JSON, and inside an address. */
function anySpelling(part: string): string {
  const once = inJson(part);
  // Half a character, as Windows allows in a name, stands in no address.
  const inAddress = /\p{Surrogate}/u.test(part) ? [] : [encodeURI(part), encodeURIComponent(part)];
  const spellings = [part, once, inJson(once), ...inAddress].flatMap((each) => [each, terminalLine(each)]);
  return `(?:${[...new Set(spellings)].map(literally).join('|')})`;
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
