import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIfStale, isBuilt, sourceStamp } from '../../../scripts/lib/build-stamp.ts';
import { isInstalled } from '../../../scripts/lib/installed.mjs';

let root: string;
const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-stale-'));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

describe('sourceStamp', () => {
  it('changes with contents and names, not with times', () => {
    write('shared/a.ts', 'one');
    const before = sourceStamp(root);
    fs.utimesSync(path.join(root, 'shared/a.ts'), 1, 1);
    expect(sourceStamp(root)).toBe(before);
    write('shared/a.ts', 'two');
    const after = sourceStamp(root);
    expect(after).not.toBe(before);
    fs.renameSync(path.join(root, 'shared/a.ts'), path.join(root, 'shared/b.ts'));
    expect(sourceStamp(root)).not.toBe(after);
  });
});

describe('buildIfStale', () => {
  const outputs = [
    'main/main.cjs',
    'main/preload.cjs',
    'node/trainer.cjs',
    'node/web.cjs',
    'node/cli.cjs',
    'renderer/index.html',
    'renderer/licences/index.json',
  ];

  it('builds once for the same sources, again when they change, and again when an output is gone', async () => {
    let builds = 0;
    const build = () => {
      builds++;
      for (const file of outputs) write(`out/${file}`, 'built');
      return Promise.resolve(true);
    };
    write('electron/main.ts', 'one');
    expect(await buildIfStale(root, build)).toBe(true);
    expect(await buildIfStale(root, build)).toBe(true);
    expect(builds).toBe(1);
    write('electron/main.ts', 'two');
    await buildIfStale(root, build);
    expect(builds).toBe(2);
    fs.rmSync(path.join(root, 'out/node/cli.cjs'));
    await buildIfStale(root, build);
    expect(builds).toBe(3);
  });

  it('does not take a failed build for done', async () => {
    write('electron/main.ts', 'one');
    expect(await buildIfStale(root, () => Promise.resolve(false))).toBe(false);
    expect(isBuilt(root, sourceStamp(root))).toBe(false);
  });
});

describe('isInstalled', () => {
  const entry = (version: string, more: object = {}) => ({ version, integrity: `sha512-${version}`, ...more });
  const lock = (packages: object) =>
    write('package-lock.json', JSON.stringify({ packages: { '': { name: 'x' }, ...packages } }));
  const present = (packages: object) => write('node_modules/.package-lock.json', JSON.stringify({ packages }));

  it('is false with no install, a broken-off one, another version or a left-over package', () => {
    lock({ 'node_modules/a': entry('1.0.0'), 'node_modules/b': entry('2.0.0') });
    expect(isInstalled(root)).toBe(false);
    present({ 'node_modules/a': entry('1.0.0') });
    expect(isInstalled(root)).toBe(false);
    present({ 'node_modules/a': entry('1.0.0'), 'node_modules/b': entry('2.0.1') });
    expect(isInstalled(root)).toBe(false);
    present({ 'node_modules/a': entry('1.0.0'), 'node_modules/b': entry('2.0.0'), 'node_modules/c': entry('1.0.0') });
    expect(isInstalled(root)).toBe(false);
  });

  it('is true with what the lock says, optional packages of other platforms aside', () => {
    lock({ 'node_modules/a': entry('1.0.0'), 'node_modules/mac-only': entry('3.0.0', { optional: true }) });
    present({ 'node_modules/a': entry('1.0.0') });
    expect(isInstalled(root)).toBe(true);
  });
});
