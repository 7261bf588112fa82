import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Datasets } from '../../electron/services/datasets/datasets.ts';
import { encodeIdxImages, encodeIdxLabels } from '../../shared/data/idx.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { errors as english } from '../../shared/words/errors-en.ts';
import { errors as chinese } from '../../shared/words/errors-zh.ts';
import { serveFiles, startFaultServer } from '../fixtures/fault-server.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

let home: { folder: string; remove(): void };
let datasets: Datasets;

interface Options {
  mnist?: string | null;
  mirrors?: string[];
  neededBy?: string | null;
}

const open = ({ mnist = null, mirrors = [], neededBy = null }: Options = {}): Datasets =>
  new Datasets({
    env: { storageFolder: home.folder, mnistFolder: mnist, now: () => Date.now(), log: quietLog() },
    settings: () => settingsSchema.parse({ version: 1 }),
    neededBy: async () => neededBy,
    mirrors,
  });

beforeEach(() => {
  home = temporaryFolder();
  datasets = open();
});
afterEach(() => {
  datasets.close();
  home.remove();
});

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const sourceOf = (name: string): Buffer => readFileSync(path.join(mnistFolder, `${name}.gz`));
const COUNT = 200;
const images = new Uint8Array(COUNT * 784).map((_, i) => (i * 37) % 256);
const labels = new Uint8Array(COUNT).map((_, i) => i % 10);

/** Writes a pair of IDX files, with whatever is wrong with them. */
function pair(imageBytes: Uint8Array, labelBytes: Uint8Array): [string, string] {
  const folder = path.join(home.folder, 'from');
  mkdirSync(folder, { recursive: true });
  const files: [string, string] = [path.join(folder, 'train-images'), path.join(folder, 'train-labels')];
  writeFileSync(files[0], imageBytes);
  writeFileSync(files[1], labelBytes);
  return files;
}
const changed = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
};

describe('MNIST', () => {
  it('is read from a folder, checked, and ready at once the next time', async () => {
    datasets = open({ mnist: mnistFolder });
    const [files] = await datasets.prepare(['mnist']);
    expect(labelsFromBytes(readFileSync(files!.testLabels))).toHaveLength(10_000);
    const train = gunzipSync(sourceOf('train-images-idx3-ubyte')).subarray(16);
    expect(Buffer.compare(readFileSync(files!.trainImages), train)).toBe(0);
    const again = open({ mnist: '/nowhere' });
    expect((await again.list()).find(({ id }) => id === 'mnist')).toMatchObject({ status: { state: 'ready' } });
    expect(await again.prepare(['mnist'])).toEqual([files]);
  });

  it('is made anew when its prepared files were damaged', async () => {
    datasets = open({ mnist: mnistFolder });
    const [files] = await datasets.prepare(['mnist']);
    truncateSync(files!.trainImages, 1000);
    await datasets.prepare(['mnist']);
    expect(readFileSync(files!.trainImages)).toHaveLength(60_000 * 784);
  });

  it('that is not there, is torn or is something else is refused with the reason', async () => {
    expect(await failure(datasets.prepare(['mnist']))).toMatchObject({ code: 'mnist-missing' });
    const folder = path.join(home.folder, 'mine');
    mkdirSync(folder);
    expect(await failure(datasets.checkMnistFolder(folder))).toMatchObject({
      code: 'mnist-incomplete',
      params: { folder, file: 'train-images-idx3-ubyte' },
    });
    for (const name of readdirSync(mnistFolder).filter((file) => file.endsWith('.gz'))) {
      writeFileSync(path.join(folder, name), readFileSync(path.join(mnistFolder, name)));
    }
    await datasets.checkMnistFolder(folder);
    const torn = path.join(folder, 't10k-images-idx3-ubyte.gz');
    truncateSync(torn, 100_000);
    expect(await failure(datasets.checkMnistFolder(folder))).toMatchObject({
      code: 'gzip-torn',
      params: { file: 't10k-images-idx3-ubyte.gz' },
    });
    const other = gunzipSync(sourceOf('t10k-images-idx3-ubyte'));
    other[5000] = other[5000]! ^ 1;
    writeFileSync(torn, gzipSync(other));
    expect(await failure(datasets.checkMnistFolder(folder))).toMatchObject({ code: 'download-checksum' });
  });

  it('is downloaded in the background: two askings are one, and it can be cancelled', async () => {
    const server = await startFaultServer(
      serveFiles((name) =>
        existsSync(path.join(mnistFolder, name)) ? readFileSync(path.join(mnistFolder, name)) : null,
      ),
    );
    try {
      datasets = open({ mirrors: [server.url] });
      const states: DatasetInfo['status'][] = [];
      datasets.onChanged.on(({ status }) => states.push(status));
      const settled = (): Promise<void> =>
        new Promise((resolve) => {
          const stop = datasets.onChanged.on(({ status }) => {
            if (status.state === 'working') return;
            stop();
            resolve();
          });
        });
      datasets.download();
      const cancelled = settled();
      datasets.cancel('mnist');
      await cancelled;
      expect(states.at(-1)).toEqual({ state: 'absent' });

      const done = settled();
      const before = server.requests.length;
      datasets.download();
      datasets.download();
      await done;
      expect(states.at(-1)).toEqual({ state: 'ready' });
      expect(server.requests.length - before).toBeLessThanOrEqual(4);
      expect(states.some((status) => status.state === 'working' && status.task === 'download')).toBe(true);
    } finally {
      await server.close();
    }
  });

  it('that could not be downloaded says so until it is tried again', async () => {
    const server = await startFaultServer((_, response) => void response.writeHead(403).end());
    datasets = open({ mirrors: [server.url] });
    const failed = new Promise<DatasetInfo>((resolve) =>
      datasets.onChanged.on((info) => void (info.status.state === 'failed' && resolve(info))),
    );
    datasets.download();
    expect((await failed).status).toMatchObject({ state: 'failed', error: { code: 'download-failed' } });
    await server.close();
  });
});

describe('an import', () => {
  it('brings a pair, gzipped or not, with a stratified test part; the same content is the same data set', async () => {
    const [imageFile, labelFile] = pair(encodeIdxImages(images), gzipSync(encodeIdxLabels(labels)));
    const info = await datasets.importIdx('Mine', imageFile, labelFile, 0.2);
    expect(info).toMatchObject({ name: 'Mine', kind: 'imported', trainCount: 160, testCount: 40 });
    const shown = await datasets.preview(info.id, 30);
    expect(shown.histogram).toEqual(new Array(10).fill(16));
    expect([...shown.labels].sort()).toEqual([...shown.labels.map((_, i) => Math.floor(i / 3))]);
    // Each image still has its own label.
    const [files] = await datasets.prepare([info.id]);
    const first = readFileSync(files!.trainImages).subarray(0, 784);
    const index = Array.from({ length: COUNT }, (_, i) => i).find(
      (i) => Buffer.compare(first, images.subarray(i * 784, (i + 1) * 784)) === 0,
    )!;
    expect(labelsFromBytes(readFileSync(files!.trainLabels))[0]).toBe(labels[index]);
    const again = await datasets.importIdx('Mine, again', imageFile, labelFile, 0.2);
    expect(again.id).toBe(info.id);
    expect((await datasets.list()).filter(({ kind }) => kind === 'imported')).toHaveLength(1);
    expect(await failure(open({ neededBy: 'My run' }).remove(info.id))).toMatchObject({
      code: 'dataset-in-use',
      params: { id: info.id, run: 'My run' },
    });
    expect(await datasets.prepare([info.id])).toEqual([files]);
    await datasets.remove(info.id);
    expect((await datasets.list()).filter(({ kind }) => kind === 'imported')).toHaveLength(0);
  });

  const goodImages = encodeIdxImages(images);
  const goodLabels = encodeIdxLabels(labels);
  const faults: [string, Uint8Array, Uint8Array, object][] = [
    [
      'a bad magic',
      changed(goodImages, 3, 1),
      goodLabels,
      { code: 'idx-bad-magic', params: { file: 'train-images', offset: 0 } },
    ],
    ['labels for images', goodLabels, goodLabels, { code: 'idx-bad-magic' }],
    [
      'a file cut short',
      goodImages.subarray(0, 5000),
      goodLabels,
      { code: 'idx-wrong-size', params: { actual: 5000, expected: 156_816 } },
    ],
    [
      'a label that is no digit',
      goodImages,
      changed(goodLabels, 8 + 17, 12),
      { code: 'idx-label-range', params: { index: 17, label: 12 } },
    ],
    [
      'counts that differ',
      goodImages,
      encodeIdxLabels(labels.subarray(0, 150)),
      { code: 'idx-count-mismatch', params: { images: 200, labels: 150 } },
    ],
    [
      'images of 27 x 28',
      changed(goodImages, 7 + 4, 27),
      goodLabels,
      { code: 'idx-image-size', params: { height: 27, width: 28 } },
    ],
    [
      'a torn gzip',
      gzipSync(goodImages).subarray(0, 900),
      goodLabels,
      { code: 'gzip-torn', params: { file: 'train-images' } },
    ],
    ['nothing at all', new Uint8Array(), goodLabels, { code: 'idx-wrong-size' }],
  ];
  it.each(faults)(
    'with %s says what is wrong and where, and changes nothing',
    async (_, imageBytes, labelBytes, expected) => {
      const [imageFile, labelFile] = pair(imageBytes, labelBytes);
      const before = existsSync(path.join(home.folder, 'datasets'))
        ? readdirSync(path.join(home.folder, 'datasets'))
        : [];
      const error = await failure(datasets.importIdx('Mine', imageFile, labelFile, 0.2));
      expect(error).toMatchObject(expected);
      expect(
        existsSync(path.join(home.folder, 'datasets')) ? readdirSync(path.join(home.folder, 'datasets')) : [],
      ).toEqual(before);
      // Every placeholder of its words is filled by what the error carries.
      for (const words of [english[error.code], chinese[error.code]]) {
        for (const [, name] of Object.values(words)
          .join(' ')
          .matchAll(/\{(\w+)\}/g))
          expect(error.params).toHaveProperty(name!);
      }
    },
  );

  it('takes a folder from the command line: MNIST by its content, other files by theirs', async () => {
    expect(await datasets.importFolder(mnistFolder)).toBe('mnist');
    const folder = path.join(home.folder, 'four');
    mkdirSync(folder);
    for (const [split, count] of [
      ['train', 100],
      ['t10k', 50],
    ] as const) {
      writeFileSync(path.join(folder, `${split}-images-idx3-ubyte`), encodeIdxImages(images.subarray(0, count * 784)));
      writeFileSync(
        path.join(folder, `${split}-labels-idx1-ubyte.gz`),
        gzipSync(encodeIdxLabels(labels.subarray(0, count))),
      );
    }
    const id = await datasets.importFolder(folder);
    expect((await datasets.list()).find((info) => info.id === id)).toMatchObject({ trainCount: 100, testCount: 50 });
    expect(await failure(datasets.importFolder(home.folder))).toMatchObject({ code: 'dataset-not-found' });
  });
});

describe('the synthetic digits', () => {
  it('are drawn when first needed, with progress, can be cancelled, and are the same ever after', async () => {
    const told: DatasetInfo['status'][] = [];
    datasets.onChanged.on(({ status }) => told.push(status));
    const drawing = new Promise<void>((resolve) => {
      const stop = datasets.onChanged.on(({ status }) => {
        if (status.state !== 'working' || !status.progress) return;
        stop();
        resolve();
      });
    });
    const cancelled = failure(datasets.prepare(['synthetic']));
    await drawing;
    datasets.cancel('synthetic');
    expect(await cancelled).toMatchObject({ code: 'cancelled' });
    const [files] = await datasets.prepare(['synthetic']);
    expect(labelsFromBytes(readFileSync(files!.trainLabels))).toHaveLength(60_000);
    expect(readFileSync(files!.testImages)).toHaveLength(10_000 * 784);
    expect(told.some((status) => status.state === 'working' && (status.progress ?? 0) > 0.3)).toBe(true);
    const seen = await datasets.preview('synthetic', 100);
    expect(new Set(seen.labels).size).toBe(10);
    appendFileSync(files!.testLabels, 'x');
    const stamp = readFileSync(files!.trainImages).subarray(0, 7840);
    await datasets.prepare(['synthetic']);
    expect(Buffer.compare(readFileSync(files!.trainImages).subarray(0, 7840), stamp)).toBe(0);
  }, 120_000);
});
