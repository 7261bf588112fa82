import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Datasets } from '../../electron/services/datasets/datasets.ts';
import { Hands } from '../../electron/services/hands/hands.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { serveFiles, startFaultServer } from '../fixtures/fault-server.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { launchReader } from '../fixtures/reader-process.ts';
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
    env: { storageFolder: home.folder, mnistFolder: mnist, now: () => Date.now(), log: quietLog(), launchReader },
    settings: () => settingsSchema.parse({ version: 1 }),
    hands: new Hands({ storageFolder: home.folder, log: quietLog(), now: () => Date.now() }),
    keptStates: async () => [],
    neededBy: async () => neededBy,
    mirrors,
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
const sourceOf = (name: string): Buffer => readFileSync(path.join(mnistFolder, `${name}.gz`));
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

describe('the synthetic digits', () => {
  it('are drawn when first needed, with progress, can be cancelled, and are the same ever after', async () => {
    const told: DatasetInfo['status'][] = [];
    datasets.onChanged.on(({ status }) => told.push(status));
    const begun = new Promise<void>((resolve) =>
      datasets.onChanged.on(
        ({ status }) => void (status.state === 'working' && (status.progress ?? 0) > 0 && resolve()),
      ),
    );
    const cancelled = failure(datasets.prepare(['synthetic']));
    await begun;
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
  });
});
