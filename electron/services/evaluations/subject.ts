import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ModelCard, ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type {
  EvaluationId,
  EvaluationInfo,
  EvaluationRequest,
  Part,
} from '../../../shared/contract/schemas/evaluation.ts';
import { isRun } from '../../../shared/contract/schemas/run-id.ts';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { labelsFromBytes } from '../../../shared/data/label-bytes.ts';
import { placesToBytes } from '../../../shared/data/number-bytes.ts';
import { type Change, placesForModel, requireSize } from '../../../shared/evaluation/labels-for-model.ts';
import { joinFraming } from '../../../shared/task/join.ts';
import { storageError } from '../../files/atomic-write.ts';
import { sha256Of } from '../../files/content-hash.ts';
import { readWhole } from '../../files/read-whole.ts';
import { knownHash } from '../datasets/unchanged.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { Models } from '../models/models.ts';
import type { RunRecords } from '../runs/run-records.ts';
import type { EvaluationRecord } from './record.ts';
import { validationPlaces } from './validation-places.ts';

export interface SubjectDependencies {
  readonly datasets: Pick<Datasets, 'prepare' | 'info'>;
  readonly models: Pick<Models, 'folderOf' | 'card'>;
  readonly runs: Pick<RunRecords, 'get'>;
}

/** A model that reads: one of the studio's, or any folder of one. */
export type Reading = { readonly ref: ModelRef } | { readonly folder: string };

/** What is read by what, worked out to the last image. */
export interface Subject {
  readonly id: EvaluationId;
  readonly ref: ModelRef | null;
  readonly folder: string;
  readonly card: ModelCard;
  /** What a person calls the two. */
  readonly names: { readonly model: string; readonly dataset: string };
  readonly files: DataFiles;
  readonly part: Part;
  /** Of a hand, which state of it the files are, if not the present one. */
  readonly state: string | undefined;
  readonly only: readonly string[] | null;
  readonly change: Change;
  readonly framing: NonNullable<EvaluationInfo['framing']>;
  readonly content: EvaluationRecord['content'];
  /** The images in order, whether they are all of the split, and their labels in the model's classes. */
  readonly places: Uint32Array;
  readonly all: boolean;
  readonly given: Int32Array;
}

export const splitOf = (part: Part): 'train' | 'test' => (part === 'test' ? 'test' : 'train');

/** Throws what `evaluations.start` says. */
export async function findSubject(
  deps: SubjectDependencies,
  reading: Reading,
  { dataset, part, only, state: wanted }: Omit<EvaluationRequest, 'model'>,
): Promise<Subject> {
  const { datasets, models, runs } = deps;
  const ref = 'ref' in reading ? reading.ref : null;
  const folder = 'ref' in reading ? models.folderOf(reading.ref) : reading.folder;
  const card = await models.card(folder);
  if (card.task.reads === 'line') throw new AppError('evaluation-of-lines', { model: card.name });
  const run = ref === null || !isRun(ref) ? null : await runs.get(ref);
  // What a run set aside of a hand that has grown since, it set aside of the state that it was started with.
  const ofRun = part === 'validation' ? run?.spec.data.states : undefined;
  const states = ofRun ?? (wanted === undefined ? undefined : { [dataset]: wanted });
  const state = states?.[dataset];
  const [files] = await datasets.prepare([dataset], undefined, states);
  const info = await datasets.info(dataset);
  if (!files || !info) throw new AppError('dataset-not-found', { id: dataset });
  const names = { model: run?.spec.name ?? card.name, dataset: info.name };
  const change = changeOf(run, dataset);
  requireSize(card.task, files.task, change);
  const split = splitOf(part);
  const labels = await readLabels(files, split);
  if (part === 'test' && labels.length === 0) throw new AppError('test-images-missing', { name: info.name });
  const among = part === 'validation' ? await validationPlaces(run, dataset, deps.datasets) : null;
  if (part === 'validation' && !among) {
    throw new AppError('evaluation-no-validation', { model: names.model, data: names.dataset });
  }
  const { places, given } = placesForModel(card.task, { task: files.task, labels }, change, { only, among });
  if (places.length === 0) throw new AppError('evaluation-no-images');
  const content = await contentOf(files, split);
  const framing = { model: card.framing, data: joinFraming([files.framing], change) };
  const data = { files, part, state, only: only ?? null, change, framing, content, places, given };
  const about = { ref, folder, card, names, ...data };
  return { id: idOf(about), ...about, all: places.length === labels.length };
}

/** Labels of one split, as the data set's files have them. Throws storage errors. */
export async function readLabels(files: DataFiles, split: 'train' | 'test'): Promise<Uint16Array> {
  const file = split === 'test' ? files.testLabels : files.trainLabels;
  return labelsFromBytes(
    await readWhole(file).catch((error: unknown) => {
      throw storageError(error, file);
    }),
  );
}

/** What is to be the same for answers to belong to a data set still. */
export async function contentOf(files: DataFiles, split: 'train' | 'test'): Promise<EvaluationRecord['content']> {
  const [images, labels] =
    split === 'test'
      ? [files.sha256?.testImages, files.sha256?.testLabels]
      : [files.sha256?.trainImages, files.sha256?.trainLabels];
  return {
    // Older studios wrote no hashes down. A file that cannot be read is like no other: reading it tells why.
    images: images ?? (await knownHash(split === 'test' ? files.testImages : files.trainImages)) ?? '',
    labels: labels ?? (await knownHash(split === 'test' ? files.testLabels : files.trainLabels)) ?? '',
    classes: [...files.task.classes],
  };
}

/** What the model's own run made of the data set's images, if it trained on it. */
function changeOf(run: Run | null, dataset: string): Change {
  if (!run?.spec.data.datasets.some((id) => id === dataset)) return {};
  const { rename, invert, resize } = run.spec.data.transforms ?? {};
  return {
    ...(rename && { rename }),
    ...(invert !== undefined && { invert }),
    ...(resize && { resize }),
  };
}

/** The same model, data and choice of images, and only they, have the same id. */
function idOf({ card, files, part, state, change, content, places }: Omit<Subject, 'id' | 'all'>): EvaluationId {
  const { weightsSha256, task, spec, known, temperature } = card;
  const read = [
    files.id,
    content,
    part,
    change,
    sha256Of(placesToBytes(places)),
    ...(state === undefined ? [] : [state]),
  ];
  const facts = [1, weightsSha256, spec, task, known, temperature, ...read];
  return `eval-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32)}`;
}
