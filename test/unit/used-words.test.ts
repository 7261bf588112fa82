import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

/** Dotted paths to every word. */
const keysOf = (area: object, prefix = ''): string[] =>
  Object.entries(area).flatMap(([key, value]: [string, string | object]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );

/** What the window's files say, without the words themselves. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) return ['en', 'zh'].includes(entry.name) ? [] : sources(inside);
    return /\.(ts|vue)$/.test(entry.name) ? [readFileSync(inside, 'utf8')] : [];
  });
}

it('every word of the window is asked for somewhere, by its key or by the beginning of one that is put together', () => {
  const text = sources(path.join(repositoryRoot, 'renderer')).join('\n');
  const whole = new Set([...text.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key!));
  const beginnings = new Set([...text.matchAll(/`([\w-]+\.(?:[\w-]+\.)*[\w-]*)\$\{/g)].map(([, begin]) => begin!));
  const isAsked = (key: string): boolean => whole.has(key) || [...beginnings].some((begin) => key.startsWith(begin));
  expect(keysOf(en).filter((key) => !isAsked(key))).toEqual([]);
});
