import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addonName } from '../../../electron/native/engine-folder.ts';
import { pins as realPins, platformKey } from '../../../electron/native/pins.ts';
import type { Pins } from '../../../electron/native/pins.ts';
import { prebuiltName } from '../../../electron/native/prebuilt-addons.ts';
import type { PrebuiltAddon } from '../../../electron/native/prebuilt-addons.ts';
import { addonSources } from '../../../electron/native/provision/addon-sources.ts';
import { prepareEngine } from '../../../electron/native/provision/prepare-engine.ts';
import { type Behaviour, type FaultServer, serveFiles, startFaultServer } from '../../fixtures/fault-server.ts';
import { repositoryRoot as root, temporaryFolder } from '../../fixtures/folders.ts';
import { FRAMEWORK, MAIN, smallWheel } from './small-wheel.ts';

const wheel = smallWheel();
const pins: Pins = { ...realPins, platforms: { [platformKey()]: wheel.pinned } };
const sources = addonSources(root, pins);
const name = prebuiltName(pins, platformKey(), sources);
/** A small addon that loads by itself. The real one, with TensorFlow, is compiled and loaded by CI's set-up and the trainer's tests. */
const small = fs.readFileSync(
  path.join(root, 'node_modules', '@msgpackr-extract', 'msgpackr-extract-linux-x64', 'node.napi.glibc.node'),
);

let home: ReturnType<typeof temporaryFolder>;
let server: FaultServer;
let behave: Behaviour;
let told: string[];
let addon: PrebuiltAddon;

beforeEach(async () => {
  home = temporaryFolder();
  const libraries = path.join(home.folder, 'libraries');
  fs.mkdirSync(libraries);
  for (const member of [MAIN, FRAMEWORK])
    fs.writeFileSync(path.join(libraries, path.basename(member)), wheel.files[member]!);
  behave = serveFiles((asked) => (asked === `release/${name}` || asked === `mirror/${name}` ? small : null));
  server = await startFaultServer((request, response) => behave(request, response));
  told = [];
  addon = entryFor(small);
});
afterEach(async () => {
  await server.close();
  home.remove();
});

const entryFor = (bytes: Buffer): PrebuiltAddon => ({
  sources,
  url: `${server.url}release/${name}`,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Compiles to a file that says so: what is linked here is noise. */
function compiler(): string {
  const file = path.join(home.folder, 'cxx');
  const script = 'if [ "$1" = --version ]; then exit 0; fi\nwhile [ $# -gt 1 ]; do shift; done\necho compiled > "$1"\n';
  fs.writeFileSync(file, `#!/bin/sh\n${script}`, { mode: 0o755 });
  return file;
}

/** What the addon is afterwards. */
async function prepare(env: Record<string, string> = {}, addons = { [platformKey()]: addon }): Promise<Buffer> {
  const engine = await prepareEngine({
    root,
    report: { line: (text) => told.push(text), progress: () => undefined },
    env: {
      PATH: process.env['PATH']!,
      INKSTONE_CACHE_DIR: path.join(home.folder, 'cache'),
      INKSTONE_LIBTENSORFLOW: path.join(home.folder, 'libraries'),
      CXX: compiler(),
      ...env,
    },
    pins,
    addons,
    stallMs: 5_000,
  });
  const folder = path.join(engine, 'tensorflow');
  expect(fs.readdirSync(folder).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  return fs.readFileSync(path.join(folder, addonName(pins)));
}

const expectCompiled = async (why: RegExp, ...given: Parameters<typeof prepare>): Promise<void> => {
  expect(String(await prepare(...given))).toBe('compiled\n');
  expect(told.at(-1)).toMatch(why);
  expect(told.at(-1)).toContain('Compiling it');
};

describe('a prebuilt addon', () => {
  it('is taken, without a compiler, and asked for once', async () => {
    expect((await prepare({ CXX: '', PATH: home.folder })).equals(small)).toBe(true);
    expect(told.at(-1)).toBe('Took the TensorFlow addon that a release has built.');
    await prepare();
    expect(server.requests).toHaveLength(1);
  });

  it('is taken from a mirror', async () => {
    expect((await prepare({ INKSTONE_ADDON_URL: `${server.url}mirror/` })).equals(small)).toBe(true);
    expect(server.requests.map(({ path: asked }) => asked)).toEqual([`/mirror/${name}`]);
  });

  it('that is not there leaves it to the compiler', () => {
    behave = (_, response) => void response.writeHead(404).end();
    return expectCompiled(/answered 404/);
  });

  it('without a network, too', async () => {
    addon = { ...addon, url: 'http://127.0.0.1:1/x.node' };
    await expectCompiled(/cannot be reached/);
  });

  it.each<[string, Behaviour, RegExp]>([
    ['with another content', (_, response) => void response.end(Buffer.alloc(small.length)), /sha256 is/],
    ['cut short', (_, response) => void response.end(small.subarray(5)), /sha256 is/],
    ['that is too long', (_, response) => void response.end(Buffer.concat([small, small])), /more than/],
    [
      'that is torn',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': small.length });
        response.write(small.subarray(0, 9), () => response.destroy());
      },
      /broke off/,
    ],
    [
      'that leads away',
      (_, response) => void response.writeHead(302, { Location: 'http://192.0.2.1/x' }).end(),
      /redirects/,
    ],
  ])('%s is left', async (_, bad, why) => {
    behave = bad;
    await expectCompiled(why);
  });

  it('that does not load is left', async () => {
    const noise = Buffer.from('no library at all');
    addon = entryFor(noise);
    behave = (_, response) => void response.end(noise);
    await expectCompiled(/cannot be loaded: .*(ELF|too short|invalid)/);
  });

  it.each([
    ['of other sources', () => ({ [platformKey()]: { ...addon, sources: 'f'.repeat(64) } }), /other sources/],
    ['of another platform', () => ({ 'sunos-sparc': addon }), /no release has one for/],
  ] as const)('%s is not asked for', async (_, addons, why) => {
    await expectCompiled(why, {}, addons() as Record<string, PrebuiltAddon>);
    expect(server.requests).toEqual([]);
  });

  it('is not asked for where nobody wants it, or beside libraries of other names', async () => {
    await expectCompiled(/is none/, { INKSTONE_ADDON_URL: 'none' });
    fs.renameSync(path.join(home.folder, 'libraries'), path.join(home.folder, 'google'));
    fs.renameSync(
      path.join(home.folder, 'google', path.basename(MAIN)),
      path.join(home.folder, 'google', 'libtensorflow.so.2'),
    );
    await expectCompiled(/linked against/, { INKSTONE_LIBTENSORFLOW: path.join(home.folder, 'google') });
    expect(server.requests).toEqual([]);
  });

  it('and no compiler: both are told', async () => {
    behave = (_, response) => void response.writeHead(503).end();
    await expect(prepare({ CXX: '', PATH: home.folder })).rejects.toThrow(
      /No C\+\+ compiler found[^]*Nor was a prebuilt one to be had: .*answered 503/,
    );
  });
});
