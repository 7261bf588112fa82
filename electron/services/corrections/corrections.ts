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
import type { Datasets } from '../datasets/datasets.ts';
import { contentOf, readLabels } from '../evaluations/subject.ts';
import { effective, overlaySchema, type KeptCorrection, type Overlay } from './overlay.ts';

export interface CorrectionsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now' | 'log'>;
  readonly datasets: Pick<Datasets, 'prepare'>;
}

/** What people correct of data sets' labels: kept beside them, laid over them, never in them. */
export class Corrections {
  readonly onChanged: Emitter<DatasetCorrections>;
  private readonly deps: CorrectionsDependencies;

  constructor(deps: CorrectionsDependencies) {
    this.deps = deps;
    this.onChanged = new Emitter((thrown) => deps.env.log.error('listener', { thrown: String(thrown) }));
  }

  /** Throws `dataset-not-found`, `file-torn`, `file-newer`, storage errors; so all of these. */
  async get(dataset: DatasetId): Promise<DatasetCorrections> {
    const files = await this.filesOf(dataset);
    return effective(await this.read(files), files.task.classes);
  }

  /** Throws `image-not-found` {place, count} and `class-unknown` {name}, and changes nothing then. */
  async apply(dataset: DatasetId, changes: readonly Correction[]): Promise<DatasetCorrections> {
    const files = await this.filesOf(dataset);
    const counts = {
      train: (await readLabels(files, 'train')).length,
      test: (await readLabels(files, 'test')).length,
    };
    const kept = changes.map(({ split, place, to }): KeptCorrection => {
      if (place >= counts[split]) throw new AppError('image-not-found', { place, count: counts[split] });
      if (to.kind !== 'relabel') return { split, place, to };
      const label = files.task.classes.indexOf(to.label);
      if (label < 0) throw new AppError('class-unknown', { name: to.label });
      return { split, place, to: { kind: 'relabel', label } };
    });
    const step = { kind: 'change' as const, at: this.deps.env.now(), changes: kept };
    return this.change(files, (steps) => [...steps, step]);
  }

  async undo(dataset: DatasetId): Promise<DatasetCorrections> {
    return this.change(await this.filesOf(dataset), (steps) => steps.slice(0, -1));
  }

  async reset(dataset: DatasetId): Promise<DatasetCorrections> {
    const step = { kind: 'reset' as const, at: this.deps.env.now() };
    return this.change(await this.filesOf(dataset), (steps) => (steps.length === 0 ? steps : [...steps, step]));
  }

  private async change(
    files: DataFiles,
    next: (steps: Overlay['steps']) => Overlay['steps'],
  ): Promise<DatasetCorrections> {
    const file = this.fileOf(files.id);
    // Two hosts may correct at once: what the other one did is read anew.
    const overlay = await withFolderLock(file, async () => {
      const before = await this.read(files);
      const after = { ...before, steps: next(before.steps) };
      await writeJson(file, after);
      return after;
    });
    const corrections = effective(overlay, files.task.classes);
    this.onChanged.emit(corrections);
    return corrections;
  }

  private async read(files: DataFiles): Promise<Overlay> {
    const [train, test] = await Promise.all([contentOf(files, 'train'), contentOf(files, 'test')]);
    const content = { train: train.images, test: test.images };
    const found = await readJson(this.fileOf(files.id), overlaySchema, 1);
    const same = found?.content.train === content.train && found.content.test === content.test;
    return same ? found : { version: 1, dataset: datasetIdSchema.parse(files.id), content, steps: [] };
  }

  private async filesOf(dataset: DatasetId): Promise<DataFiles> {
    const [files] = await this.deps.datasets.prepare([dataset]);
    if (!files) throw new AppError('dataset-not-found', { id: dataset });
    return files;
  }

  private fileOf(dataset: string): string {
    return path.join(this.deps.env.storageFolder, 'overlays', `${dataset}.json`);
  }
}
