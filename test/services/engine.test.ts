import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isCudaInstalled } from '../../electron/native/cuda/cuda-folder.ts';
import type { ServiceOptions } from '../../electron/hosts/create-services.ts';
import type { CudaOptions } from '../../electron/services/engine/cuda-library.ts';
import { compareSpeeds, readSpeeds } from '../../electron/services/engine/speeds.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import type { EngineStatus } from '../../shared/contract/schemas/engine.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { type OnLoad, scriptedTrainers, type ScriptedTrainers, someFacts } from '../fixtures/scripted-trainer.ts';
import { someSpec, someSpeed } from '../fixtures/scripted-host.ts';
import { smallCuda } from '../fixtures/small-cuda.ts';
import { type FaultServer, serveWheels } from '../unit/native/fault-server.ts';
import { DIGITS } from '../../shared/task/digits.ts';

const cuda = smallCuda();
const CARD = { name: 'NVIDIA H100', vendor: 'nvidia', architecture: 'cuda', software: false };
const onCuda = someFacts({ engine: 'cuda', adapter: CARD, devices: ['GPU:0 NVIDIA H100', 'CPU:0'], noGpuReason: null });

let home: { folder: string; remove(): void };
let server: FaultServer;
let host: TestHost;
let window: Window;
let trainers: ScriptedTrainers;

beforeEach(async () => {
  home = temporaryFolder();
  server = await serveWheels(cuda.served);
});
afterEach(async () => {
  await host.services.stop();
  await server.close();
  home.remove();
});

/** What the trainers were asked to change. */
const augmented: number[] = [];

/** A host whose trainers do what `onLoad` says; it fetches CUDA from a server of this machine. */
async function open(onLoad: OnLoad, options: CudaOptions = {}, more: ServiceOptions = {}): Promise<void> {
  trainers = scriptedTrainers(onLoad, {
    // A graphics card is twice as fast.
    'engine.probe': ({ seconds }) =>
      someSpeed({ imagesPerSecond: loaded().at(-1) === 'webgpu' ? 2000 : 1000, seconds }),
    'engine.augment': ({ images, draws }) => {
      augmented.push(draws);
      return { images: new Uint8Array(draws * images.length).fill(9) };
    },
  });
  const addon = path.join(home.folder, 'addon');
  fs.writeFileSync(addon, 'an addon');
  const cache = path.join(home.folder, 'cache');
  host = await startHost(
    home.folder,
    { launchTrainer: trainers.launchTrainer },
    { cuda: { pins: cuda.pins, cache, indexes: [server.index], addon: () => addon, retryMs: 1, ...options }, ...more },
  );
  window = host.window();
}

const settled = (): Promise<EngineStatus> =>
  vi.waitFor(async () => {
    const status = await window.call('engine.status', null);
    expect(status.cuda.state).not.toBe('downloading');
    return status;
  });

async function install(): Promise<EngineStatus> {
  await window.call('engine.installCuda', null);
  return settled();
}

const folder = () => host.services.engine.cuda.folder;
/** What was loaded so far: a folder's engine, or the processor. */
const loaded = () =>
  trainers.loads.map(({ backend, libraryFolder }) =>
    backend === 'webgpu' ? 'webgpu' : libraryFolder === folder() ? 'cuda' : 'cpu',
  );

const job = () => ({
  id: 'a-run',
  spec: someSpec(),
  data: [
    {
      id: 'mnist',
      task: DIGITS,
      framing: 'centred' as const,
      trainImages: 'a',
      trainLabels: 'b',
      testImages: 'c',
      testLabels: 'd',
    },
  ],
  folder: home.folder,
  resume: false,
  checkpoint: {},
});

/** A trainer with a card, as it is after CUDA was installed. */
const withCard: OnLoad = ({ libraryFolder }) => (libraryFolder === null ? someFacts() : onCuda);

describe('CUDA', () => {
  it('is fetched when asked for, with progress, and then runs in the next trainer', async () => {
    await open(withCard);
    const told: EngineStatus['cuda'][] = [];
    window.on('engine.changed', (status) => told.push(status.cuda));
    const { downloadBytes, diskBytes } = (await window.call('engine.status', null)).cuda as {
      downloadBytes: number;
      diskBytes: number;
    };
    expect([downloadBytes > 400_000, diskBytes > downloadBytes - 1000]).toEqual([true, true]);
    expect((await window.call('engine.start', null)).facts?.engine).toBe('cpu');

    expect((await install()).cuda).toEqual({ state: 'ready' });
    await vi.waitFor(() => expect(told.some(({ state }) => state === 'ready')).toBe(true));
    expect(told.find(({ state }) => state === 'downloading')).toMatchObject({ totalBytes: downloadBytes });
    expect(isCudaInstalled(folder())).toBe(true);
    const status = await window.call('engine.start', null);
    expect(status).toMatchObject({ state: 'ready', fallback: null, facts: { engine: 'cuda', adapter: CARD } });
    expect(loaded()).toEqual(['cpu', 'cuda']);
  });

  it('is not begun without room on the disk, and says how much is wanting', async () => {
    await open(withCard, { free: () => Promise.resolve(123) });
    expect((await install()).cuda).toMatchObject({
      state: 'failed',
      error: { code: 'disk-space', params: { free: 0, needed: 0.1 } },
    });
    expect(server.ranges).toEqual([]);
  });

  it('can be cancelled and taken up again', async () => {
    const [main, ...others] = cuda.served;
    const stalling = await serveWheels([
      { ...main!, always: { kind: 'stall', after: 1000 }, longerThan: 100_000 },
      ...others,
    ]);
    await open(withCard, { indexes: [stalling.index] });
    await window.call('engine.installCuda', null);
    await vi.waitFor(() => expect(stalling.ranges.length).toBeGreaterThan(3));
    await window.call('engine.cancelCuda', null);
    expect((await window.call('engine.status', null)).cuda.state).toBe('absent');
    await stalling.close();
  });

  it('that no index gives is told with what each of them said', async () => {
    await open(withCard, { indexes: [`${server.index}/nothing-here`] });
    await server.close();
    const status = await install();
    expect(status.cuda).toMatchObject({ state: 'failed', error: { code: 'engine-download-failed' } });
    expect(JSON.stringify(status.cuda)).toContain('nothing-here');
    server = await serveWheels(cuda.served);
  });

  it('is removed from the disk, and the trainer that ran on it makes room for the processor', async () => {
    await open(withCard);
    await install();
    await window.call('engine.start', null);
    const cudaTrainer = trainers.newest();
    await window.call('engine.removeCuda', null);
    expect(fs.existsSync(folder())).toBe(false);
    expect(cudaTrainer.alive).toBe(false);
    expect((await window.call('engine.start', null)).facts?.engine).toBe('cpu');
  });
});

describe('an engine that fails', () => {
  const cases: [string, OnLoad, string, string | undefined][] = [
    [
      'finds no driver',
      ({ libraryFolder }) => someFacts({ noGpuReason: libraryFolder ? 'no-driver' : 'cpu-build' }),
      'cuda-no-driver',
      undefined,
    ],
    [
      'takes its process down',
      ({ libraryFolder }) => (libraryFolder ? 'SIGSEGV' : someFacts()),
      'cuda-failed',
      'SIGSEGV',
    ],
    [
      'cannot be loaded',
      ({ libraryFolder }) =>
        libraryFolder
          ? new AppError('engine-broken', {}, new Error('libcublas.so.12: invalid ELF header'))
          : someFacts(),
      'cuda-failed',
      'libcublas.so.12: invalid ELF header',
    ],
  ];

  it.each(cases)('because it %s is told of, and the processor goes on', async (_, onLoad, code, reason) => {
    await open(onLoad);
    await install();
    await window.call('settings.update', { engine: 'cuda' });
    await host.services.link.ready();
    const status = await window.call('engine.status', null);
    expect(status).toMatchObject({ state: 'ready', error: null, facts: { engine: 'cpu' }, fallback: { code } });
    expect(status.fallback!.params['reason']).toBe(reason);
    expect(loaded()).toEqual(['cuda', 'cpu']);
  });

  it('is not tried again by the next start, but when it is asked for, or chosen anew', async () => {
    await open(({ libraryFolder }) => (libraryFolder ? 'SIGSEGV' : someFacts()));
    await install();
    await host.services.link.ready();
    trainers.newest().end('SIGKILL');
    await host.services.link.ready();
    expect(loaded()).toEqual(['cuda', 'cpu', 'cpu']);

    await window.call('engine.start', null);
    expect(loaded()).toEqual(['cuda', 'cpu', 'cpu', 'cuda', 'cpu']);
    await window.call('settings.update', { engine: 'cpu' });
    expect((await window.call('engine.status', null)).fallback).toBeNull();
    await window.call('settings.update', { engine: 'cuda' });
    await host.services.link.ready();
    expect(loaded().slice(5)).toEqual(['cuda', 'cpu']);
  });

  it('in the middle of its work makes way for the processor, unless somebody killed it', async () => {
    await open(withCard);
    await install();
    await host.services.link.ready();
    trainers.newest().end('SIGKILL');
    await host.services.link.ready();
    trainers.newest().end('SIGABRT');
    const status = await window.call('engine.status', null);
    expect(status).toMatchObject({
      state: 'crashed',
      fallback: { code: 'cuda-failed', params: { reason: 'SIGABRT' } },
    });
    expect((await window.call('engine.start', null)).facts?.engine).toBe('cpu');
    expect(loaded()).toEqual(['cuda', 'cuda', 'cpu']);
  });

  it('as the last one is the engine’s own error', async () => {
    await open(() => new AppError('engine-missing', { folder: '/nowhere' }));
    await expect(window.call('engine.start', null)).rejects.toMatchObject({ code: 'engine-missing' });
    expect(await window.call('engine.status', null)).toMatchObject({ state: 'missing', fallback: null });
  });
});

describe('another choice', () => {
  it('ends an idle trainer, and waits for a run to end', async () => {
    await open(({ backend }) =>
      backend === 'webgpu' ? someFacts({ engine: 'webgpu', adapter: CARD, noGpuReason: null }) : someFacts(),
    );
    await window.call('engine.start', null);
    const first = trainers.newest();
    await window.call('settings.update', { engine: 'webgpu' });
    expect([first.alive, host.services.link.status.state]).toEqual([false, 'stopped']);
    expect((await window.call('engine.start', null)).facts?.engine).toBe('webgpu');

    const second = trainers.newest();
    await host.services.link.call('job.start', job());
    expect(host.services.link.status.state).toBe('busy');
    await window.call('settings.update', { engine: 'cpu' });
    expect(second.alive).toBe(true);
    second.serving.emit('job.ended', { id: 'a-run', outcome: 'finished', error: null });
    await vi.waitFor(() => expect(second.alive).toBe(false));
  });

  it('of what is not installed says so at once', async () => {
    await open(withCard);
    await window.call('settings.update', { engine: 'cuda' });
    expect((await window.call('engine.status', null)).fallback).toMatchObject({ code: 'cuda-absent' });
  });
});

describe('the comparison of speeds', () => {
  const compare = async (onLoad: OnLoad) => {
    await open(withCard);
    const rivals = scriptedTrainers(onLoad);
    const env = { launchTrainer: rivals.launchTrainer, log: quietLog(), storageFolder: home.folder, version: '1.0' };
    const record = await compareSpeeds(env, 700);
    expect(rivals.newest().alive).toBe(false);
    return { env, record };
  };
  const adapter = (software: boolean) =>
    someFacts({ engine: 'webgpu', adapter: { ...CARD, software }, noGpuReason: null });

  it('measures a card in a process of its own, and is kept for this version', async () => {
    const { env, record } = await compare(() => adapter(false));
    expect(record).toEqual({ version: 1, studio: '1.0', cpu: 700, webgpu: 1000 });
    expect(await readSpeeds(env)).toEqual(record);
    expect(await readSpeeds({ ...env, version: '1.1' })).toBeNull();
    fs.writeFileSync(path.join(home.folder, 'engine-speeds.json'), '{"version":1');
    expect(await readSpeeds(env)).toBeNull();
  });

  const withAdapter =
    (software: boolean): OnLoad =>
    ({ backend }) =>
      backend === 'webgpu' ? adapter(software) : someFacts();

  it('is made once, when the trainer has nothing to do, and the winner trains from then on', async () => {
    await open(withAdapter(false), {}, { hasCard: () => true, idleMs: 10 });
    await window.call('engine.start', null);
    await vi.waitFor(() => expect(host.services.link.status.state).toBe('stopped'));
    expect(loaded()).toEqual(['cpu', 'webgpu']);
    expect(await window.call('engine.start', null)).toMatchObject({ facts: { engine: 'webgpu' }, fallback: null });
    await window.call('settings.update', { engine: 'cpu' });
    expect((await window.call('engine.start', null)).facts?.engine).toBe('cpu');
  });

  it('leaves the processor where it is when no card is worth it, and is not made again', async () => {
    await open(withAdapter(true), {}, { hasCard: () => true });
    await window.call('engine.probe', null);
    await window.call('engine.probe', null);
    expect(loaded()).toEqual(['cpu', 'webgpu']);
    expect(host.services.link.status).toMatchObject({ state: 'ready', facts: { engine: 'cpu' } });
  });

  it('is not made by the speed of a model that somebody asked for', async () => {
    await open(withAdapter(false), {}, { hasCard: () => true });
    const { model, recipe } = findPreset('quick')!;
    expect(await window.call('engine.probe', { model, recipe, task: DIGITS })).toMatchObject({ imagesPerSecond: 1000 });
    expect(loaded()).toEqual(['cpu']);
  });

  it('is kept in the record of a run of that very model, and of no other', async () => {
    await open(withAdapter(true), {}, { hasCard: () => false });
    const { model, recipe } = findPreset('quick')!;
    const { spread } = await window.call('engine.probe', { model, recipe, task: DIGITS });
    const request = { version: 2 as const, name: 'probed', model, recipe, data: { datasets: ['synthetic' as const] } };
    const { id } = await window.call('runs.start', request);
    expect((await window.call('runs.get', { id })).run.predicted).toEqual({ imagesPerSecond: 1000, spread });
    const other = { ...request, recipe: { ...recipe, batchSize: recipe.batchSize * 2 } };
    expect((await window.call('runs.start', other)).predicted).toBeNull();
  });

  it('is not made where no card can be, nor when the user has chosen', async () => {
    await open(withAdapter(false), {}, { hasCard: () => false, idleMs: 1 });
    await window.call('engine.probe', null);
    expect(loaded()).toEqual(['cpu']);
    await host.services.stop();
    await open(withAdapter(false), {}, { hasCard: () => true, idleMs: 1 });
    await window.call('settings.update', { engine: 'cpu' });
    await window.call('engine.probe', null);
    expect(loaded()).toEqual(['cpu']);
  });

  it.each<[string, OnLoad]>([
    ['is the processor in disguise', () => adapter(true)],
    ['cannot be driven', () => new AppError('webgpu-failed', { reason: 'no adapter' })],
    ['takes its process down', () => 'SIGSEGV'],
  ])('never takes a card that %s', async (_, onLoad) => {
    expect((await compare(onLoad)).record.webgpu).toBeNull();
  });
});

describe('images as training changes them', () => {
  const request = {
    inputShape: [28, 28, 1] as [number, number, 1],
    images: new Uint8Array(784),
    seed: 1,
    firstStep: 4,
  };

  it('come from the trainer, which is started for it', async () => {
    await open(() => someFacts());
    const { images } = await window.call('engine.augment', { ...request, augmentation: LIGHT, draws: 3 });
    expect(images).toEqual(new Uint8Array(3 * 784).fill(9));
    expect(loaded()).toEqual(['cpu']);
  });

  it('are refused where a change does not fit the images, before the trainer is asked', async () => {
    await open(() => someFacts());
    augmented.length = 0;
    await expect(
      window.call('engine.augment', { ...request, augmentation: { ...LIGHT, shift: 20 }, draws: 3 }),
    ).rejects.toMatchObject({ code: 'augmentation-too-large', params: { change: 'shift', pixels: 20 } });
    expect([augmented, loaded()]).toEqual([[], []]);
  });
});
