import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type {
  DataChoice,
  DatasetId,
  DatasetInfo,
  DatasetPreview,
  DatasetState,
} from '../../../shared/contract/schemas/dataset.ts';
import { datasetIdSchema } from '../../../shared/contract/schemas/dataset.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { Settings } from '../../../shared/contract/schemas/settings.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import type { HostEnvironment } from '../../environment.ts';
import { downloadMnist } from '../download/download-mnist.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import { joinTasks } from '../../../shared/task/join.ts';
import type { ReadOptions } from './idx-file.ts';
import { importFolder } from './import-folder.ts';
import { readIdxPair } from './import-idx.ts';
import { MNIST_MIRRORS } from './mnist-files.ts';
import { hasMnist, readMnist } from './mnist-folder.ts';
import { dataFiles, type Prepared, readPrepared, writePrepared } from './prepared.ts';
import { preview } from './preview.ts';
import { drawSynthetic, GENERATOR_VERSION, SYNTHETIC } from './synthetic.ts';
import { Tasks } from './tasks.ts';

export interface DatasetsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'mnistFolder' | 'now' | 'log'>;
  readonly settings: () => Settings;
  /** The name of a run that is going or waits, on any host, and needs this data set; null if there is none. */
  readonly neededBy: (id: DatasetId) => Promise<string | null>;
  readonly mirrors?: readonly string[];
  /** Milliseconds without a byte after which a mirror is left. */
  readonly stall?: number;
}

/** Of MNIST and the synthetic digits. */
const DIGIT_TASK = { task: DIGITS, framing: 'centred' } as const;
const MNIST_COUNTS = { trainCount: 60_000, testCount: 10_000 };

/**
 * The data sets of this machine. Each ends as a folder of raw bytes that the trainer reads (prepared.ts); MNIST's is made
 * from the user's folder or the studio's download, the synthetic one is drawn, imported ones come from a pair of files.
 */
export class Datasets {
  readonly onChanged: Emitter<DatasetInfo>;
  readonly onRemoved: Emitter<{ id: string }>;
  private readonly deps: DatasetsDependencies;
  private readonly tasks: Tasks;

  constructor(deps: DatasetsDependencies) {
    this.deps = deps;
    const onError = (thrown: unknown) => deps.env.log.error('listener', { thrown: String(thrown) });
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
    this.tasks = new Tasks(deps.env.now, (id) => void this.tell(id));
  }

  async list(): Promise<DatasetInfo[]> {
    const names = await fs.readdir(this.root).catch(() => []);
    const imported = names.filter((name) => name.startsWith('idx-') && datasetIdSchema.safeParse(name).success).sort();
    const infos = await Promise.all(['mnist', 'synthetic', ...imported].map((id) => this.info(id)));
    return infos.filter((info) => info !== null);
  }

  /** Where MNIST would be read from, and by whose word. */
  mnistSource(): { folder: string | null; from: 'environment' | 'setting' | 'download' } {
    const { mnistFolder } = this.deps.env;
    if (mnistFolder !== null) return { folder: mnistFolder, from: 'environment' };
    const chosen = this.deps.settings().mnistFolder;
    return chosen === null ? { folder: null, from: 'download' } : { folder: chosen, from: 'setting' };
  }

  /** Throws unless the folder holds MNIST, checked to the last byte. */
  async checkMnistFolder(folder: string): Promise<void> {
    await readMnist(folder);
  }

  /** MNIST may be somewhere else now. */
  async mnistMoved(): Promise<void> {
    this.tasks.forgetFailure('mnist');
    await this.tell('mnist');
  }

  /** Downloads MNIST in the background; a second call while it goes does nothing. */
  download(): void {
    void this.tasks
      .run('mnist', 'download', async ({ signal, progress }) => {
        await downloadMnist(this.downloads, {
          mirrors: this.deps.mirrors ?? MNIST_MIRRORS,
          stall: this.deps.stall,
          signal,
          now: this.deps.env.now,
          onProgress: ({ bytes, totalBytes, etaSeconds, source }) =>
            progress({ progress: bytes / totalBytes, bytes, totalBytes, etaSeconds, source }),
        });
        await this.prepareMnist(this.downloads, { signal });
      })
      .catch(() => undefined);
  }

  cancel(id: DatasetId): void {
    this.tasks.cancel(id);
  }

  /** Makes the data sets' files ready for the trainer, in order. Throws what stands in the way. */
  async prepare(
    ids: readonly string[],
    wish: { readonly cancelled: boolean } = { cancelled: false },
  ): Promise<DataFiles[]> {
    const files: DataFiles[] = [];
    for (const id of ids) {
      if (wish.cancelled) throw new AppError('cancelled');
      files.push(dataFiles(this.folderOf(id), await this.ready(id as DatasetId)));
    }
    return files;
  }

  /** What a run on this choice reads. Throws `dataset-not-found` {id} and what `joinTasks` throws. */
  async taskOf({ datasets, transforms }: DataChoice): Promise<Pick<RunSpec, 'task' | 'framing'>> {
    const infos = await Promise.all(datasets.map((id) => this.existing(id)));
    const task = joinTasks(
      infos.map((info) => info.task),
      transforms,
    );
    return { task, framing: infos[0]!.framing };
  }

  async preview(id: DatasetId, count: number): Promise<DatasetPreview> {
    const record = await this.ready(id);
    return preview(dataFiles(this.folderOf(id), record), record, count);
  }

  /** Imports a pair of IDX files. Nothing changes unless all of it is right. */
  async importIdx(
    name: string,
    images: string,
    labels: string,
    testFraction: number,
    signal?: AbortSignal,
  ): Promise<DatasetInfo> {
    const { content, sha256 } = await readIdxPair(images, labels, testFraction, { signal });
    const id: DatasetId = `idx-${sha256.slice(0, 16)}`;
    const origin = `${path.basename(images)}, ${path.basename(labels)}`;
    await writePrepared(this.folderOf(id), content, {
      id,
      name,
      kind: 'imported',
      ...DIGIT_TASK,
      origin,
      stamp: '',
      createdAt: this.deps.env.now(),
    });
    await this.tell(id);
    return (await this.info(id))!;
  }

  /** A folder named on the command line: MNIST's four files if they are MNIST, else an imported set. */
  async importFolder(folder: string): Promise<DatasetId> {
    const { id, content, name, kind } = await importFolder(folder);
    if (!(await readPrepared(this.folderOf(id))))
      await writePrepared(this.folderOf(id), content, {
        id,
        name,
        kind,
        ...DIGIT_TASK,
        origin: folder,
        stamp: '',
        createdAt: this.deps.env.now(),
      });
    await this.tell(id);
    return id;
  }

  /** Throws `dataset-in-use` {id, run} while a run is going or waits that needs it. */
  async remove(id: DatasetId): Promise<void> {
    const run = await this.deps.neededBy(id);
    if (run !== null) throw new AppError('dataset-in-use', { id, run });
    await this.tasks.end(id);
    await fs.rm(this.folderOf(id), { recursive: true, force: true });
    if (id === 'mnist') await fs.rm(this.downloads, { recursive: true, force: true });
    if (id.startsWith('idx-')) this.onRemoved.emit({ id });
    else await this.tell(id);
  }

  close(): void {
    this.tasks.cancelAll();
  }

  private get root(): string {
    return path.join(this.deps.env.storageFolder, 'datasets');
  }

  private get downloads(): string {
    return path.join(this.root, 'mnist-download');
  }

  private folderOf(id: string): string {
    return path.join(this.root, id);
  }

  /** The record of a data set that is ready, made so now if that needs no network. */
  private async ready(id: DatasetId): Promise<Prepared> {
    const known = await this.prepared(id);
    if (known) return known;
    if (id === 'synthetic') {
      return this.tasks.run(id, 'generate', async ({ signal, progress }) => {
        const content = await drawSynthetic({ signal, onProgress: (share) => progress({ progress: share }) });
        const about = {
          id,
          name: 'synthetic',
          kind: 'synthetic' as const,
          ...DIGIT_TASK,
          origin: 'generator',
          stamp: GENERATOR_VERSION,
        };
        return writePrepared(this.folderOf(id), content, { ...about, createdAt: this.deps.env.now() });
      });
    }
    if (id !== 'mnist') throw new AppError('dataset-not-found', { id });
    // A folder that was named is read whatever is in it, so that the error says which file is missing there.
    const folder = this.mnistSource().folder ?? (await this.mnistFolder());
    if (folder === null) throw new AppError('mnist-missing');
    return this.tasks.run(id, 'import', ({ signal, progress }) =>
      this.prepareMnist(folder, { signal, onProgress: (share) => progress({ progress: share }) }),
    );
  }

  private async prepareMnist(folder: string, options: ReadOptions): Promise<Prepared> {
    const content = await readMnist(folder, options);
    const about = {
      id: 'mnist' as const,
      name: 'MNIST',
      kind: 'mnist' as const,
      ...DIGIT_TASK,
      origin: folder,
      stamp: '',
    };
    return writePrepared(this.folderOf('mnist'), content, { ...about, createdAt: this.deps.env.now() });
  }

  /** The folder with MNIST's files; null if they are not on this machine. */
  private async mnistFolder(): Promise<string | null> {
    const folder = this.mnistSource().folder ?? this.downloads;
    return (await hasMnist(folder)) ? folder : null;
  }

  private async prepared(id: DatasetId): Promise<Prepared | null> {
    const record = await readPrepared(this.folderOf(id));
    return record && (id !== 'synthetic' || record.stamp === GENERATOR_VERSION) ? record : null;
  }

  private async info(id: string): Promise<DatasetInfo | null> {
    const parsed = datasetIdSchema.parse(id);
    const record = await this.prepared(parsed);
    if (parsed === 'mnist') {
      const folder = record ? record.origin : await this.mnistFolder();
      return {
        id: parsed,
        name: 'MNIST',
        kind: 'mnist',
        ...MNIST_COUNTS,
        ...DIGIT_TASK,
        origin: folder,
        status: this.status(id, folder !== null),
      };
    }
    if (parsed === 'synthetic') {
      const { trainCount, testCount } = SYNTHETIC;
      return {
        id: parsed,
        name: 'synthetic',
        kind: 'synthetic',
        trainCount,
        testCount,
        ...DIGIT_TASK,
        origin: null,
        status: this.status(id, record !== null),
      };
    }
    if (!record) return null;
    const { name, kind, task, framing, trainCount, testCount, origin } = record;
    return { id: parsed, name, kind, task, framing, trainCount, testCount, origin, status: this.status(id, true) };
  }

  private async existing(id: string): Promise<DatasetInfo> {
    const info = await this.info(id);
    if (!info) throw new AppError('dataset-not-found', { id });
    return info;
  }

  private status(id: string, ready: boolean): DatasetState {
    const task = this.tasks.state(id);
    if (task?.state === 'working' || (task?.state === 'failed' && !ready)) return task;
    return { state: ready ? 'ready' : 'absent' };
  }

  private async tell(id: string): Promise<void> {
    const info = await this.info(id).catch((thrown: unknown) => {
      this.deps.env.log.error('data set', { id, error: toErrorData(thrown).details });
      return null;
    });
    if (info) this.onChanged.emit(info);
  }
}
