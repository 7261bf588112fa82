import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageFolder } from '../../electron/hosts/storage-folder.ts';
import { writeAtomic } from '../../electron/files/atomic-write.ts';
import { makeFolder } from '../../electron/files/make-folder.ts';
import { makeStorage } from '../../electron/services/storage/storage.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';

let root: { folder: string; remove(): void };
beforeEach(() => (root = temporaryFolder()));
afterEach(() => root.remove());

const inside = (...parts: string[]): string => path.join(root.folder, ...parts);
const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('where the storage is', () => {
  const none = { env: {}, homes: ['/home/me'] };
  it.each<[string, { env: NodeJS.ProcessEnv; homes: string[] }, string]>([
    ['the usual place', none, '/home/me/.local/share/inkstone'],
    ['INKSTONE_HOME', { ...none, env: { INKSTONE_HOME: '/data/ink' } }, '/data/ink'],
    ['the usual place if it is empty', { ...none, env: { INKSTONE_HOME: '' } }, '/home/me/.local/share/inkstone'],
    ['XDG_DATA_HOME', { ...none, env: { XDG_DATA_HOME: '/data' } }, '/data/inkstone'],
    [
      'never a place under where it is started',
      { ...none, env: { XDG_DATA_HOME: 'data' } },
      '/home/me/.local/share/inkstone',
    ],
    [
      'what the list of users says if HOME is empty',
      { env: {}, homes: ['', '/home/me'] },
      '/home/me/.local/share/inkstone',
    ],
  ])('is %s', (_what, { env, homes }, expected) => {
    expect(storageFolder(env, 'linux', homes)).toBe(expected);
  });

  it('is told to be nowhere where there is no home', () => {
    expect(() => storageFolder({}, 'linux', ['', 'me'])).toThrow(expect.objectContaining({ code: 'home-missing' }));
    expect(storageFolder({ APPDATA: 'C:\\Me' }, 'win32', [''])).toBe('C:\\Me\\Inkstone');
  });

  it("is among the user's data on Windows, also where the environment does not say where they lie", () => {
    const home = 'C:\\Users\\me';
    expect(storageFolder({}, 'win32', [home])).toBe(`${home}\\AppData\\Roaming\\Inkstone`);
    expect(storageFolder({ APPDATA: 'Data' }, 'win32', [home])).toBe(`${home}\\AppData\\Roaming\\Inkstone`);
  });
});

describe.runIf(process.platform === 'linux')('a folder that cannot be made', () => {
  it('is told, and not waited for', async () => {
    writeFileSync(inside('file'), '');
    symlinkSync(inside('nothing'), inside('link'));
    for (const [folder, code] of [
      ['/proc/nope/deeper', 'storage-denied'],
      [inside('file'), 'not-a-folder'],
      [inside('file', 'deeper', 'still'), 'not-a-folder'],
      [inside('link'), 'not-a-folder'],
    ] as const) {
      await expect(makeStorage(folder)).rejects.toMatchObject({ code });
      await expect(writeAtomic(path.join(folder, 'a'), [])).rejects.toMatchObject({ code });
    }
  });

  it('is made with all that is above it, and left alone where it is there', () => {
    makeFolder(inside('a', 'b', 'c'), 0o750);
    expect(['a', 'a/b', 'a/b/c'].map((folder) => modeOf(inside(folder)))).toEqual([0o750, 0o750, 0o750]);
    makeFolder(inside('a', 'b'));
    makeFolder('/');
    makeFolder(os.tmpdir());
    expect(modeOf(inside('a', 'b'))).toBe(0o750);
  });
});

describe.skipIf(process.platform === 'win32')('the storage', () => {
  it('is closed to other users, from the start', async () => {
    await makeStorage(inside('home'));
    expect(['home', 'home/runs', 'home/datasets'].map((folder) => modeOf(inside(folder)))).toEqual([
      0o700, 0o700, 0o700,
    ]);
  });

  it('of an older studio is closed at the next start, but for a folder that holds other things too', async () => {
    const open = (home: string): void => {
      mkdirSync(inside(home, 'presets'), { recursive: true });
      writeFileSync(inside(home, 'settings.json'), '{}');
      for (const name of ['', 'presets', 'settings.json']) chmodSync(inside(home, name), 0o755);
    };
    open('own');
    open('shared');
    writeFileSync(inside('shared', 'thesis.tex'), '');
    await makeStorage(inside('own'));
    await makeStorage(inside('shared'));
    expect(['', 'presets', 'settings.json', 'runs'].map((name) => modeOf(inside('own', name)))).toEqual([
      0o700, 0o700, 0o600, 0o700,
    ]);
    expect(['', 'presets', 'settings.json', 'runs'].map((name) => modeOf(inside('shared', name)))).toEqual([
      0o755, 0o700, 0o600, 0o700,
    ]);
    rmSync(inside('own'), { recursive: true });
  });
});

describe('a folder that several make at once', () => {
  it('is made for all of them', async () => {
    const [rounds, workers] = [500, 2];
    const arrived = new Int32Array(new SharedArrayBuffer(4 * rounds));
    const script = path.join(repositoryRoot, 'test', 'fixtures', 'make-folders-worker.ts');
    const errors = await Promise.all(
      Array.from({ length: workers }, () => {
        const worker = new Worker(script, { workerData: { root: root.folder, rounds, workers, arrived } });
        return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
      }),
    );
    expect(errors).toEqual([[], []]);
  });
});
