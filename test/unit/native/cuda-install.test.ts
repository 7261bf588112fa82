import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bytesNeeded, cudaFolder, isCudaInstalled } from '../../../electron/native/cuda/cuda-folder.ts';
import { diskBytes, downloadBytes } from '../../../electron/native/cuda/cuda-pins.ts';
import { installCuda, placeAddon } from '../../../electron/native/cuda/install-cuda.ts';
import { removeCuda } from '../../../electron/native/cuda/remove-cuda.ts';
import { locateEngine } from '../../../electron/native/locate.ts';
import { SetupError } from '../../../electron/native/provision/setup-error.ts';
import { CUDA_MAIN, CUDNN, PTXAS, smallCuda } from '../../fixtures/small-cuda.ts';
import { serveWheels } from './fault-server.ts';
import type { Fault, FaultServer, Served } from './fault-server.ts';

const cuda = smallCuda();
const { pins } = cuda;
let cache: string;
let servers: FaultServer[];

beforeEach(() => {
  cache = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-cuda-'));
  fs.writeFileSync(path.join(cache, 'addon'), 'an addon');
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.close();
  fs.rmSync(cache, { recursive: true });
});

/** A server of all the wheels; `fault` hits the main library each time. */
async function serve(fault?: Fault, more: Partial<Served> = {}): Promise<FaultServer> {
  const [main, ...others] = cuda.served;
  const faulty = { ...main!, ...(fault ? { always: fault, longerThan: 100_000 } : {}), ...more };
  const server = await serveWheels([faulty, ...others]);
  servers.push(server);
  return server;
}

interface Install {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytes: number, total: number) => void;
}

async function install(server: FaultServer, { signal, onProgress }: Install = {}) {
  let received = 0;
  const progress: number[] = [];
  const folder = await installCuda({
    cache,
    pins,
    addon: path.join(cache, 'addon'),
    indexes: [server.index],
    signal: signal ?? new AbortController().signal,
    onProgress: (bytes, total) => {
      progress.push(bytes);
      expect(total).toBe(downloadBytes(pins));
      onProgress?.(bytes, total);
    },
    onReceived: (bytes) => (received += bytes),
    stallMs: 60_000,
    retryMs: 1,
  });
  return { folder, received, progress };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

it('brings every pinned member, and nothing else, into an engine folder with the addon', async () => {
  const { folder, received, progress } = await install(await serve());
  for (const { path: member } of pins.wheels.flatMap((wheel) => wheel.members))
    expect(fs.readFileSync(path.join(folder, member)).equals(cuda.files[member]!)).toBe(true);
  expect(fs.existsSync(path.join(folder, 'nvidia/cudnn/include'))).toBe(false);
  expect(fs.statSync(path.join(folder, PTXAS)).mode & 0o100).toBe(0o100);
  expect(fs.readdirSync(path.join(folder, 'nvidia/nvrtc/lib'))).toEqual(['libnvrtc.so.12']);
  expect(fs.readFileSync(locateEngine({ libDir: folder }).addon, 'utf8')).toBe('an addon');
  expect(locateEngine({ libDir: folder }).manifest).toMatchObject({ cuda: true, tensorflow: '1.0', verified: false });
  expect(received).toBe(downloadBytes(pins));
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(downloadBytes(pins));
});

it('can be cancelled while it waits for a server, and goes on later with what has come', async () => {
  const stalling = await serve({ kind: 'stall', after: 100_000 });
  const stop = new AbortController();
  const cancelled = install(stalling, { signal: stop.signal, onProgress: (bytes) => bytes > 100_000 && stop.abort() });
  expect(await code(cancelled)).toBe('cancelled');
  const folder = cudaFolder(cache, pins);
  expect(isCudaInstalled(folder)).toBe(false);

  const { received } = await install(await serve());
  expect(isCudaInstalled(folder)).toBe(true);
  expect(received).toBeLessThan(downloadBytes(pins) - 40_000);
});

it('asks for nothing more once it is there', async () => {
  const server = await serve();
  const { folder } = await install(server);
  const asked = server.ranges.length;
  expect(bytesNeeded(folder, pins)).toBe(0);
  expect(await install(server)).toEqual({ folder, received: 0, progress: [] });
  expect(server.ranges.length).toBe(asked);
});

it('puts nothing in place that is not what was pinned', async () => {
  const failure = await install(await serve({ kind: 'flip' })).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SetupError);
  const folder = cudaFolder(cache, pins);
  expect(fs.existsSync(path.join(folder, CUDA_MAIN))).toBe(false);
  expect(fs.existsSync(path.join(folder, 'engine.json'))).toBe(false);
});

it('reckons the room that is still needed from what is already in place', async () => {
  const folder = cudaFolder(cache, pins);
  const largest = Math.max(...pins.wheels.flatMap((wheel) => wheel.members).map((member) => member.zipped));
  expect(bytesNeeded(folder, pins)).toBe(diskBytes(pins) + largest);
  await install(await serve());
  fs.rmSync(path.join(folder, CUDNN));
  const { size, zipped } = pins.wheels[1]!.members[0]!;
  expect(bytesNeeded(folder, pins)).toBe(size + zipped);
  expect(isCudaInstalled(folder)).toBe(false);
});

it('lets a second one that waits for the first be cancelled', async () => {
  const stop = new AbortController();
  const first = install(await serve({ kind: 'stall', after: 10 }), { signal: stop.signal });
  const impatient = new AbortController();
  const second = install(await serve(), { signal: impatient.signal });
  impatient.abort();
  expect(await code(second)).toBe('cancelled');
  stop.abort();
  expect(await code(first)).toBe('cancelled');
});

it('renews the addon when its name has changed, and only then', async () => {
  const { folder } = await install(await serve());
  const { addon } = locateEngine({ libDir: folder });
  fs.renameSync(addon, path.join(path.dirname(addon), 'tfjs_binding-old.node'));
  fs.writeFileSync(path.join(cache, 'addon'), 'a newer one');
  placeAddon(folder, path.join(cache, 'addon'));
  expect(fs.readFileSync(addon, 'utf8')).toBe('a newer one');
  placeAddon(folder, path.join(cache, 'not-there'));
  expect(fs.readFileSync(addon, 'utf8')).toBe('a newer one');
});

it('is removed with all that was fetched in part, and other downloads stay', async () => {
  const stop = new AbortController();
  const stalling = await serve({ kind: 'stall', after: 100_000 });
  await code(install(stalling, { signal: stop.signal, onProgress: (bytes) => bytes > 100_000 && stop.abort() }));
  const downloads = path.join(cache, 'downloads');
  fs.writeFileSync(path.join(downloads, '0123456789ab-other.part'), '');
  expect(fs.readdirSync(downloads)).toHaveLength(2);
  const older = `${cudaFolder(cache, pins)}-older`;
  fs.mkdirSync(older);
  fs.mkdirSync(path.join(cache, 'libtensorflow', 'the-processor’s'));
  await removeCuda(cache, pins);
  expect(fs.readdirSync(downloads)).toEqual(['0123456789ab-other.part']);
  expect(fs.readdirSync(path.join(cache, 'libtensorflow'))).toEqual(['the-processor’s']);
  await removeCuda(cache, pins);
});
