import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileHandles } from '../../electron/services/files/handles.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let home: { readonly folder: string; remove(): void };
let handles: FileHandles;
const drops = new Map<string, readonly string[]>();

beforeEach(() => {
  home = temporaryFolder();
  drops.clear();
  handles = new FileHandles({
    dialogs: null,
    opened: null,
    storageFolder: path.join(home.folder, 'storage'),
    drops: {
      take(drop) {
        const paths = drops.get(drop) ?? null;
        drops.delete(drop);
        return paths;
      },
    },
  });
});
afterEach(() => home.remove());

function fileAt(...parts: string[]): string {
  const file = path.join(home.folder, ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, parts.join('/'));
  return file;
}

describe('what was dropped', () => {
  it('alone is read where it lies, and told by its path', async () => {
    const file = fileAt('mine', 'signs.csv');
    drops.set('drop', [file]);
    const { handle, name } = await handles.dropped('drop');
    expect([name, handles.path(handle), handles.origin(handle)]).toEqual(['signs.csv', file, file]);
  });

  it('is given once, and nobody can name a drop that was none', async () => {
    drops.set('drop', [fileAt('a.csv')]);
    await handles.dropped('drop');
    await expect(handles.dropped('drop')).rejects.toMatchObject({ code: 'handle-unknown' });
    const without = new FileHandles({ dialogs: null, drops: null, opened: null, storageFolder: home.folder });
    await expect(without.dropped('drop')).rejects.toMatchObject({ code: 'handle-unknown' });
  });

  it('together is one folder, with names of their own, and stays where it is when the connection ends', async () => {
    const files = [fileAt('one', 'a.png'), fileAt('two', 'a.png')];
    fileAt('three', 'cross', '1.png');
    drops.set('drop', [...files, path.join(home.folder, 'three')]);
    const { handle, name } = await handles.dropped('drop');
    const folder = handles.path(handle);
    expect([name, handles.origin(handle)]).toEqual(['files', 'files']);
    expect(readdirSync(folder).sort()).toEqual(['1', 'a.png', 'three']);
    expect(readFileSync(path.join(folder, '1', 'a.png'), 'utf8')).toBe('two/a.png');
    expect(readFileSync(path.join(folder, 'three', 'cross', '1.png'), 'utf8')).toBe('three/cross/1.png');
    expect(lstatSync(path.join(folder, 'three')).isSymbolicLink()).toBe(true);
    await handles.close();
    expect(existsSync(folder)).toBe(false);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['one/a.png', 'two/a.png']);
    expect(existsSync(path.join(home.folder, 'three', 'cross', '1.png'))).toBe(true);
  });

  it('that has gone meanwhile is told', async () => {
    drops.set('drop', [path.join(home.folder, 'gone.png'), path.join(home.folder, 'gone too.png')]);
    await expect(handles.dropped('drop')).rejects.toMatchObject({
      params: { path: path.join(home.folder, 'gone.png') },
    });
  });
});
