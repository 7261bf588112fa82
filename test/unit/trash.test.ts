import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFolder, isThere } from '../../electron/files/is-there.ts';
import { Trash } from '../../electron/files/trash.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let home: { folder: string; remove(): void };
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const at = (...names: string[]): string => path.join(home.folder, ...names);
const put = (name: string, text: string): string => {
  mkdirSync(at(name), { recursive: true });
  writeFileSync(at(name, 'record.json'), text);
  return at(name);
};
const reasons = (results: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));

describe('the trash', () => {
  it('keeps what several put into it at once, and tells all but one that it is gone', async () => {
    const trash = new Trash(home.folder, 'run-not-found');
    for (let round = 0; round < 20; round++) {
      const folder = put('a-run', `round ${round}`);
      const results = await Promise.allSettled(Array.from({ length: 4 }, () => trash.put(folder)));
      expect(reasons(results)).toEqual(
        Array.from({ length: 3 }, () => expect.objectContaining({ code: 'run-not-found' })),
      );
      await trash.takeBack('a-run', folder);
      expect(readFileSync(path.join(folder, 'record.json'), 'utf8')).toBe(`round ${round}`);
    }
  });

  it('gives back once what several want back at once, and says that there is nothing where there is not', async () => {
    const trash = new Trash(home.folder, 'run-not-found');
    const folder = put('a-run', 'mine');
    await trash.put(folder);
    await Promise.all(Array.from({ length: 4 }, () => trash.takeBack('a-run', folder)));
    expect(readFileSync(path.join(folder, 'record.json'), 'utf8')).toBe('mine');
    await expect(trash.takeBack('another', at('another'))).rejects.toMatchObject({ code: 'run-not-found' });
  });

  it('keeps the last of several under one name', async () => {
    const trash = new Trash(home.folder, 'run-not-found');
    await trash.put(put('a-run', 'first'));
    await trash.put(put('a-run', 'second'));
    expect(existsSync(at('a-run'))).toBe(false);
    await trash.takeBack('a-run', at('a-run'));
    expect(readFileSync(at('a-run', 'record.json'), 'utf8')).toBe('second');
  });
});

describe('whether something is there', () => {
  it('is told of files and folders, and of names that no system takes', async () => {
    put('folder', '');
    const file = at('folder', 'record.json');
    expect(await Promise.all([isThere(at('folder')), isThere(file), isFolder(at('folder'))])).toEqual([
      true,
      true,
      true,
    ]);
    const none = [at('none'), path.join(file, 'inside'), at('x'.repeat(5000)), 'a\0b', ''];
    expect(await Promise.all(none.map(isThere))).toEqual(none.map(() => false));
    expect(await Promise.all([...none, file].map(isFolder))).toEqual([...none, file].map(() => false));
  });
});
