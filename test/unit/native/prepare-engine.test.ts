import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addonName, readEngineFolder } from '../../../electron/native/engine-folder.ts';
import { locateEngine } from '../../../electron/native/locate.ts';
import { pins as realPins, platformKey } from '../../../electron/native/pins.ts';
import type { PinnedArchive, PinnedMember, Pins } from '../../../electron/native/pins.ts';
import { prepareEngine } from '../../../electron/native/provision/prepare-engine.ts';
import { SetupError } from '../../../electron/native/provision/setup-error.ts';
import { serveWheel, serveWheels } from './fault-server.ts';
import type { FaultServer, Served } from './fault-server.ts';
import { FRAMEWORK, MAIN, makeZip, sha256, smallWheel, WHEEL_NAME } from './small-wheel.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const wheel = smallWheel();
const pins: Pins = { ...realPins, platforms: { [platformKey()]: wheel.pinned } };
let folder: string;
let server: FaultServer;
let env: Record<string, string>;
let told: string[];

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-prepare-'));
  server = await serveWheel({ wheel: wheel.bytes, name: wheel.pinned.wheel, sha256: wheel.pinned.sha256 });
  env = { PATH: process.env['PATH']!, INKSTONE_CACHE_DIR: path.join(folder, 'cache'), CXX: fakeCompiler() };
  told = [];
});
afterEach(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

/** The libraries of these tests are noise, which no compiler links: this one writes its arguments to the output file. */
function fakeCompiler(): string {
  const file = path.join(folder, 'cxx');
  const script =
    'if [ "$1" = --version ]; then exit 0; fi\nall="$*"\nwhile [ $# -gt 1 ]; do shift; done\necho "$all" > "$1"\n';
  fs.writeFileSync(file, `#!/bin/sh\n${script}`, { mode: 0o755 });
  return file;
}

const prepare = (more: Record<string, string> = {}) =>
  prepareEngine({
    root,
    report: { line: (text) => told.push(text), progress: () => undefined },
    env: { ...env, ...more },
    pins,
    indexes: [server.index],
    stallMs: 500,
    retryMs: 1,
  });

const expectEngine = (engine: string) => {
  for (const member of [MAIN, FRAMEWORK])
    expect(fs.readFileSync(path.join(engine, member)).equals(wheel.files[member]!)).toBe(true);
  expect(fs.readFileSync(path.join(engine, 'tensorflow', addonName(pins)), 'utf8')).toContain('tfjs_binding.cc');
};

describe('prepareEngine', () => {
  it('fetches, builds, describes, and the second time does nothing', async () => {
    const engine = await prepare();
    expectEngine(engine);
    expect(readEngineFolder(engine)).toMatchObject({
      tensorflow: '2.18.1',
      source: `${WHEEL_NAME} (PyPI)`,
      cuda: false,
      verified: true,
    });
    const [asked, lines] = [server.ranges.length, told.length];
    expect(await prepare()).toBe(engine);
    expect([server.ranges.length, told.length]).toEqual([asked, lines]);
  });

  it("takes another system's library from a repository of jars, and the licences that it lacks from a wheel", async () => {
    const windows = realPins.platforms['win32-x64']!;
    const content = (member: PinnedMember): Buffer => Buffer.from(`this is ${path.basename(member.path)}`);
    const small = (archive: PinnedArchive): { served: Served; pinned: PinnedArchive } => {
      const bytes = makeZip(Object.fromEntries(archive.members.map((it) => [it.from ?? it.path, content(it)])));
      const members = archive.members.map((it) => ({ ...it, size: content(it).length, sha256: sha256(content(it)) }));
      return {
        served: { wheel: bytes, name: archive.wheel, sha256: sha256(bytes) },
        pinned: { ...archive, sha256: sha256(bytes), members },
      };
    };
    const [jar, wheelOfNotices] = [small(windows), small(windows.notices!)];
    const both = await serveWheels([jar.served, wheelOfNotices.served]);
    const pinned = { ...jar.pinned, verified: false, maven: '../files', notices: wheelOfNotices.pinned };
    try {
      const engine = await prepareEngine({
        root,
        report: { line: (text) => told.push(text), progress: () => undefined },
        env,
        pins: { ...realPins, platforms: { 'win32-x64': pinned } },
        indexes: [both.index],
        platform: 'win32-x64',
      });
      const inside = fs.readdirSync(path.join(engine, 'tensorflow'));
      expect(inside.sort()).toEqual(
        [...windows.members, ...windows.notices!.members]
          .map((member) => path.basename(member.path))
          .concat(addonName(realPins))
          .sort(),
      );
      expect(readEngineFolder(engine)).toMatchObject({
        tensorflow: '2.16.2',
        source: `${windows.wheel} (Maven Central)`,
      });
      expect(
        readEngineFolder(engine)!
          .files.map((file) => file.path)
          .sort(),
      ).toEqual(
        windows.members
          .map((member) => member.path)
          .filter((file) => file.endsWith('.dll'))
          .sort(),
      );
    } finally {
      await both.close();
    }
  });

  it('shares one download between two that start together', async () => {
    const [first, second] = await Promise.all([prepare(), prepare()]);
    expect(first).toBe(second);
    expectEngine(first);
    expect(new Set(server.ranges).size).toBe(server.ranges.length);
    expect(told).toContain('Another process is preparing TensorFlow; waiting for it.');
  });

  it('fetches again a library that was cut off on disk, and only that one', async () => {
    const engine = await prepare();
    fs.truncateSync(path.join(engine, MAIN), 10);
    expect(readEngineFolder(engine)).toBeNull();
    await prepare();
    expectEngine(engine);
  });

  it('takes a folder without copying it', async () => {
    const mine = path.join(folder, 'mine', 'lib');
    fs.mkdirSync(mine, { recursive: true });
    for (const member of [MAIN, FRAMEWORK])
      fs.writeFileSync(path.join(mine, path.basename(member)), wheel.files[member]!);
    const engine = await prepare({ INKSTONE_LIBTENSORFLOW: path.join(folder, 'mine') });
    expectEngine(engine);
    expect(server.ranges).toEqual([]);
    expect(fs.lstatSync(path.join(engine, MAIN)).isSymbolicLink()).toBe(true);
    const located = locateEngine({ env: { ...env, INKSTONE_LIBTENSORFLOW: path.join(folder, 'mine') } });
    expect(located.folder).toBe(engine);
    expect(await prepare({ INKSTONE_LIBTENSORFLOW: engine })).toBe(engine);
  });

  it('takes a wheel and checks it against its own record', async () => {
    const file = path.join(folder, WHEEL_NAME);
    fs.writeFileSync(file, wheel.bytes);
    const engine = await prepare({ INKSTONE_LIBTENSORFLOW: file });
    expectEngine(engine);
    expect(server.ranges).toEqual([]);
    expect(readEngineFolder(engine)).toMatchObject({ tensorflow: '2.18.1', source: file });
    const damaged = Buffer.from(wheel.bytes);
    damaged[1000]! ^= 1;
    fs.writeFileSync(file, damaged);
    fs.utimesSync(file, 1, 1);
    await expect(prepare({ INKSTONE_LIBTENSORFLOW: file })).rejects.toThrow(/is damaged/);
  });

  it('takes a gzipped tar', async () => {
    const inside = path.join(folder, 'libtensorflow', 'lib');
    fs.mkdirSync(inside, { recursive: true });
    for (const member of [MAIN, FRAMEWORK])
      fs.writeFileSync(path.join(inside, path.basename(member)), wheel.files[member]!);
    const archive = path.join(folder, 'libtensorflow.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', folder, 'libtensorflow']);
    fs.rmSync(path.join(folder, 'libtensorflow'), { recursive: true });
    expectEngine(await prepare({ INKSTONE_LIBTENSORFLOW: archive }));
  });

  it.each([
    ['is not there', (place: string) => path.join(place, 'nowhere'), /is not there/],
    ['has no library in it', (place: string) => place, /has no libtensorflow/],
    ['is something else', () => path.join(root, 'package.json'), /no wheel, archive or folder/],
  ])('says so when what INKSTONE_LIBTENSORFLOW names %s', async (_, name, why) => {
    const failure = await prepare({ INKSTONE_LIBTENSORFLOW: name(folder) }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SetupError);
    expect((failure as SetupError).message).toMatch(why);
  });

  it('says how to get a compiler where there is none, and goes on once there is one', async () => {
    const failure = await prepare({ CXX: '', PATH: folder }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SetupError);
    expect((failure as SetupError).message).toMatch(/No C\+\+ compiler/);
    const asked = server.ranges.length;
    expectEngine(await prepare());
    expect(server.ranges.length).toBe(asked);
  });

  it('shows what the compiler says when it fails', async () => {
    fs.writeFileSync(
      env['CXX']!,
      '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "no such header: tfe.h" >&2\nexit 1\n',
    );
    await expect(prepare()).rejects.toThrow(/no such header: tfe.h/);
  });
});
