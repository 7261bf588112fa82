import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { handedFiles, readStart, startFolder } from '../../electron/shell/file-arguments.ts';
import { FileHandles } from '../../electron/services/files/handles.ts';
import { FILE_TYPES, fileKindOf } from '../../shared/file-types.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const home = temporaryFolder();
afterAll(() => home.remove());
const at = (...parts: string[]): string => path.join(home.folder, ...parts);

describe('the files that a start names', () => {
  it('are paths from where it was started; options are none, and what follows -- is', () => {
    const argv = ['/opt/inkstone-studio', '--no-sandbox', 'a.run.zip', '', '/b', '--', '-c.keras', '--d'];
    expect(readStart(argv, '/home/ann', null)).toEqual({
      files: ['/home/ann/a.run.zip', '/b', '/home/ann/-c.keras', '/home/ann/--d'],
      options: ['--no-sandbox'],
      shorter: null,
    });
  });

  it('come after the program’s own path, in a checkout', () => {
    const argv = ['electron', '--inspect=0', '-r', './loader.js', '/repo', '--port=1', 'a.keras'];
    expect(readStart(argv, '/home/ann', '/repo').files).toEqual(['/home/ann/a.keras']);
    const long = [...argv, 'b'.repeat(20_000)];
    expect(readStart(long, '/home/ann', '/repo').shorter).toEqual([
      ...['--inspect=0', '-r', './loader.js', '/repo', '--port=1'],
      ...['--', '/home/ann/a.keras'],
    ]);
    expect(readStart(['electron', '.', 'a.keras'], '/repo', '/repo').files).toEqual(['/repo/a.keras']);
    expect(readStart(['electron', '/other', 'a.keras'], '/repo', '/repo').files).toEqual([]);
  });

  it('are no more than one start can hand on to another', () => {
    const many = readStart(['x', ...Array.from({ length: 1000 }, (_, i) => `${i}.keras`)], '/', null);
    expect(many.files).toHaveLength(64);
    expect(many.shorter).toBeNull();
    expect(handedFiles({ files: many.files })).toEqual(many.files);
    const long = readStart(['x', '--flag', 'a', '字'.repeat(6000), 'c'], '/', null);
    expect(long).toMatchObject({ files: ['/a'], shorter: ['--flag', '--', '/a'] });
    expect(readStart(['x', 'a'.repeat(20_000)], '/', null)).toMatchObject({ files: [], shorter: [] });
  });

  it.each([
    ['options alone', [`--${'a'.repeat(20_000)}`]],
    ['options, and a file', [`--${'a'.repeat(20_000)}`, 'b']],
    [
      'options that leave room for few files',
      [`--${'a'.repeat(12_000)}`, ...Array.from({ length: 64 }, (_, i) => `${'b'.repeat(120)}${i}`)],
    ],
    ['files alone', Array.from({ length: 64 }, (_, i) => `${'字'.repeat(300)}${i}`)],
  ])('of too long a line (%s) gives way at most once', (_, words) => {
    const { shorter } = readStart(['x', ...words], '/', null);
    if (shorter) expect(readStart(['x', ...shorter], '/', null).shorter).toBeNull();
    else expect(words[0]!.length).toBeGreaterThan(16_384);
  });

  it('are paths from a folder that is gone, too, and the program is not in it any more', () => {
    vi.spyOn(process, 'cwd').mockImplementation(() => {
      throw Object.assign(new Error('uv_cwd'), { code: 'ENOENT' });
    });
    const left = vi.spyOn(process, 'chdir').mockReturnValue();
    const from = ['/home/ann/gone', 'relative', undefined].map((PWD) => startFolder({ PWD }));
    vi.restoreAllMocks();
    expect(from).toEqual(['/home/ann/gone', '/', '/']);
    expect(left).toHaveBeenCalledWith('/');
    expect(startFolder()).toBe(process.cwd());
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no list', { files: 'a' }],
    ['a relative path', { files: ['../a'] }],
    ['a path that is too long', { files: [`/${'a'.repeat(20_000)}`] }],
    ['too many', { files: Array.from({ length: 65 }, () => '/a') }],
    ['no path', { files: [{ path: '/a' }] }],
  ])('are none where another program hands on %s', (_, data) => {
    expect(handedFiles(data)).toEqual([]);
  });
});

describe('a file’s kind', () => {
  it('is told by its name, also of a copy of it', () => {
    for (const { kind, endings } of FILE_TYPES)
      for (const ending of endings) {
        expect(fileKindOf(`mine${ending}`)).toBe(kind);
        expect(fileKindOf(`MINE${ending.toUpperCase()}`)).toBe(kind);
      }
    expect(fileKindOf('mine.run (1).zip')).toBe('run');
    expect(fileKindOf('mine.run copy 2.zip')).toBe('run');
    expect(fileKindOf('old.h5')).toBe('model');
    expect(fileKindOf('model.json')).toBe('model');
  });

  it.each(['mine.zip', 'run.zip', 'a.json', 'a.keras.txt', 'a.png', 'notes', ''])('is unknown of %s', (name) => {
    expect(fileKindOf(name)).toBeNull();
  });
});

describe('what a window gets of them', () => {
  const openedWith = (...paths: string[]) =>
    new FileHandles({
      dialogs: null,
      drops: null,
      storageFolder: at('storage'),
      opened: { take: () => paths.splice(0), onArrived: () => () => undefined },
    });

  it('is a handle, once, and for what is no file why', async () => {
    writeFileSync(at('a.run.zip'), 'a');
    mkdirSync(at('folder.run.zip'));
    execFileSync('mkfifo', [at('pipe.keras')]);
    const long = at('a'.repeat(300));
    const files = openedWith(
      at('a.run.zip'),
      at('folder.run.zip'),
      at('pipe.keras'),
      at('gone'),
      long,
      at('a.run.zip', 'b'),
      `/a\0b`,
    );
    const told = await files.opened();
    expect(told.map(({ name, error }) => [name.slice(0, 20), error?.code])).toEqual([
      ['a.run.zip', undefined],
      ['folder.run.zip', 'not-a-file'],
      ['pipe.keras', 'not-a-file'],
      ['gone', 'path-missing'],
      ['a'.repeat(20), 'path-missing'],
      ['b', 'path-missing'],
      ['a\0b', 'path-missing'],
    ]);
    expect(files.path(told[0]!.handle!)).toBe(at('a.run.zip'));
    expect(await files.opened()).toEqual([]);
  });
});
