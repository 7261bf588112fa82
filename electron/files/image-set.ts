import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { DataFiles, FileHashes } from '../../shared/contract/trainer.ts';
import { imageBytes, type LabelledImages } from '../../shared/data/labelled-images.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { chooseLabels, firstOfEquals, transformImages } from '../../shared/task/transform.ts';
import { storageError } from './atomic-write.ts';
import { sha256Of } from './content-hash.ts';

/**
 * One split of a run's data sets as its images: read from the cache format, put together in order, transformed as the
 * run wishes. Transforms that leave out single training images or relabel them apply to the training split only. Throws
 * `dataset-damaged` {id, file} when a file is not what was written, `storage-failed` or `storage-denied`.
 */
export async function readImageSet(
  files: readonly DataFiles[],
  split: 'train' | 'test',
  { task, data }: Pick<RunSpec, 'task' | 'data'>,
): Promise<LabelledImages> {
  const { leaveOut = {}, relabel = {}, dropDuplicates, ...transforms } = data.transforms ?? {};
  const sets = await Promise.all(files.map((set) => readSplit(set, split)));
  if (split === 'test')
    return transformImages(
      sets.map((set) => ({ set })),
      task,
      transforms,
    );
  const parts = sets.map((set, i) => ({ set, leaveOut: leaveOut[files[i]!.id], relabel: relabel[files[i]!.id] }));
  return transformImages(parts, task, { ...transforms, dropDuplicates });
}

/** A run's training images without the images: of each its label, and where it lies. */
export interface TrainPlaces {
  readonly labels: Uint16Array;
  /** Which of the data sets, and the place in its training part. */
  readonly sets: Uint16Array;
  readonly places: Uint32Array;
}

/** The labels of the same, without reading the images where they do not decide. Throws as `readImageSet` does. */
export async function readTrainLabels(
  files: readonly DataFiles[],
  choice: Pick<RunSpec, 'task' | 'data'>,
): Promise<Uint16Array> {
  return (await readTrainPlaces(files, choice)).labels;
}

/** The same, and which image each of them is. */
export async function readTrainPlaces(
  files: readonly DataFiles[],
  choice: Pick<RunSpec, 'task' | 'data'>,
): Promise<TrainPlaces> {
  const { leaveOut, relabel, dropDuplicates, ...transforms } = choice.data.transforms ?? {};
  const parts = await Promise.all(
    files.map(async (set) => {
      const { id, task } = set;
      const labels = await readLabels(set, 'trainLabels');
      const part = { set: { task, labels }, leaveOut: leaveOut?.[id], relabel: relabel?.[id] };
      return chooseLabels(part, choice.task, transforms);
    }),
  );
  const all: TrainPlaces = {
    labels: Uint16Array.from(parts.flatMap(({ labels }) => [...labels])),
    sets: Uint16Array.from(parts.flatMap(({ kept }, set) => Array.from(kept, () => set))),
    places: Uint32Array.from(parts.flatMap(({ kept }) => [...kept])),
  };
  if (!dropDuplicates) return all;
  const { data } = choice;
  const images = { ...data, transforms: { ...data.transforms, dropDuplicates: false } };
  const first = firstOfEquals(await readImageSet(files, 'train', { ...choice, data: images }));
  return {
    labels: Uint16Array.from(first, (i) => all.labels[i]!),
    sets: Uint16Array.from(first, (i) => all.sets[i]!),
    places: Uint32Array.from(first, (i) => all.places[i]!),
  };
}

/** One split of one data set, as it is on disk. Throws as `readImageSet` does. */
export async function readSplit(files: DataFiles, split: 'train' | 'test'): Promise<LabelledImages> {
  const { task } = files;
  const [images, labels] = await Promise.all([
    readFile(files, split === 'train' ? 'trainImages' : 'testImages'),
    readLabels(files, split === 'train' ? 'trainLabels' : 'testLabels'),
  ]);
  if (images.length !== labels.length * imageBytes(task)) throw damaged(files, `${split}Images`);
  return { task, count: labels.length, images, labels };
}

async function readLabels(files: DataFiles, name: keyof FileHashes): Promise<Uint16Array> {
  const labels = labelsFromBytes(await readFile(files, name));
  if (labels.some((label) => label >= files.task.classes.length)) throw damaged(files, name);
  return labels;
}

/** One of the set's files, checked to be what was written. */
async function readFile(files: DataFiles, name: keyof FileHashes): Promise<Uint8Array> {
  const bytes = await fs.readFile(files[name]).catch((error: unknown) => {
    throw storageError(error, files[name]);
  });
  if (files.sha256 && sha256Of(bytes) !== files.sha256[name]) throw damaged(files, name);
  return bytes;
}

const damaged = (files: DataFiles, name: keyof FileHashes): AppError =>
  new AppError('dataset-damaged', { id: files.id, file: path.basename(files[name]) });
