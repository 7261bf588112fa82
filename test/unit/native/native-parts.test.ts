import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { cacheFolder } from '../../../electron/native/cache-folder.ts';
import { pins } from '../../../electron/native/pins.ts';
import { locateEngine } from '../../../electron/native/locate.ts';
import { schedulableCpus } from '../../../electron/native/processor.ts';
import { compilerArguments } from '../../../electron/native/provision/compiler-arguments.ts';
import { findLibraries } from '../../../electron/native/provision/library-names.ts';
import { withLock } from '../../../electron/native/provision/lock.ts';
import { progressText } from '../../../electron/native/provision/progress.ts';
import { packageIndexes } from '../../../electron/native/provision/wheel-index.ts';
import { AppError } from '../../../shared/contract/errors.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-native-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('pins', () => {
  it('are for the tfjs-node that is installed', () => {
    expect(pins.tfjs).toBe(packageJson.dependencies['@tensorflow/tfjs-node']);
  });

  it('name all libraries for every platform', () => {
    for (const [platform, wheel] of Object.entries(pins.platforms)) {
      const names = wheel.members.map((member) => member.path);
      expect(findLibraries(names, platform.split('-')[0])).not.toBeNull();
    }
  });
});

describe('cacheFolder', () => {
  it.each([
    ['linux', {}, '/home/a/.cache/inkstone'],
    ['linux', { XDG_CACHE_HOME: '/x' }, '/x/inkstone'],
    ['darwin', {}, '/home/a/Library/Caches/inkstone'],
    ['linux', { INKSTONE_CACHE_DIR: '/mine' }, '/mine'],
    ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\inkstone\\cache'],
  ])('on %s with %j is %s', (platform, env, expected) => {
    expect(cacheFolder(env, platform, '/home/a')).toBe(expected);
  });
});

describe('locateEngine', () => {
  it('names the places it looked at', () => {
    const env = { INKSTONE_CACHE_DIR: folder };
    const failure = (() => {
      try {
        return locateEngine({ env, resources: path.join(folder, 'resources') });
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(AppError);
    expect((failure as AppError).code).toBe('engine-missing');
    expect((failure as AppError).params['folder']).toContain(path.join(folder, 'resources', 'libtensorflow'));
  });

  it('takes a manifest that is torn for none', () => {
    fs.writeFileSync(path.join(folder, 'engine.json'), '{"format":1');
    expect(() => locateEngine({ libDir: folder })).toThrow(AppError);
    fs.writeFileSync(path.join(folder, 'engine.json'), '{"format":1}');
    expect(() => locateEngine({ libDir: folder })).toThrow(AppError);
  });
});

describe('compilerArguments', () => {
  it('links both libraries and lets the addon find them beside itself', () => {
    for (const name of ['libtensorflow.so.2', 'libtensorflow_framework.so.2'])
      fs.writeFileSync(path.join(folder, name), '');
    const words = compilerArguments({ root: '/checkout', libraries: folder, platform: 'linux' }, 'out.node');
    expect(words).toEqual(
      expect.arrayContaining(['-l:libtensorflow.so.2', '-l:libtensorflow_framework.so.2', '-Wl,-rpath,$ORIGIN']),
    );
    expect(words.slice(-2)).toEqual(['-o', 'out.node']);
  });

  it('takes Node-API on Windows from the program that loads the addon', () => {
    for (const member of pins.platforms['win32-x64']!.members)
      fs.writeFileSync(path.join(folder, path.basename(member.path)), '');
    const words = compilerArguments({ root: '/checkout', libraries: folder, platform: 'win32' }, 'out.node');
    expect(words).toContain(path.join('/checkout', 'electron', 'native', 'windows', 'node-api.cc'));
    expect(words).toContain(path.join(folder, 'tensorflow.dll'));
    expect(words.filter((word) => word.includes('libiomp5md'))).toEqual([]);
  });

  it('wants every library that Windows lacks beside the main one', () => {
    fs.writeFileSync(path.join(folder, 'tensorflow.dll'), '');
    expect(() => compilerArguments({ root: '/checkout', libraries: folder, platform: 'win32' }, 'out.node')).toThrow(
      /No libtensorflow/,
    );
  });
});

describe("Windows' Node-API", () => {
  const sources = path.resolve(import.meta.dirname, '..', '..', '..');
  const read = (...place: string[]): string => fs.readFileSync(path.join(sources, ...place), 'utf8');

  it('is what the binding calls, and nothing else', () => {
    const binding = path.join('node_modules', '@tensorflow', 'tfjs-node', 'binding');
    const code = fs.readdirSync(path.join(sources, binding)).map((file) => read(binding, file));
    const called = new Set(code.join('\n').match(/\bnapi_\w+(?=\()/g));
    const given = read('electron', 'native', 'windows', 'node-api.cc').match(/(?<=USE\()napi_\w+/g);
    expect(given).toEqual([...called].sort());
  });
});

describe('packageIndexes', () => {
  it("asks pip's own index first", () => {
    expect(packageIndexes({ PIP_INDEX_URL: 'https://mirror.example/simple/' })[0]).toBe(
      'https://mirror.example/simple',
    );
    expect(packageIndexes({ PIP_INDEX_URL: 'https://pypi.org/simple/' })).toEqual(packageIndexes({}));
  });
});

describe('progressText', () => {
  it('counts only what this run fetched for speed and time left', () => {
    expect(progressText('TensorFlow', 100e6, 160e6, 0, 80e6, 2000)).toBe(
      'TensorFlow: 100 of 160 MB, 10.0 MB/s, 0:06 left',
    );
    expect(progressText('TensorFlow', 100e6, 160e6, 0, 100e6, 2000)).toBe('TensorFlow: 100 of 160 MB');
  });
});

describe('withLock', () => {
  it('lets one in at a time and passes on failures', async () => {
    const lock = path.join(folder, 'lock');
    const order: string[] = [];
    let letGo!: () => void;
    const otherWaits = new Promise<void>((resolve) => (letGo = resolve));
    const hold = (name: string) =>
      withLock(
        lock,
        async () => {
          order.push(`${name} in`);
          await otherWaits;
          order.push(`${name} out`);
        },
        () => {
          order.push(`${name} waits`);
          letGo();
        },
      );
    await Promise.all([hold('a'), hold('b')]);
    expect(order).toEqual(['a in', 'b waits', 'a out', 'b in', 'b out']);
    await expect(
      withLock(
        lock,
        () => Promise.reject(new Error('broken')),
        () => undefined,
      ),
    ).rejects.toThrow('broken');
    expect(fs.existsSync(lock)).toBe(false);
  });

  it('takes over a lock that nobody renews', async () => {
    const lock = path.join(folder, 'lock');
    fs.writeFileSync(lock, '1');
    fs.utimesSync(lock, 1, 1);
    expect(
      await withLock(
        lock,
        () => Promise.resolve('mine'),
        () => undefined,
      ),
    ).toBe('mine');
  });
});

describe('schedulableCpus', () => {
  it('is at least one and at most what the machine has', () => {
    expect(schedulableCpus()).toBeGreaterThanOrEqual(1);
    expect(schedulableCpus()).toBeLessThanOrEqual(os.cpus().length);
  });
});
