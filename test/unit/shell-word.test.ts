import { expect, it } from 'vitest';
import { shellWord } from '../../shared/words/shell-word.ts';

it.each([
  ['runs/a-1.zip', 'linux', 'runs/a-1.zip'],
  ['', 'linux', "''"],
  ["my $(x)'s", 'linux', `'my $(x)'\\''s'`],
  // To a POSIX shell a backslash says something of what follows; to Windows it stands between folders.
  ['a\\b', 'linux', "'a\\b'"],
  ['C:\\ink\\a.zip', 'win32', 'C:\\ink\\a.zip'],
  ['C:\\my ink', 'win32', '"C:\\my ink"'],
  ['%PATH%', 'win32', '"%PATH%"'],
])('%j is typed on %s as %s', (word, platform, typed) => expect(shellWord(word, platform)).toBe(typed));
