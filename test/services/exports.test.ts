import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ExportFormat, ExportWeights } from '../../shared/contract/schemas/export.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { openOnnx } from '../../electron/formats/exports/onnx/read-onnx.ts';
import { asideIn } from '../../electron/services/exports/aside-folder.ts';
import { writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { everyLayerStored } from '../fixtures/every-layer.ts';
import { storedModel } from '../fixtures/exported-models.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { modelOf } from '../fixtures/models.ts';
import { tenImages } from '../fixtures/ten-images.ts';

const home = temporaryFolder();
const elsewhere = temporaryFolder();
const at = (...names: string[]): string => path.join(elsewhere.folder, ...names);
/** Models with every layer, of 3 and of 62 classes, and one of a single layer with weights. */
const STARTER = path.join(repositoryRoot, 'resources', 'starter');
const [SMALL, LARGE, PLAIN] = [at('small'), at('large'), at('plain')];
let host: TestHost;
let window: Window;

async function keep(folder: string, classes: number): Promise<void> {
  const { card, weights } = everyLayerStored(classes);
  await writeModelFolder(folder, card, weights);
}

beforeAll(async () => {
  await keep(SMALL, 3);
  await keep(LARGE, 62);
  const { card, weights } = storedModel(
    modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }]),
  );
  await writeModelFolder(PLAIN, card, weights);
  host = await startHost(home.folder);
  window = host.window();
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
  elsewhere.remove();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(at('out'), { recursive: true, force: true });
});

const write = (
  format: ExportFormat,
  target: string,
  more: { folder?: string; force?: boolean; weights?: ExportWeights } = {},
) =>
  host.services.exports.write({ folder: PLAIN, ref: null, format, weights: 'float32', target, force: false, ...more });
/** Nothing but these lies in the folder that exports are written to. */
const expectOnly = (...names: string[]): void =>
  expect(existsSync(at('out')) ? readdirSync(at('out')).sort() : []).toEqual(names);

describe('an export', () => {
  it.each([
    ['onnx', SMALL],
    ['onnx', LARGE],
    ['savedmodel', SMALL],
    ['savedmodel', LARGE],
    ['tfjs', SMALL],
    ['keras', SMALL],
    ['html', SMALL],
  ] as const)(
    'as %s of every layer gives the same on a thousand images, and then is in its place',
    async (format, folder) => {
      const told: number[] = [];
      const { verified } = await host.services.exports.write(
        { folder, ref: null, format, weights: 'float32', target: at('out', 'model'), force: false },
        { onProgress: (done, total) => told.push(done / total) },
      );
      expect(verified).toMatchObject({ images: 1000, agree: 1000 });
      expect(verified.maxDifference).toBeLessThan(1e-4);
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect(told.at(-1)).toBe(1);
      expectOnly('model');
    },
  );

  it.each([
    ['onnx', 'int8'],
    ['tfjs', 'float16'],
  ] as const)(
    'as %s with %s weights is held to the model rounded alike, and tells what that costs',
    async (format, weights) => {
      const told: number[] = [];
      const { verified, bytes, cost } = await host.services.exports.write(
        { folder: STARTER, ref: null, format, weights, target: at('out', 'model'), force: false },
        { onProgress: (done, total) => told.push(done / total) },
      );
      expect(verified).toMatchObject({ images: 1000, agree: 1000 });
      expect(verified.maxDifference).toBeLessThan(1e-4);
      expect(bytes).toBeLessThan(cost!.fullBytes * (weights === 'int8' ? 0.4 : 0.6));
      expect(cost!.images).toBe(1000);
      expect(cost!.maxDifference).toBeGreaterThan(0);
      expect(cost!.changed).toBeLessThan(20);
      // Of the first test images of MNIST, which the starter was trained on.
      expect(cost!.accuracy).toMatchObject({ images: 1000 });
      const { full, rounded } = cost!.accuracy!;
      expect(full.correct).toBeGreaterThan(980);
      expect(Math.abs(full.correct - rounded.correct)).toBeLessThanOrEqual(cost!.changed);
      expect(rounded.interval[0]).toBeLessThan(rounded.correct / 1000);
      expect(told.at(-1)).toBe(1);
      expectOnly('model');
    },
  );

  it('is the same on the images of the case, for a window too, which gets it as a file', async () => {
    const told: { ticket: string; done: number; total: number }[] = [];
    const stop = window.on('export.progress', (news) => told.push(news));
    const made = await window.call('exports.make', { model: 'starter', format: 'onnx', ticket: 'a-window-asks' });
    stop();
    expect(told.at(-1)).toEqual({ ticket: 'a-window-asks', done: 2000, total: 2000 });
    expect(made.verified).toMatchObject({ images: 1000, agree: 1000 });
    expect(made.name).toMatch(/\.onnx$/);
    mkdirSync(at('out'));
    writeFileSync(at('out', 'window.onnx'), made.bytes);
    const images = tenImages();
    const answers = await (
      await openOnnx(at('out', 'window.onnx'))
    ).read(
      Float32Array.from(images, (byte) => byte / 255),
      [28, 28, 1],
    );
    const { items } = await window.call('models.predict', { model: 'starter', images });
    items
      .flatMap(({ probabilities }) => probabilities)
      .forEach((probability, i) => expect(Math.abs(probability - answers[i]!)).toBeLessThan(1e-4));
    expect(readdirSync(path.join(home.folder, 'imports'), { recursive: true }).map(String)).not.toContainEqual(
      expect.stringContaining('.onnx'),
    );
  });

  it('comes to a window as a zip where it is a folder, with what lies beside the model', async () => {
    const { name, bytes } = await window.call('exports.make', {
      model: 'starter',
      format: 'tfjs',
      ticket: 'a-window-asks',
    });
    const files = unzipSync(bytes);
    const folder = name.replace(/\.zip$/, '');
    expect(Object.keys(files).sort()).toEqual(
      ['README.md', 'about.json', 'model.json', 'weights.bin'].map((file) => `${folder}/${file}`),
    );
    const about = JSON.parse(Buffer.from(files[`${folder}/about.json`]!).toString()) as Record<string, unknown>;
    expect(about).toMatchObject({ classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] });
    expect(about['input']).toBe('image: float32, batch x 28 x 28 x 1, 0 = paper to 1 = ink');
  });
});

describe('an export that cannot be', () => {
  it('names the weights that a format cannot hold, and leaves nothing', async () => {
    await expect(write('keras', at('out', 'model'), { weights: 'int8' })).rejects.toMatchObject({
      code: 'export-weights',
      params: { weights: 'int8', format: 'Keras' },
    });
    expectOnly();
  });

  it('names a model that is not there', async () => {
    const folder = at('none');
    await expect(write('onnx', at('out', 'm.onnx'), { folder })).rejects.toMatchObject({ code: 'model-not-found' });
    expectOnly();
  });

  it('writes over nothing without being told to, and over what it would not write not even then', async () => {
    mkdirSync(at('out', 'photos'), { recursive: true });
    writeFileSync(at('out', 'm.onnx'), 'mine');
    writeFileSync(at('out', 'photos', 'cat.png'), 'mine');
    await expect(write('onnx', at('out', 'm.onnx'))).rejects.toMatchObject({ code: 'export-exists' });
    await expect(write('tfjs', at('out', 'photos'))).rejects.toMatchObject({ code: 'export-exists' });
    await expect(write('tfjs', at('out', 'photos'), { force: true })).rejects.toMatchObject({
      code: 'folder-not-empty',
    });
    await expect(write('onnx', at('out', 'photos'), { force: true })).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(write('tfjs', at('out', 'm.onnx'), { force: true })).rejects.toMatchObject({ code: 'not-a-folder' });
    expectOnly('m.onnx', 'photos');
    expect(readFileSync(at('out', 'm.onnx'), 'utf8')).toBe('mine');
    expect(readdirSync(at('out', 'photos'))).toEqual(['cat.png']);

    await write('onnx', at('out', 'm.onnx'), { force: true });
    await write('tfjs', at('out', 'model'));
    await write('tfjs', at('out', 'model'), { force: true });
    expectOnly('m.onnx', 'model', 'photos');
    expect(readFileSync(at('out', 'm.onnx')).length).toBeGreaterThan(10_000);
  });

  it('replaces a folder only where all that lies in it, at any depth, is an export', async () => {
    await write('savedmodel', at('out', 'model'));
    writeFileSync(at('out', 'model', 'variables', 'notes.txt'), 'mine');
    await expect(write('savedmodel', at('out', 'model'), { force: true })).rejects.toMatchObject({
      code: 'folder-not-empty',
    });
    expect(readFileSync(at('out', 'model', 'variables', 'notes.txt'), 'utf8')).toBe('mine');
    expectOnly('model');
    // A README alone is that of anything.
    mkdirSync(at('out', 'project'));
    writeFileSync(at('out', 'project', 'README.md'), 'mine');
    await expect(write('tfjs', at('out', 'project'), { force: true })).rejects.toMatchObject({
      code: 'folder-not-empty',
    });
    expect(readFileSync(at('out', 'project', 'README.md'), 'utf8')).toBe('mine');
  });

  it('follows a link to its place, and writes over none that leads nowhere', async () => {
    mkdirSync(at('out', 'real'), { recursive: true });
    writeFileSync(at('out', 'real', 'm.onnx'), 'mine');
    symlinkSync(at('out', 'real', 'm.onnx'), at('out', 'm.onnx'));
    symlinkSync(at('out', 'nowhere'), at('out', 'torn.onnx'));
    await expect(write('onnx', at('out', 'm.onnx'))).rejects.toMatchObject({ code: 'export-exists' });
    await expect(write('onnx', at('out', 'torn.onnx'))).rejects.toMatchObject({ code: 'export-exists' });
    await write('onnx', at('out', 'm.onnx'), { force: true });
    expectOnly('m.onnx', 'real', 'torn.onnx');
    expect(readlinkSync(at('out', 'm.onnx'))).toBe(at('out', 'real', 'm.onnx'));
    expect(readdirSync(at('out', 'real'))).toEqual(['m.onnx']);
    expect(readFileSync(at('out', 'real', 'm.onnx')).length).toBeGreaterThan(10_000);
  });

  it.each([
    ['tfjs', 'model'],
    ['onnx', 'm.onnx'],
  ] as const)('as %s twice at once to one place is kept once, whole', async (format, name) => {
    const results = await Promise.allSettled([write(format, at('out', name)), write(format, at('out', name))]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'export-exists' } });
    expectOnly(name);
    await expect(write(format, at('out', name))).rejects.toMatchObject({ code: 'export-exists' });
  });

  it('tells of a model that cannot be read by its own file, not by the place of the export', async () => {
    const folder = at('looped');
    mkdirSync(folder);
    copyFileSync(path.join(PLAIN, 'model.json'), path.join(folder, 'model.json'));
    symlinkSync('weights.safetensors', path.join(folder, 'weights.safetensors'));
    await expect(write('onnx', at('out', 'm.onnx'), { folder })).rejects.toMatchObject({
      code: 'storage-failed',
      params: { path: folder },
    });
    expectOnly();
  });

  it('says of a model whose weights are no numbers that it gives none', async () => {
    const { card, weights } = storedModel(
      modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }]),
    );
    const folder = at('diverged');
    await writeModelFolder(folder, card, weights.map((weight) => ({ ...weight, values: weight.values.map(() => NaN) }))); // prettier-ignore
    for (const format of ['onnx', 'keras', 'html'] as const)
      await expect(write(format, at('out', 'm'), { folder })).rejects.toMatchObject({ code: 'model-not-finite' });
    expectOnly();
  });

  it('meets a full disk, and what was there stays', async () => {
    mkdirSync(at('out'));
    writeFileSync(at('out', 'm.onnx'), 'mine');
    faultyDisk((file) => {
      if (file === 'm.onnx') throw noSpace();
    });
    await expect(write('onnx', at('out', 'm.onnx'), { force: true })).rejects.toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    expectOnly('m.onnx');
    expect(readFileSync(at('out', 'm.onnx'), 'utf8')).toBe('mine');
  });

  it('meets a full disk when a folder is to be replaced, and the former one stays', async () => {
    await write('tfjs', at('out', 'model'));
    const before = statSync(at('out', 'model', 'weights.bin')).ino;
    faultyDisk((file) => {
      if (file === 'model' && !existsSync(at('out', 'model'))) throw noSpace();
    });
    const failed = write('tfjs', at('out', 'model'), { force: true });
    await expect(failed).rejects.toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    // Where it could not go back it waits beside its place, and the next export brings it there.
    await expect(write('tfjs', at('out', 'model'))).rejects.toMatchObject({ code: 'export-exists' });
    expect(statSync(at('out', 'model', 'weights.bin')).ino).toBe(before);
    expectOnly('model');
  });

  it('clears up what a killed one left, and brings back what it was about to replace', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const left = path.basename(asideIn(at('out'))).replace(/^\.inkstone-\d+/, `.inkstone-${pid}`);
    mkdirSync(at('out', left, 'new', 'model'), { recursive: true });
    mkdirSync(at('out', left, 'replaced', 'model'), { recursive: true });
    writeFileSync(at('out', left, 'replaced', 'model', 'weights.bin'), 'mine');
    // Of a process of another machine, which may well live, and of this one.
    const others = [left.replace(/-at-.{8}/, '-at-00000000'), path.basename(asideIn(at('out')))];
    for (const other of others) mkdirSync(at('out', other));
    await expect(write('tfjs', at('out', 'model'))).rejects.toMatchObject({ code: 'export-exists' });
    expect(readFileSync(at('out', 'model', 'weights.bin'), 'utf8')).toBe('mine');
    expectOnly(...[...others, 'model'].sort());
  });

  it('meets a place that takes no files', async () => {
    writeFileSync(at('file'), 'in the way');
    await expect(write('onnx', at('file', 'm.onnx'))).rejects.toMatchObject({
      code: 'not-a-folder',
      params: { path: at('file') },
    });
    await expect(write('onnx', '/proc/inkstone/m.onnx')).rejects.toMatchObject({ code: 'save-denied' });
  });

  it('is given up when the studio ends, and nothing is left', async () => {
    const other = await startHost(at('other-home'));
    let ended: Promise<void> | undefined;
    const exported = other.services.exports.write(
      { folder: PLAIN, ref: null, format: 'onnx', weights: 'float32', target: at('out', 'm.onnx'), force: false },
      { onProgress: () => void (ended ??= other.services.stop()) },
    );
    await expect(exported).rejects.toMatchObject({ code: 'cancelled' });
    await ended;
    expectOnly();
  });

  it.each(['onnx', 'savedmodel'] as const)('as %s is cancelled, and nothing is left', async (format) => {
    const { signal, abort } = createCancelSource();
    const exported = host.services.exports.write(
      { folder: PLAIN, ref: null, format, weights: 'float32', target: at('out', 'm'), force: false },
      { signal, onProgress: () => abort() },
    );
    await expect(exported).rejects.toMatchObject({ code: 'cancelled' });
    expectOnly();
  });
});
