import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { Frame } from '../../shared/contract/schemas/task.ts';
import type { DataFiles, FileHashes } from '../../shared/contract/trainer.ts';
import { imageBytes, type DrawAnew, type LabelledImages } from '../../shared/data/labelled-images.ts';
import { groupsFromBytes, labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { pensFromBytes, type Pens } from '../../shared/data/pen-bytes.ts';
import { drawChanged } from '../../shared/ink/change-strokes.ts';
import { frameOf } from '../../shared/ink/frame.ts';
import { chooseLabels, fewOfEach, firstOfEquals, joinGroups, transformImages } from '../../shared/task/transform.ts';
import { storageError } from './atomic-write.ts';
import { sha256Of } from './content-hash.ts';
import { readWhole } from './read-whole.ts';

/**
 * One split of a run's data sets as its images: read from the cache format, put together in order, transformed as the
 * run wishes. Transforms that leave out training images or relabel them apply to the training split only. Throws
 * `dataset-damaged` {id, file} when a file is not what was written, `storage-failed` or `storage-denied`.
 */
export async function readImageSet(
  files: readonly DataFiles[],
  split: 'train' | 'test',
  { task, data }: Pick<RunSpec, 'task' | 'data'>,
): Promise<LabelledImages> {
  const { leaveOut = {}, relabel = {}, dropDuplicates, perClass, ...transforms } = data.transforms ?? {};
  const sets = await Promise.all(files.map((set) => readSplit(set, split)));
  if (split === 'test')
    return transformImages(
      sets.map((set) => ({ set })),
      task,
      transforms,
    );
  const parts = sets.map((set, i) => ({ set, leaveOut: leaveOut[files[i]!.id], relabel: relabel[files[i]!.id] }));
  return transformImages(parts, task, { ...transforms, dropDuplicates, perClass });
}

/** A run's training images without the images: of each its label, and where it lies. */
export interface TrainPlaces {
  readonly labels: Uint16Array;
  /** Which of the data sets, and the place in its training part. */
  readonly sets: Uint16Array;
  readonly places: Uint32Array;
  /** Which of them belong together (see shared/data/labelled-images.ts). */
  readonly groups?: Uint32Array | undefined;
}

/**
 * The labels of the same, and which image each of them is, without reading the images where they do not decide. Throws as
 * `readImageSet` does.
 */
export async function readTrainPlaces(
  files: readonly DataFiles[],
  choice: Pick<RunSpec, 'task' | 'data'>,
): Promise<TrainPlaces> {
  const { leaveOut, relabel, dropDuplicates, perClass, ...transforms } = choice.data.transforms ?? {};
  const parts = await Promise.all(
    files.map(async (set) => {
      const { id, task } = set;
      const [labels, groups] = await Promise.all([readLabels(set, 'trainLabels'), readGroups(set)]);
      const part = { set: { task, labels }, leaveOut: leaveOut?.[id], relabel: relabel?.[id] };
      const chosen = chooseLabels(part, choice.task, transforms);
      const own = groups && Uint32Array.from(chosen.kept, (i) => groups[i]!);
      return { ...chosen, count: chosen.kept.length, groups: own };
    }),
  );
  const all: TrainPlaces = {
    labels: Uint16Array.from(parts.flatMap(({ labels }) => [...labels])),
    sets: Uint16Array.from(parts.flatMap(({ kept }, set) => Array.from(kept, () => set))),
    places: Uint32Array.from(parts.flatMap(({ kept }) => [...kept])),
    groups: joinGroups(parts),
  };
  const single = dropDuplicates ? placesAt(all, await firstImages(files, choice)) : all;
  return perClass ? placesAt(single, fewOfEach(single.labels, perClass)) : single;
}

/** Of a choice's images that are equal to the byte, the first ones. */
async function firstImages(files: readonly DataFiles[], choice: Pick<RunSpec, 'task' | 'data'>): Promise<Uint32Array> {
  const { data } = choice;
  const whole = { ...data, transforms: { ...data.transforms, dropDuplicates: false, perClass: undefined } };
  return firstOfEquals(await readImageSet(files, 'train', { ...choice, data: whole }));
}

const placesAt = ({ labels, sets, places, groups }: TrainPlaces, chosen: Uint32Array): TrainPlaces => ({
  labels: Uint16Array.from(chosen, (i) => labels[i]!),
  sets: Uint16Array.from(chosen, (i) => sets[i]!),
  places: Uint32Array.from(chosen, (i) => places[i]!),
  groups: groups && Uint32Array.from(chosen, (i) => groups[i]!),
});

/** How many test images a choice has. Throws as `readImageSet` does. */
export async function countTestImages(
  files: readonly DataFiles[],
  { task, data }: Pick<RunSpec, 'task' | 'data'>,
): Promise<number> {
  const counts = files.map(async (set) => {
    const labels = await readLabels(set, 'testLabels');
    return chooseLabels({ set: { task: set.task, labels } }, task, data.transforms ?? {}).kept.length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** One split of one data set, as it is on disk. Throws as `readImageSet` does. */
export async function readSplit(files: DataFiles, split: 'train' | 'test'): Promise<LabelledImages> {
  const { task } = files;
  const [images, labels, groups, pens] = await Promise.all([
    readFile(files, split === 'train' ? 'trainImages' : 'testImages'),
    readLabels(files, split === 'train' ? 'trainLabels' : 'testLabels'),
    split === 'train' ? readGroups(files) : undefined,
    split === 'train' ? readPens(files) : undefined,
  ]);
  if (images.length !== labels.length * imageBytes(task)) throw damaged(files, `${split}Images`);
  if (groups && groups.length !== labels.length) throw damaged(files, 'trainGroups');
  if (pens && pens.count !== labels.length) throw damaged(files, 'trainPens');
  return { task, count: labels.length, images, labels, groups, drawAnew: pens && drawingOf(pens, frameOf(files)) };
}

/** Draws a data set's images anew from their strokes. */
function drawingOf(pens: Pens, frame: Frame): DrawAnew {
  return (index, limits, random) => {
    const pen = pens.at(index);
    return pen && drawChanged(pen, frame, limits, random);
  };
}

async function readGroups(files: DataFiles): Promise<Uint32Array | undefined> {
  return files.trainGroups === undefined ? undefined : groupsFromBytes(await readFile(files, 'trainGroups'));
}

async function readPens(files: DataFiles): Promise<Pens | undefined> {
  if (files.trainPens === undefined) return undefined;
  const pens = pensFromBytes(await readFile(files, 'trainPens'));
  if (!pens) throw damaged(files, 'trainPens');
  return pens;
}

async function readLabels(files: DataFiles, name: keyof FileHashes): Promise<Uint16Array> {
  const labels = labelsFromBytes(await readFile(files, name));
  if (labels.some((label) => label >= files.task.classes.length)) throw damaged(files, name);
  return labels;
}

/** One of the set's files, checked to be what was written. */
async function readFile(files: DataFiles, name: keyof FileHashes): Promise<Uint8Array> {
  const file = pathOf(files, name);
  const bytes = await readWhole(file).catch((error: unknown) => {
    throw storageError(error, file);
  });
  if (files.sha256 && sha256Of(bytes) !== files.sha256[name]) throw damaged(files, name);
  return bytes;
}

const damaged = (files: DataFiles, name: keyof FileHashes): AppError =>
  new AppError('dataset-damaged', { id: files.id, file: path.basename(pathOf(files, name)) });

function pathOf(files: DataFiles, name: keyof FileHashes): string {
  const file = files[name];
  if (file === undefined) throw new AppError('dataset-damaged', { id: files.id, file: name });
  return file;
}
