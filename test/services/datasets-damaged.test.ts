import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSplit } from '../../electron/files/image-set.ts';
import { Datasets } from '../../electron/services/datasets/datasets.ts';
import { Hands } from '../../electron/services/hands/hands.ts';
import {
  dataFiles,
  type PreparedAbout,
  readPrepared,
  scratchFolder,
  writePrepared,
} from '../../electron/services/datasets/prepared.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { launchReader } from '../fixtures/reader-process.ts';
import { writeFiles } from '../fixtures/staging.ts';

let home: { folder: string; remove(): void };
let datasets: Datasets;

const open = (): Datasets =>
  new Datasets({
    env: { storageFolder: home.folder, mnistFolder: null, now: () => Date.now(), log: quietLog(), launchReader },
    settings: () => settingsSchema.parse({ version: 1 }),
    hands: new Hands({ storageFolder: home.folder, log: quietLog(), now: () => Date.now() }),
    keptStates: async () => [],
    neededBy: async () => null,
  });

beforeEach(() => {
  home = temporaryFolder();
  datasets = open();
});
afterEach(async () => {
  await datasets.close();
  home.remove();
});

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );

function source(): string {
  const folder = path.join(home.folder, 'mine');
  mkdirSync(folder, { recursive: true });
  const labels = Uint8Array.from({ length: 60 }, (_, i) => i % 3);
  writeFiles(folder, { images: idxBytes(8, [60, 10, 9], patterns(60)), labels: idxBytes(8, [60], labels) });
  return folder;
}

async function imported(): Promise<{ info: DatasetInfo; folder: string }> {
  const { info } = await datasets.imports.importPath(source(), { name: 'Mine' });
  return { info, folder: path.join(home.folder, 'datasets', info.id) };
}

/** Changes a byte in the middle, as somebody else's program would, or (with the times kept) a failing disk. */
function changeByte(file: string, time: Date | null = null): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
  if (time) utimesSync(file, time, time);
  else utimesSync(file, new Date(), new Date(Date.now() + 5000));
}

const listed = async (id: string): Promise<DatasetInfo | undefined> =>
  (await open().list()).find((info) => info.id === id);

describe('a prepared data set that was damaged', () => {
  it.each<[string, (folder: string) => void]>([
    ['a changed pixel', (folder) => changeByte(path.join(folder, 'train-images.u8'))],
    ['a changed label', (folder) => changeByte(path.join(folder, 'test-labels.u16'))],
    ['a longer file', (folder) => appendFileSync(path.join(folder, 'test-images.u8'), 'x')],
    ['a torn record', (folder) => writeFileSync(path.join(folder, 'dataset.json'), '{"version": 2,')],
  ])('is listed as that, and can be imported again or removed: %s', async (_, damage) => {
    const { info, folder } = await imported();
    damage(folder);
    expect(await listed(info.id)).toMatchObject({
      id: info.id,
      kind: 'imported',
      status: { state: 'failed', error: { code: 'dataset-damaged' } },
    });
    expect(await failure(datasets.prepare([info.id]))).toMatchObject({ code: 'dataset-damaged' });
    expect(await failure(datasets.preview(info.id, 5))).toMatchObject({ code: 'dataset-damaged' });
    expect(await failure(datasets.update(info.id, { name: 'Other' }))).toMatchObject({ code: 'dataset-damaged' });

    const again = await datasets.imports.importPath(source());
    expect(again.info).toMatchObject({ id: info.id, status: { state: 'ready' } });
    damage(folder);
    await datasets.remove(info.id);
    expect(existsSync(folder)).toBe(false);
    expect(await listed(info.id)).toBeUndefined();
  });

  it('keeps its name in the list as long as its record can be read, and is not taken for one of a newer studio', async () => {
    const { info, folder } = await imported();
    changeByte(path.join(folder, 'train-images.u8'));
    expect(await listed(info.id)).toMatchObject({ name: 'Mine', trainCount: 48 });
    const record = path.join(folder, 'dataset.json');
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, 'utf8')), version: 9 }));
    expect(await listed(info.id)).toMatchObject({ status: { state: 'failed', error: { code: 'file-newer' } } });
  });

  it('is seen where it is read, though its times say nothing', async () => {
    const { info, folder } = await imported();
    const [files] = await datasets.prepare([info.id]);
    expect((await readSplit(files!, 'train')).count).toBe(48);
    changeByte(path.join(folder, 'train-images.u8'), new Date(1000));
    expect(await failure(readSplit(files!, 'train'))).toMatchObject({
      code: 'dataset-damaged',
      params: { id: info.id, file: 'train-images.u8' },
    });
    expect((await readSplit(files!, 'test')).count).toBe(12);
  });

  it('of an older studio, without hashes, is read as before', async () => {
    const { info, folder } = await imported();
    const record = path.join(folder, 'dataset.json');
    const { sha256, ...older } = JSON.parse(readFileSync(record, 'utf8')) as { sha256: unknown };
    expect(sha256).toBeDefined();
    writeFileSync(record, JSON.stringify(older));
    const [files] = await open().prepare([info.id]);
    expect((await readSplit(files!, 'train')).count).toBe(48);
  });

  it('keeps its place in the list when another import of it fails', async () => {
    const { info, folder } = await imported();
    changeByte(path.join(folder, 'train-images.u8'));
    const inspection = await datasets.imports.inspect(source());
    const told: (DatasetInfo | { id: string })[] = [];
    datasets.onChanged.on((news) => told.push(news));
    datasets.onRemoved.on((news) => told.push(news));
    // What the inspection laid down is gone when it is wanted.
    rmSync(path.join(home.folder, 'imports'), { recursive: true });
    expect(await failure(datasets.imports.import(inspection.id))).toMatchObject({ code: 'not-found' });
    expect(told.at(-1)).toMatchObject({ id: info.id, status: { state: 'failed', error: { code: 'dataset-damaged' } } });
  });
});

describe('putting a data set in its place', () => {
  const about = (stamp: string): PreparedAbout => ({
    id: 'synthetic',
    name: 'synthetic',
    kind: 'synthetic',
    task: { inputShape: [8, 8, 1], classes: ['a', 'b'] },
    framing: 'centred',
    origin: 'test',
    stamp,
    createdAt: 0,
  });
  const content = {
    trainImages: patterns(10).subarray(0, 640),
    trainLabels: Uint8Array.from({ length: 10 }, (_, i) => i % 2),
    testImages: patterns(10).subarray(0, 128),
    testLabels: Uint8Array.of(0, 1),
  };
  const target = (): string => path.join(home.folder, 'datasets', 'synthetic');
  const put = (stamp: string) => writePrepared(target(), scratchFolder(home.folder), content, about(stamp));

  it('by many at once leaves one whole one, and fails for none of them', async () => {
    await put('old');
    const records = await Promise.all(Array.from({ length: 12 }, () => put('new')));
    expect(new Set(records.map(({ stamp }) => stamp))).toEqual(new Set(['new']));
    const record = (await readPrepared(target()))!;
    expect((await readSplit(dataFiles(target(), record), 'train')).count).toBe(10);
    // Nothing is left of what the others made, nor of what stood there before.
    expect(readdirSync(path.join(home.folder, 'datasets'))).toEqual(['synthetic']);
    const hosts = readdirSync(path.join(home.folder, 'imports'));
    expect(hosts.flatMap((host) => readdirSync(path.join(home.folder, 'imports', host)))).toEqual([]);
  });

  it('never moves a whole one of the same content', async () => {
    await put('same');
    const before = readFileSync(path.join(target(), 'dataset.json'), 'utf8');
    const moved: string[] = [];
    const { promises: fs } = await import('node:fs');
    const { rename } = fs;
    fs.rename = async (from, to) => {
      if (String(from) === target() || String(to) === target()) moved.push(`${String(from)} -> ${String(to)}`);
      return rename(from, to);
    };
    try {
      await Promise.all(Array.from({ length: 6 }, () => put('same')));
    } finally {
      fs.rename = rename;
    }
    expect(moved).toEqual([]);
    expect(readFileSync(path.join(target(), 'dataset.json'), 'utf8')).toBe(before);
  });
});
