import path from 'node:path';
import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type {
  DataChoice,
  DatasetId,
  DatasetInfo,
  DatasetPreview,
  DatasetState,
} from '../../../shared/contract/schemas/dataset.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { Settings } from '../../../shared/contract/schemas/settings.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { taskOfChoice } from '../../../shared/lines/line-task.ts';
import { joinFraming } from '../../../shared/task/join.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { Hands } from '../hands/hands.ts';
import { beginsWith } from '../evaluations/split-images.ts';
import { downloadMnist } from '../download/download-mnist.ts';
import type { ReadDigits } from './import/digit-check.ts';
import { Importer } from './import/importer.ts';
import type { InspectionProgress } from './import/inspections.ts';
import { MNIST_MIRRORS } from './mnist-files.ts';
import { readMnist } from './mnist-folder.ts';
import {
  buildPrepared,
  dataFiles,
  removePrepared,
  scratchFolder,
  type PreparedAbout,
  type SplitLabels,
} from './prepared.ts';
import { Preparing } from './preparing.ts';
import { preview } from './preview.ts';
import { handsSource } from './sources/hands.ts';
import { importedSource } from './sources/imported.ts';
import { mnistSource, type MnistSource } from './sources/mnist.ts';
import type { DatasetSource, Renaming } from './sources/source.ts';
import { syntheticSource } from './sources/synthetic.ts';
import { Tasks } from './tasks.ts';

export interface DatasetsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'mnistFolder' | 'now' | 'log' | 'launchReader'>;
  readonly settings: () => Settings;
  readonly hands: Hands;
  /**
   * The name of a run, of any host, that needs this data set because it is running, queued or interrupted; null if
   * there is none.
   */
  readonly neededBy: (id: DatasetId) => Promise<string | null>;
  /** The states of a hand that runs were started with. */
  readonly keptStates: (id: DatasetId) => Promise<string[]>;
  /** Reads digits of 28 x 28 with the starter, to check imports by. */
  readonly readDigits?: ReadDigits;
  readonly mirrors?: readonly string[];
  /** Milliseconds without a byte after which a mirror is left. */
  readonly stall?: number;
}

/**
 * The data sets of this machine. Each ends as a folder of raw bytes that the trainer reads (prepared.ts), whatever source it
 * comes from: MNIST from the user's folder or the studio's download, the synthetic one drawn, all others imported.
 */
export class Datasets {
  readonly onChanged: Emitter<DatasetInfo>;
  readonly onRemoved: Emitter<{ id: string }>;
  readonly onInspecting: Emitter<InspectionProgress>;
  private readonly deps: DatasetsDependencies;
  private readonly tasks: Tasks;
  /** Imports data sets. */
  readonly imports: Importer;
  private readonly mnist: MnistSource;
  private readonly sources: readonly DatasetSource[];
  private readonly preparing: Preparing;

  constructor(deps: DatasetsDependencies) {
    this.deps = deps;
    const { env } = deps;
    const onError = (thrown: unknown) => env.log.error('listener', { thrown: String(thrown) });
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
    this.onInspecting = new Emitter(onError);
    this.tasks = new Tasks(env.now, (id) => void this.tell(id));
    this.mnist = mnistSource({ storage: env.storageFolder, chosen: () => this.mnistSource().folder, now: env.now });
    const imported = importedSource(env.storageFolder);
    const { hands, keptStates } = deps;
    const fromHands = handsSource({ storage: env.storageFolder, hands, keptStates, now: env.now });
    hands.onChanged.on(({ id }) => void this.tell(id));
    this.sources = [this.mnist, syntheticSource(env.storageFolder, env.now), fromHands, imported];
    this.preparing = new Preparing(env.storageFolder, this.sources, this.tasks);
    this.imports = new Importer({
      env,
      readDigits: deps.readDigits ?? null,
      onProgress: (progress) => this.onInspecting.emit(progress),
      withdrawn: async (id) => {
        if (await this.info(id)) await this.tell(id);
        else this.onRemoved.emit({ id });
      },
      tasks: this.tasks,
      mnist: this.mnist,
      imported,
      prepared: (id) => this.preparing.prepared(id),
      told: async (id) => {
        await this.tell(id);
        return this.existing(id);
      },
    });
  }

  async list(): Promise<DatasetInfo[]> {
    const ids = (await Promise.all(this.sources.map((source) => source.ids()))).flat();
    const infos = await Promise.all(ids.map((id) => this.info(id)));
    return infos.filter((info) => info !== null);
  }

  /** Null: there is none of this id. */
  async info(id: string): Promise<DatasetInfo | null> {
    const source = this.preparing.sourceOf(id);
    const facts = source && (await source.facts(id, await this.preparing.prepared(id)));
    if (!facts) return null;
    const { available, fault, ...about } = facts;
    return { ...about, status: this.status(id, available, fault) };
  }

  /** Where MNIST would be read from, and what chose that place. */
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

  /** To be called when the setting of MNIST's folder has changed. */
  async mnistMoved(): Promise<void> {
    this.tasks.forgetFailure('mnist');
    await this.tell('mnist');
  }

  /** Downloads MNIST in the background; a second call while it goes does nothing. */
  download(): void {
    const { downloads } = this.mnist;
    void this.tasks
      .run('mnist', 'download', async ({ signal, progress }) => {
        await downloadMnist(downloads, {
          mirrors: this.deps.mirrors ?? MNIST_MIRRORS,
          stall: this.deps.stall,
          signal,
          now: this.deps.env.now,
          onProgress: ({ bytes, totalBytes, etaSeconds, source }) =>
            progress({ progress: bytes / totalBytes, bytes, totalBytes, etaSeconds, source }),
        });
        await this.mnist.prepareFrom(downloads, { signal, progress: () => undefined });
      })
      .catch(() => undefined);
  }

  cancel(id: DatasetId): void {
    this.tasks.cancel(id);
  }

  /** As `Preparing.files`. */
  prepare(...choice: Parameters<Preparing['files']>): Promise<DataFiles[]> {
    return this.preparing.files(...choice);
  }

  /** The same of those that are on this machine and whole, in order; the others are left out. */
  async prepareReady(ids: readonly string[]): Promise<DataFiles[]> {
    const files: DataFiles[] = [];
    for (const id of ids) {
      if ((await this.info(id))?.status.state !== 'ready') continue;
      const found = await this.prepare([id]).catch((thrown: unknown) => {
        this.deps.env.log.warn('data set left out', { id, error: toErrorData(thrown).code });
        return [];
      });
      files.push(...found);
    }
    return files;
  }

  /**
   * The task and framing of a run on this choice, and the choice with the present states of its hands and of those `replayed`, laid down
   * by now. Throws
   * `dataset-not-found` {id}, `hand-empty` {name}, `images-changed` {name} where places of the choice count other images, and what `taskOfChoice` and `joinFraming` throw.
   */
  async taskOf(
    data: DataChoice,
    replayed: readonly DatasetId[] = [],
  ): Promise<Pick<RunSpec, 'task' | 'framing' | 'data'>> {
    const { datasets, transforms } = data;
    const infos = await Promise.all(datasets.map((id) => this.existing(id)));
    for (const info of infos) await this.requireCounted(info, transforms?.counted?.[info.id]);
    const task = taskOfChoice(
      infos.map((info) => info.task),
      data,
    );
    const framing = joinFraming(
      infos.map((info) => info.framing),
      transforms,
    );
    return { task, framing, data: { ...data, states: await this.preparing.statesOf([...datasets, ...replayed]) } };
  }

  /** Bytes of all training images of a choice, which a run reads whole whatever it leaves out; 0 of sets that are not here yet. */
  async imageBytes({ datasets }: Pick<DataChoice, 'datasets'>): Promise<number> {
    const infos = await Promise.all(datasets.map((id) => this.existing(id)));
    return infos.reduce((sum, { task, trainCount }) => sum + trainCount * imageBytes(task), 0);
  }

  async preview(id: DatasetId, count: number): Promise<DatasetPreview> {
    const { folder, record } = await this.preparing.ready(id);
    return preview(dataFiles(folder, record), record, count);
  }

  /** Another name, or other class names. Throws `dataset-names-fixed` {name}, `class-names-invalid` {expected, given}, what the source's `rename` throws, storage errors. */
  async update(id: DatasetId, change: Renaming): Promise<DatasetInfo> {
    const source = this.preparing.sourceOf(id);
    if (!source?.rename) throw new AppError('dataset-names-fixed', { name: (await this.existing(id)).name });
    await source.rename(id, change);
    await this.tell(id);
    return this.existing(id);
  }

  /** Puts a whole data set into its place that came as an imported one of another studio. Throws what `writeImages` throws, storage errors. */
  async takeIn(about: PreparedAbout, writeImages: (files: DataFiles) => Promise<SplitLabels>): Promise<DatasetInfo> {
    const { storageFolder } = this.deps.env;
    await buildPrepared(
      path.join(storageFolder, 'datasets', about.id),
      scratchFolder(storageFolder),
      about,
      writeImages,
    );
    await this.tell(about.id);
    return this.existing(about.id);
  }

  /** Throws `dataset-in-use` {id, run} while a running, queued or interrupted run needs it; storage errors. */
  async remove(id: DatasetId): Promise<void> {
    const run = await this.deps.neededBy(id);
    if (run !== null) throw new AppError('dataset-in-use', { id, run });
    await this.tasks.end(id);
    // What says where it lies may be unreadable; there is nothing to take away then but what `forget` does.
    const folder = await this.preparing.folderOf(id).catch(() => null);
    if (folder !== null) await removePrepared(folder, scratchFolder(this.deps.env.storageFolder));
    const left = await this.preparing.sourceOf(id)?.forget(id);
    if (left === 'gone') this.onRemoved.emit({ id });
    else await this.tell(id);
  }

  async close(): Promise<void> {
    this.tasks.cancelAll();
    await this.imports.close();
  }

  async existing(id: string): Promise<DatasetInfo> {
    const info = await this.info(id);
    if (!info) throw new AppError('dataset-not-found', { id });
    return info;
  }

  private async requireCounted({ id, name }: DatasetInfo, counted: string | undefined): Promise<void> {
    if (counted === undefined) return;
    const [files] = await this.prepare([id]);
    if (files?.sha256?.trainImages === counted || (files && (await beginsWith(files, 'train', counted)))) return;
    throw new AppError('images-changed', { name });
  }

  private status(id: string, ready: boolean, fault?: AppError): DatasetState {
    const task = this.tasks.state(id);
    if (task?.state === 'working' || (task?.state === 'failed' && !ready)) return task;
    if (fault) return { state: 'failed', error: toErrorData(fault) };
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
