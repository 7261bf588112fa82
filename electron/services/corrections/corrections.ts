import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import {
  type Correction,
  type Corrections as DatasetCorrections,
} from '../../../shared/contract/schemas/corrections.ts';
import { datasetIdSchema, type DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { setAside } from '../../files/set-aside.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { hashesAt, hashesOfAll } from '../evaluations/split-images.ts';
import { contentOf, readLabels } from '../evaluations/subject.ts';
import { followImages, type AllHashes } from './follow-images.ts';
import { effective, overlaySchema, upgradeOverlay, type KeptCorrection, type Overlay } from './overlay.ts';

/** Data sets' parts whose images' hashes are remembered, where corrections were made of another state of theirs. */
const MOST_KNOWN = 4;

export interface CorrectionsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now' | 'log'>;
  readonly datasets: Pick<Datasets, 'prepare' | 'info'>;
}

/** What there is, and whether the file that is there is none of it: torn, or of images that nobody knows any more. */
interface Read {
  readonly overlay: Overlay;
  readonly isOther: boolean;
}

/** What people correct of data sets' labels: kept beside them, laid over them, never in them. Corrections follow their images. */
export class Corrections {
  readonly onChanged: Emitter<DatasetCorrections>;
  private readonly deps: CorrectionsDependencies;
  private readonly known = new Map<string, Promise<readonly string[]>>();

  constructor(deps: CorrectionsDependencies) {
    this.deps = deps;
    this.onChanged = new Emitter((thrown) => deps.env.log.error('listener', { thrown: String(thrown) }));
  }

  /** Throws `dataset-not-found`, `corrections-torn` {path}, `file-newer`, storage errors; so all of these. */
  async get(dataset: DatasetId): Promise<DatasetCorrections> {
    const files = await this.filesOf(dataset);
    return effective((await this.read(files)).overlay, files.task.classes);
  }

  /** Throws `image-not-found` {place, count}, `images-changed` {name} and `class-unknown` {name}, and changes nothing then. */
  async apply(dataset: DatasetId, changes: readonly Correction[]): Promise<DatasetCorrections> {
    const files = await this.filesOf(dataset);
    for (const split of ['train', 'test'] as const) {
      await this.requireImages(
        files,
        split,
        changes.filter((each) => each.split === split),
      );
    }
    const kept = changes.map(({ split, place, image, to }): KeptCorrection => {
      if (to.kind !== 'relabel') return { split, place, image, to };
      const label = files.task.classes.indexOf(to.label);
      if (label < 0) throw new AppError('class-unknown', { name: to.label });
      return { split, place, image, to: { kind: 'relabel', label } };
    });
    const step = { kind: 'change' as const, at: this.deps.env.now(), changes: kept };
    return this.change(files, (steps) => [...steps, step]);
  }

  async undo(dataset: DatasetId): Promise<DatasetCorrections> {
    return this.change(await this.filesOf(dataset), (steps) => steps.slice(0, -1));
  }

  /** Also where the file is torn, which then lies beside the new one. */
  async reset(dataset: DatasetId): Promise<DatasetCorrections> {
    const step = { kind: 'reset' as const, at: this.deps.env.now() };
    const next = (steps: Overlay['steps']): Overlay['steps'] => (steps.length === 0 ? steps : [...steps, step]);
    return this.change(await this.filesOf(dataset), next, (files) => this.readOrBegin(files));
  }

  private async change(
    files: DataFiles,
    next: (steps: Overlay['steps']) => Overlay['steps'],
    read = (own: DataFiles) => this.read(own),
  ): Promise<DatasetCorrections> {
    const file = this.fileOf(files.id);
    // Two hosts may correct at once: what the other one did is read anew.
    const overlay = await withFolderLock(file, async () => {
      const { overlay: before, isOther } = await read(files);
      const after = { ...before, steps: next(before.steps) };
      if (isOther) await setAside(file);
      await writeJson(file, after);
      return after;
    });
    const corrections = effective(overlay, files.task.classes);
    this.onChanged.emit(corrections);
    return corrections;
  }

  /** Throws unless each correction's image is in its place. */
  private async requireImages(
    files: DataFiles,
    split: 'train' | 'test',
    changes: readonly Correction[],
  ): Promise<void> {
    if (changes.length === 0) return;
    const count = (await readLabels(files, split)).length;
    const missing = changes.find(({ place }) => place >= count);
    if (missing) throw new AppError('image-not-found', { place: missing.place, count });
    const hashes = await hashesAt(
      files,
      split,
      changes.map(({ place }) => place),
    );
    if (changes.every(({ image }, i) => image === hashes[i])) return;
    const info = await this.deps.datasets.info(files.id);
    throw new AppError('images-changed', { name: info?.name ?? files.id });
  }

  private async read(files: DataFiles): Promise<Read> {
    const [train, test] = await Promise.all([contentOf(files, 'train'), contentOf(files, 'test')]);
    const content = { train: train.images, test: test.images };
    const file = this.fileOf(files.id);
    const found = await readJson(file, overlaySchema, 2, upgradeOverlay).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'file-torn')
        throw new AppError('corrections-torn', { path: file }, thrown);
      throw thrown;
    });
    const overlay = found && (await followImages(found, files, content, this.allHashes));
    if (overlay) return { overlay, isOther: false };
    return { overlay: emptyOverlay(files, content), isOther: found !== null };
  }

  private async readOrBegin(files: DataFiles): Promise<Read> {
    try {
      return await this.read(files);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'corrections-torn') throw thrown;
      const [train, test] = await Promise.all([contentOf(files, 'train'), contentOf(files, 'test')]);
      return { overlay: emptyOverlay(files, { train: train.images, test: test.images }), isOther: true };
    }
  }

  private readonly allHashes: AllHashes = (files, split, content) => {
    const known = this.known.get(content) ?? hashesOfAll(files, split);
    this.known.delete(content);
    this.known.set(content, known);
    known.catch(() => this.known.delete(content));
    if (this.known.size > MOST_KNOWN) this.known.delete(this.known.keys().next().value!);
    return known;
  };

  private async filesOf(dataset: DatasetId): Promise<DataFiles> {
    const [files] = await this.deps.datasets.prepare([dataset]);
    if (!files) throw new AppError('dataset-not-found', { id: dataset });
    return files;
  }

  private fileOf(dataset: string): string {
    return path.join(this.deps.env.storageFolder, 'overlays', `${dataset}.json`);
  }
}

const emptyOverlay = ({ id }: DataFiles, content: Overlay['content']): Overlay => ({
  version: 2,
  dataset: datasetIdSchema.parse(id),
  content,
  steps: [],
});
