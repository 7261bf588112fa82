import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError, toErrorData, type ErrorCode } from '../../../shared/contract/errors.ts';
import {
  type Corrections as DatasetCorrections,
  type SplitCorrections,
  suspectsSchema,
  type Suspects as FoundSuspects,
} from '../../../shared/contract/schemas/corrections.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { groupsFromBytes } from '../../../shared/data/label-bytes.ts';
import { histogram } from '../../../shared/data/labelled-images.ts';
import { floatsFromBytes } from '../../../shared/data/number-bytes.ts';
import { suspectLabels } from '../../../shared/evaluation/confident-learning.ts';
import { presetFor } from '../../../shared/model/presets/preset.ts';
import { quick } from '../../../shared/model/presets/quick.ts';
import { correctedTransforms } from '../../../shared/task/corrected.ts';
import { chooseLabels } from '../../../shared/task/transform.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { namesIn } from '../../files/names-in.ts';
import { readWhole } from '../../files/read-whole.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { EngineUse } from '../engine/engine-use.ts';
import { EvaluationStore } from '../evaluations/evaluation-store.ts';
import type { Asker } from '../evaluations/evaluations.ts';
import { contentOf, readLabels } from '../evaluations/subject.ts';
import type { Corrections } from './corrections.ts';

/** With fewer images, models can hardly check each other. */
const LEAST = 20;
/** Of many images a third is enough to check; few are learned better from four fifths. */
const FOLDS = { few: 5, many: 3, manyImages: 2000 };
/** Each fold's model takes about so many steps of its images, whatever their number: between its recipe's epochs and these. */
const EPOCHS = { images: 30_000, most: 20 };
/** More are not listed. */
const MOST_LISTED = 20_000;

/** How a file that was removed is told, here and in the trainer. */
const GONE: ReadonlySet<ErrorCode> = new Set(['not-found', 'storage-failed', 'dataset-damaged']);

const keptSchema = z.object({ version: z.literal(1), found: suspectsSchema });

export interface SuspectsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now' | 'log'>;
  readonly datasets: Pick<Datasets, 'prepare' | 'info' | 'onRemoved'>;
  readonly corrections: Pick<Corrections, 'get'>;
  readonly link: Pick<TrainerLink, 'call'>;
  readonly use: Pick<EngineUse, 'measure'>;
}

/** Looks for labels that are likely wrong, and keeps what it finds for as long as the data set's content is the same. */
export class Suspects {
  private readonly deps: SuspectsDependencies;
  /** What the disk did not take, by its file. */
  private readonly unsaved = new Map<string, FoundSuspects>();

  constructor(deps: SuspectsDependencies) {
    this.deps = deps;
    deps.datasets.onRemoved.on(({ id }) => void this.forget(id));
  }

  /** As the call `corrections.suspects` says. */
  async find(dataset: DatasetId, again: boolean, asker: Asker): Promise<FoundSuspects> {
    const [files] = await this.deps.datasets.prepare([dataset]);
    if (!files) throw new AppError('dataset-not-found', { id: dataset });
    const corrections = await this.deps.corrections.get(dataset);
    const file = await this.fileOf(files);
    const held = again ? undefined : this.unsaved.get(file);
    if (held) return withoutCorrected(await this.keep(file, held), corrections.train);
    const kept = again ? null : await readJson(file, keptSchema, 1).catch(() => null);
    const { images: content } = await contentOf(files, 'train');
    if (kept) return withoutCorrected({ ...kept.found, content }, corrections.train);
    const found = await this.look(files, corrections, asker).catch((thrown: unknown) => this.rethrow(files, thrown));
    return withoutCorrected(await this.keep(file, found), corrections.train);
  }

  /** A search takes minutes: where the disk does not take what it found, it is held until the disk does. */
  private async keep(file: string, found: FoundSuspects): Promise<FoundSuspects> {
    try {
      await writeJson(file, { version: 1, found });
    } catch (thrown) {
      this.unsaved.set(file, found);
      return { ...found, unsaved: toErrorData(thrown) };
    }
    this.unsaved.delete(file);
    await this.sweep(file, found.dataset);
    return found;
  }

  /** A data set is gone: so is what was found of it. */
  private async forget(dataset: string): Promise<void> {
    for (const [file, found] of this.unsaved) if (found.dataset === dataset) this.unsaved.delete(file);
    await this.sweep(null, dataset);
  }

  /** Removes what was found of data sets that are gone, and of this one but for the file that is `kept`, as far as the disk allows. */
  private async sweep(kept: string | null, own: string): Promise<void> {
    await this.removeOld(kept, own).catch((thrown: unknown) => {
      this.deps.env.log.warn('old suspects stay', { error: toErrorData(thrown).code });
    });
  }

  /** Throws storage errors. */
  private async removeOld(kept: string | null, own: string): Promise<void> {
    const { folder } = this;
    const names = await namesIn(folder);
    for (const name of names.filter((each) => each.startsWith('suspects-'))) {
      const file = path.join(folder, name);
      if (file === kept) continue;
      const other = await readJson(file, keptSchema, 1).catch(() => null);
      if (!other) continue;
      const { dataset } = other.found;
      const isOld = dataset === own || (await this.deps.datasets.info(dataset)) === null;
      if (isOld) await fs.rm(file, { force: true }).catch(() => undefined);
    }
  }

  /** Files that were there when a search began are gone: tells of the data set, which a person knows, not of a file. */
  private async rethrow(files: DataFiles, thrown: unknown): Promise<never> {
    if (!(thrown instanceof AppError) || !GONE.has(thrown.code)) throw thrown;
    const info = await this.deps.datasets.info(files.id);
    if (!info) throw new AppError('dataset-not-found', { id: files.id }, thrown);
    const [now] = await this.deps.datasets.prepare([files.id as DatasetId]);
    const same = now && (await contentOf(now, 'train')).images === (await contentOf(files, 'train')).images;
    throw same ? thrown : new AppError('images-changed', { name: info.name }, thrown);
  }

  private async look(files: DataFiles, corrections: DatasetCorrections, asker: Asker): Promise<FoundSuspects> {
    const { train } = corrections;
    const set = { task: files.task, labels: await readLabels(files, 'train') };
    const choice = { set, leaveOut: train.leftOut, relabel: train.relabelled };
    const { kept: places, labels } = chooseLabels(choice, files.task, {});
    const shared = histogram(files.task, labels).filter((count) => count >= 2).length;
    if (labels.length < LEAST || shared < 2) {
      throw new AppError('suspects-too-few', { count: labels.length, least: LEAST });
    }
    const groups = await readGroups(files);
    const firsts = groups && firstOfGroups(places, groups);
    const apart = firsts && Uint16Array.from(firsts, (row) => labels[row]!);
    if (apart && histogram(files.task, apart).filter((count) => count >= 2).length < 2) {
      throw new AppError('suspects-too-alike', { count: labels.length });
    }
    const folds = foldsFor(labels.length);
    const spec = checkingSpec(files, labels.length, corrections);
    const logits = await this.deps.use.measure('suspects', asker.signal, (signal) =>
      this.answers(files, spec, folds, { ticket: asker.ticket, signal }),
    );
    const { suspects, estimated } = suspectLabels(logits, files.task.classes.length, labels);
    return {
      dataset: corrections.dataset,
      content: (await contentOf(files, 'train')).images,
      count: labels.length,
      folds,
      estimated,
      suspects: suspects.slice(0, MOST_LISTED).map((one) => ({ ...one, place: places[one.place]! })),
      seen: train,
      unsaved: null,
      createdAt: this.deps.env.now(),
    };
  }

  private async answers(files: DataFiles, spec: RunSpec, folds: number, asker: Asker): Promise<Float32Array> {
    const store = new EvaluationStore(this.deps.env.storageFolder);
    const into = await store.scratch();
    try {
      const { ticket, signal } = asker;
      await this.deps.link.call('evaluation.crossValidate', { spec, data: [files], folds, into, ticket }, { signal });
      return floatsFromBytes(await readWhole(path.join(into, 'logits.f32')));
    } catch (error) {
      throw storageError(error, into);
    } finally {
      await store.discard(into);
    }
  }

  private get folder(): string {
    return path.join(this.deps.env.storageFolder, 'evaluations');
  }

  private async fileOf(files: DataFiles): Promise<string> {
    const facts = [1, files.id, await contentOf(files, 'train')];
    const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
    return path.join(this.folder, `suspects-${hash}.json`);
  }
}

/** Of a hand, which images are near-duplicates of each other; null where nothing is known of that. Throws storage errors. */
async function readGroups({ trainGroups: file }: DataFiles): Promise<Uint32Array | null> {
  if (file === undefined) return null;
  return groupsFromBytes(
    await readWhole(file).catch((error: unknown) => {
      throw storageError(error, file);
    }),
  );
}

/** Of the images in these places, the rows of one of each group: a fold has a group whole. */
function firstOfGroups(places: Uint32Array, groups: Uint32Array): number[] {
  const seen = new Set<number>();
  return [...places.keys()].filter((row) => !seen.has(groups[places[row]!]!) && seen.add(groups[places[row]!]!));
}

/** What a person has corrected is settled, whichever label the models would give it. */
function withoutCorrected(found: FoundSuspects, { relabelled, leftOut }: SplitCorrections): FoundSuspects {
  const settled = new Set([...relabelled.map(([place]) => place), ...leftOut]);
  return { ...found, suspects: found.suspects.filter(({ place }) => !settled.has(place)) };
}

/** How many models check each other's images. */
export const foldsFor = (count: number): number => (count < FOLDS.manyImages ? FOLDS.few : FOLDS.many);

/**
 * A quick model, trained longer where there are few images, on labels as they are corrected. Never an augmentation: a label is
 * checked on the image as it is. `count`: images that are trained on.
 */
export function checkingSpec(
  { id, task, framing }: DataFiles,
  count: number,
  corrections: DatasetCorrections | null = null,
): RunSpec {
  const { model, recipe } = presetFor(quick, task);
  const epochs = Math.min(EPOCHS.most, Math.max(recipe.epochs, Math.ceil(EPOCHS.images / count)));
  const batchSize = Math.min(recipe.batchSize, Math.max(8, Math.floor(count / 20)));
  return {
    version: 2,
    name: model.name,
    task,
    framing,
    model,
    data: {
      datasets: [id as DatasetId],
      ...(corrections && { transforms: correctedTransforms([corrections]) }),
    },
    recipe: { ...recipe, epochs, batchSize },
  };
}
