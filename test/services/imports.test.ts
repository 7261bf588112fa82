import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostChild } from '../../electron/environment.ts';
import { Datasets, type DatasetsDependencies } from '../../electron/services/datasets/datasets.ts';
import { importId } from '../../electron/services/datasets/import/carry-out.ts';
import { Hands } from '../../electron/services/hands/hands.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { Framing } from '../../shared/contract/schemas/task.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { histogram } from '../../shared/data/labelled-images.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { launchReader } from '../fixtures/reader-process.ts';
import { writeFiles, type Files } from '../fixtures/staging.ts';

let home: { folder: string; remove(): void };
let datasets: Datasets;
/** The run that needs every data set. */
let needed: string | null;

const open = (change: Partial<DatasetsDependencies['env']> = {}): Datasets =>
  new Datasets({
    env: {
      storageFolder: home.folder,
      mnistFolder: null,
      now: () => Date.now(),
      log: quietLog(),
      launchReader,
      ...change,
    },
    settings: () => settingsSchema.parse({ version: 1 }),
    hands: new Hands({ storageFolder: home.folder, log: quietLog(), now: () => Date.now() }),
    keptStates: async () => [],
    neededBy: async () => needed,
  });

beforeEach(() => {
  home = temporaryFolder();
  needed = null;
  datasets = open();
});
afterEach(async () => {
  await datasets.close();
  home.remove();
});

const COUNT = 60;
const images = patterns(COUNT);
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
const pair = (ink: Uint8Array = images, of: Uint8Array = labels): Files => ({
  'images-idx3-ubyte': idxBytes(8, [of.length, 10, 9], ink),
  'labels-idx1-ubyte': idxBytes(8, [of.length], of),
});

function folderOf(files: Files, name = 'mine'): string {
  const folder = path.join(home.folder, name);
  mkdirSync(folder, { recursive: true });
  writeFiles(folder, files);
  return folder;
}
const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const stored = (folder: string): string[] => {
  const all = path.join(home.folder, folder);
  return existsSync(all) ? readdirSync(all).sort() : [];
};
/** What lies in the folders for unfinished work of all hosts. */
const unfinished = (): string[] => stored('imports').flatMap((host) => stored(path.join('imports', host)));

describe('an import', () => {
  it('is shown first and kept only then, with a stratified test part', async () => {
    const inspection = await datasets.imports.inspect(folderOf(pair()));
    expect(inspection).toMatchObject({
      name: 'mine',
      task: { inputShape: [10, 9, 1], classes: ['0', '1', '2'] },
      counts: { whole: [20, 20, 20] },
      warnings: [],
      skipped: [],
      bytes: COUNT * 92,
    });
    expect(new Set(inspection.sample.labels)).toEqual(new Set([0, 1, 2]));
    expect(inspection.sample.images).toHaveLength(inspection.sample.labels.length * 90);
    expect(stored('datasets')).toEqual([]);
    const info = await datasets.imports.import(inspection.id, { name: 'Mine', classes: ['a', 'b', 'c'] });
    expect(info).toMatchObject({
      name: 'Mine',
      kind: 'imported',
      trainCount: 48,
      testCount: 12,
      status: { state: 'ready' },
    });
    expect(info.task.classes).toEqual(['a', 'b', 'c']);
    expect((await datasets.preview(info.id, 30)).histogram).toEqual([16, 16, 16]);
    // Each image still has its own label.
    const [files] = await datasets.prepare([info.id]);
    const kept = readFileSync(files!.trainImages);
    labelsFromBytes(readFileSync(files!.trainLabels)).forEach((label, i) => {
      const place = Array.from(labels.keys()).find(
        (at) => Buffer.compare(kept.subarray(i * 90, (i + 1) * 90), images.subarray(at * 90, (at + 1) * 90)) === 0,
      )!;
      expect(labels[place]).toBe(label);
    });
    expect(unfinished()).toEqual([]);
    expect(await failure(datasets.imports.import(inspection.id))).toMatchObject({ code: 'inspection-gone' });
  });

  it('of the same files is the same data set; in another way it is another', async () => {
    const first = (await datasets.imports.importPath(folderOf(pair()))).info;
    await datasets.update(first.id, { name: 'Kept', classes: ['x', 'y', 'z'] });
    const again = (await datasets.imports.importPath(folderOf(pair(), 'copy'))).info;
    expect(again).toMatchObject({ id: first.id, name: 'Kept', task: { classes: ['x', 'y', 'z'] } });
    const other = (await datasets.imports.importPath(folderOf(pair()), { testFraction: 0.5 })).info;
    expect(other).toMatchObject({ trainCount: 30, testCount: 30 });
    expect(stored('datasets')).toEqual([first.id, other.id].sort());
    needed = 'My run';
    expect(await failure(datasets.remove(other.id))).toMatchObject({
      code: 'dataset-in-use',
      params: { id: other.id, run: 'My run' },
    });
    needed = null;
    await datasets.remove(other.id);
    expect((await datasets.list()).filter(({ kind }) => kind === 'imported').map(({ id }) => id)).toEqual([first.id]);
  });

  it('has the id that it had in older studios, unless its ink stays as written', () => {
    const [some, none] = [
      [3, 3],
      [0, 0],
    ] as const;
    const staged = (parted: boolean, framing: Framing, duplicatesWithin = 0) => ({
      sha256: 'ab'.repeat(32),
      counts: { whole: [...(parted ? none : some)], train: [...(parted ? some : none)], test: [...none] },
      duplicatesWithin,
      framing,
    });
    const choice = { mends: [], testFraction: 0.2, classes: null };
    expect(importId(staged(false, 'centred'), { ...choice, mends: ['transposed', 'inverted'] })).toBe(
      'set-79de65cfc3e2dc0f',
    );
    expect(importId(staged(true, 'centred'), choice)).toBe('set-28b7f73f8164daff');
    expect(importId(staged(false, 'centred', 2), choice)).toBe('set-fc38d38ffd2dbc4b');
    expect(importId(staged(true, 'as-written'), choice)).not.toBe('set-28b7f73f8164daff');
  });

  it('twice at once leaves one whole data set, and never takes away one that was ready', async () => {
    const folder = folderOf(pair());
    const [one, two] = await Promise.all([datasets.imports.inspect(folder), datasets.imports.inspect(folder)]);
    const infos = await Promise.all([datasets.imports.import(one.id), datasets.imports.import(two.id)]);
    expect(infos[0]!.id).toBe(infos[1]!.id);
    // Another host on the same storage, which knows nothing of the first.
    const other = open();
    const [files] = await datasets.prepare([infos[0]!.id]);
    const before = statSync(files!.trainImages).ino;
    await Promise.all([other.imports.importPath(folder), datasets.imports.importPath(folder)]);
    expect(statSync(files!.trainImages).ino).toBe(before);
    await other.close();
  });

  it('mends what it warns of, if that is wished', async () => {
    const inverted = images.map((level) => 255 - level);
    const twice = Uint8Array.from([...inverted, ...inverted.subarray(0, 90)]);
    const folder = folderOf(pair(twice, Uint8Array.from([...labels, 0])));
    const plain = await datasets.imports.importPath(folder, { mends: [] });
    expect(plain.warnings.map(({ code }) => code)).toEqual(['inverted', 'duplicates-within']);
    const mended = await datasets.imports.importPath(folder, { mends: ['inverted', 'duplicates-within'] });
    expect(mended.info.trainCount + mended.info.testCount).toBe(COUNT);
    const [files] = await datasets.prepare([mended.info.id]);
    const [first] = labelsFromBytes(readFileSync(files!.trainLabels));
    expect(Math.max(...readFileSync(files!.trainImages).subarray(0, 9))).toBe(0);
    expect(first).toBeLessThan(3);
    const turned = await datasets.imports.importPath(folder, { mends: ['transposed'] });
    expect(turned.info.task.inputShape).toEqual([9, 10, 1]);
  });

  it('counts beforehand what it will keep, with whatever mends', async () => {
    // Of each class 20 images, and besides: four blank ones of 0, copies of two images of 1, and in the test part copies of three of 2.
    const blank = new Uint8Array(4 * 90);
    const imageOf = (i: number): Uint8Array => images.subarray(i * 90, (i + 1) * 90);
    const ink = Uint8Array.from([...images, ...blank, ...imageOf(1), ...imageOf(4)]);
    const of = Uint8Array.from([...labels, 0, 0, 0, 0, 1, 1]);
    const tests = Uint8Array.from([imageOf(2), imageOf(5), imageOf(8)].flatMap((image) => [...image]));
    const named = (files: Files, part: string): Files =>
      Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${part}-${name}`, bytes]));
    const parted = { ...named(pair(ink, of), 'train'), ...named(pair(tests, Uint8Array.of(2, 2, 2)), 'test') };
    const some = ['duplicates-across', 'duplicates-within', 'blank-images'] as const;
    for (const files of [pair(ink, of), parted]) {
      const { id } = await datasets.imports.inspect(folderOf(files, files === parted ? 'parted' : 'whole'));
      for (const choice of [0b000, 0b001, 0b110, 0b111]) {
        const mends = some.filter((_, bit) => (choice >> bit) & 1);
        const kept = await datasets.imports.counts(id, { mends, testFraction: 0.2 });
        const inspection = await datasets.imports.inspect(folderOf(files, files === parted ? 'parted' : 'whole'));
        const info = await datasets.imports.import(inspection.id, { mends });
        const [prepared] = await datasets.prepare([info.id]);
        const countsIn = (file: string): number[] => histogram(info.task, labelsFromBytes(readFileSync(file)));
        expect(kept).toEqual({ train: countsIn(prepared!.trainLabels), test: countsIn(prepared!.testLabels) });
      }
    }
    expect(await failure(datasets.imports.counts('0'.repeat(24), { mends: [], testFraction: 0 }))).toMatchObject({
      code: 'inspection-gone',
    });
  });

  it('of drawings keeps them as written if that is wished: another data set, which says so', async () => {
    // No two of one shape.
    const ring = (size: number, i: number): number[][] =>
      Array.from({ length: 9 }, (_, k) => [
        100 + size * Math.cos((k * Math.PI) / 4),
        100 + (1 - i / 40) * size * Math.sin((k * Math.PI) / 4),
      ]);
    const drawings = Array.from({ length: 20 }, (_, i) => ({
      label: 'oO'[i % 2],
      strokes: [ring(i % 2 === 0 ? 25 : 80, i)],
    }));
    const folder = folderOf({ 'mine.json': JSON.stringify(drawings) });
    const centred = (await datasets.imports.importPath(folder)).info;
    const inspection = await datasets.imports.inspect(folder, { framing: 'as-written' });
    expect(inspection).toMatchObject({ framing: 'as-written', reframes: true });
    const kept = await datasets.imports.import(inspection.id);
    expect([centred.framing, kept.framing]).toEqual(['centred', 'as-written']);
    expect(kept.id).not.toBe(centred.id);
    // What it says stays with its files.
    expect(await open().info(kept.id)).toMatchObject({ framing: 'as-written' });
    const joined = failure(open().taskOf({ datasets: [centred.id, kept.id] }));
    expect(await joined).toMatchObject({ code: 'data-framings-differ' });
  });

  it('of images that stay as they are only says how they are framed', async () => {
    const folder = folderOf(pair());
    expect(await datasets.imports.inspect(folder)).toMatchObject({ framing: 'centred', reframes: false });
    const { info } = await datasets.imports.importPath(folder);
    const said = (await datasets.imports.importPath(folder, { framing: 'as-written' })).info;
    expect(said).toMatchObject({ framing: 'as-written', trainCount: info.trainCount });
    expect(said.id).not.toBe(info.id);
    const [[one], [other]] = await Promise.all([datasets.prepare([info.id]), datasets.prepare([said.id])]);
    expect(readFileSync(other!.trainImages).equals(readFileSync(one!.trainImages))).toBe(true);
  });

  it('shows an image of each class, however many classes there are', async () => {
    const classes = 700;
    const ink = Uint8Array.from({ length: classes * 64 }, (_, i) => (i * 31 + (i >> 6)) % 256);
    const of = new Uint8Array(classes * 2);
    for (let i = 0; i < classes; i++) new DataView(of.buffer).setUint16(2 * i, i);
    const files = { images: idxBytes(8, [classes, 8, 8], ink), labels: idxBytes(0x0b, [classes], of) };
    const { sample, task } = await datasets.imports.inspect(folderOf(files));
    expect(task!.classes).toHaveLength(classes);
    expect(new Set(sample.labels).size).toBe(classes);
  });

  it('never parts copies of an image between training and test', async () => {
    const copies = 5;
    const many = Buffer.concat(Array.from({ length: copies }, () => images));
    const of = Uint8Array.from({ length: copies * COUNT }, (_, i) => labels[i % COUNT]!);
    const { info } = await datasets.imports.importPath(folderOf(pair(many, of)), { mends: [] });
    expect(info).toMatchObject({ trainCount: 48 * copies, testCount: 12 * copies });
    const [files] = await datasets.prepare([info.id]);
    const seen = (file: string): Set<string> => {
      const bytes = readFileSync(file);
      return new Set(Array.from({ length: bytes.length / 90 }, (_, i) => bytes.toString('hex', i * 90, i * 90 + 90)));
    };
    const [train, test] = [seen(files!.trainImages), seen(files!.testImages)];
    expect([train.size, test.size]).toEqual([48, 12]);
    expect([...test].filter((image) => train.has(image))).toEqual([]);
  });

  it('leaves training images out that are test images, and classes that have none', async () => {
    const files = {
      ...Object.fromEntries(Object.entries(pair()).map(([name, bytes]) => [`train-${name}`, bytes])),
      ...Object.fromEntries(
        Object.entries(pair(images.subarray(0, 270), Uint8Array.of(0, 1, 4))).map(([name, bytes]) => [
          `test-${name}`,
          bytes,
        ]),
      ),
    };
    const { info, warnings } = await datasets.imports.importPath(folderOf(files), {
      mends: ['duplicates-across', 'empty-classes'],
    });
    expect(warnings).toMatchObject([
      { code: 'empty-classes', params: { count: 1, names: ['3'] } },
      { code: 'duplicates-across', params: { count: 3 } },
    ]);
    expect(info).toMatchObject({ trainCount: COUNT - 3, testCount: 3, task: { classes: ['0', '1', '2', '4'] } });
  });

  it('that fails or is cancelled changes nothing', async () => {
    const folder = folderOf(pair());
    truncateSync(path.join(folder, 'images-idx3-ubyte'), 500);
    expect(await failure(datasets.imports.inspect(folder))).toMatchObject({ code: 'idx-wrong-size' });
    const good = await datasets.imports.inspect(folderOf(pair(), 'good'));
    expect(await failure(datasets.imports.import(good.id, { classes: ['a', 'a', 'b'] }))).toMatchObject({
      code: 'class-names-invalid',
      params: { expected: 3, given: 2 },
    });
    const controller = new AbortController();
    const stop = datasets.onChanged.on(({ status }) => void (status.state === 'working' && controller.abort()));
    expect(await failure(datasets.imports.import(good.id, {}, controller.signal))).toMatchObject({ code: 'cancelled' });
    stop();
    expect(stored('datasets')).toEqual([]);
    expect((await datasets.list()).map(({ id }) => id)).toEqual(['mnist', 'synthetic']);
    // It can be tried again.
    expect(await datasets.imports.import(good.id)).toMatchObject({ trainCount: 48 });
    expect(unfinished()).toEqual([]);
  });

  it('ends with its reader: one that is killed, and one that the asker has given up', async () => {
    let launched: (child: HostChild) => void;
    const nextChild = (): Promise<HostChild> => new Promise((resolve) => (launched = resolve));
    const watched = open({
      launchReader: () => {
        const child = launchReader();
        launched(child);
        return child;
      },
    });
    const folder = folderOf(pair());
    const first = nextChild();
    const killed = failure(watched.imports.inspect(folder));
    (await first).kill();
    expect(await killed).toMatchObject({ code: 'reader-crashed' });
    const second = nextChild();
    const controller = new AbortController();
    const given = failure(watched.imports.inspect(folder, { signal: controller.signal }));
    const child = await second;
    const gone = new Promise<void>((resolve) => child.onExit(() => resolve()));
    controller.abort();
    expect(await given).toMatchObject({ code: 'cancelled' });
    await gone;
    expect(unfinished()).toEqual([]);
    await watched.close();
  });

  it('keeps what it imports until it has ended, whatever is looked at or discarded meanwhile', async () => {
    const folder = folderOf(pair());
    const { id } = await datasets.imports.inspect(folder);
    const others: Promise<unknown>[] = [];
    // Once the import goes, more are looked at than are kept for later, and it is discarded too.
    const stop = datasets.onChanged.on(({ status }) => {
      if (status.state !== 'working' || others.length > 0) return;
      others.push(datasets.imports.discard(id));
      for (let i = 0; i < 5; i++) others.push(datasets.imports.inspect(folder));
    });
    const info = await datasets.imports.import(id);
    stop();
    await Promise.all(others);
    expect(info).toMatchObject({ trainCount: 48, status: { state: 'ready' } });
    expect(unfinished()).toHaveLength(4);
    expect(await failure(datasets.imports.import(id))).toMatchObject({ code: 'inspection-gone' });
  });

  it('tells how far it is, under way and in the list', async () => {
    const told: DatasetInfo[] = [];
    datasets.onChanged.on((info) => told.push(info));
    const { info } = await datasets.imports.importPath(folderOf(pair()));
    expect(
      told.some(({ id, status }) => id === info.id && status.state === 'working' && status.task === 'import'),
    ).toBe(true);
    expect(told.at(-1)).toMatchObject({ id: info.id, status: { state: 'ready' } });
    // Two at once: of each it is told whose it is.
    const folders = [
      folderOf(pair(images.map((level) => level ^ 1)), 'one'),
      folderOf(pair(images.map((level) => level ^ 2)), 'two'),
    ];
    const inspected = await Promise.all(folders.map((folder) => datasets.imports.inspect(folder)));
    const imported = await Promise.all(inspected.map(({ id }) => datasets.imports.import(id)));
    imported.forEach(({ id }, i) => {
      const working = told.filter((each) => each.id === id && each.status.state === 'working');
      const last = working.at(-1)!.status;
      expect(last).toMatchObject({ task: 'import', inspection: inspected[i]!.id });
    });
  });

  it('of MNIST itself is MNIST', async () => {
    expect((await datasets.imports.importPath(mnistFolder)).info).toMatchObject({ id: 'mnist', trainCount: 60_000 });
  });
});

describe('a data set', () => {
  it('is called, and its classes are, as its user likes', async () => {
    const { info } = await datasets.imports.importPath(folderOf(pair()));
    expect(await datasets.update(info.id, { name: '新名字' })).toMatchObject({
      name: '新名字',
      task: { classes: ['0', '1', '2'] },
    });
    expect((await datasets.update(info.id, { classes: [' α ', 'β', 'γ'] })).task.classes).toEqual(['α', 'β', 'γ']);
    expect(await failure(datasets.update(info.id, { classes: ['a', 'b'] }))).toMatchObject({
      code: 'class-names-invalid',
    });
    expect(await failure(datasets.update('mnist', { name: 'Mine' }))).toMatchObject({
      code: 'dataset-names-fixed',
      params: { name: 'MNIST' },
    });
    expect(await open().taskOf({ datasets: [info.id] })).toMatchObject({ task: { classes: ['α', 'β', 'γ'] } });
  });
});
