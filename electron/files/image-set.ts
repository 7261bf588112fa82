import { promises as fs } from 'node:fs';
import { AppError } from '../../shared/contract/errors.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { imageBytes, type LabelledImages } from '../../shared/data/labelled-images.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { chooseLabels, transformImages } from '../../shared/task/transform.ts';
import { storageError } from './atomic-write.ts';

/**
 * One split of a run's data sets as its images: read from the cache format, put together in order, transformed as the
 * run wishes. What leaves single training images out is for the training part alone. Throws `file-torn` {path} when
 * images and labels do not fit each other, `storage-failed` or `storage-denied`.
 */
export async function readImageSet(
  files: readonly DataFiles[],
  split: 'train' | 'test',
  { task, data }: Pick<RunSpec, 'task' | 'data'>,
): Promise<LabelledImages> {
  const { leaveOut = {}, dropDuplicates, ...transforms } = data.transforms ?? {};
  const sets = await Promise.all(files.map((set) => readSplit(set, split)));
  if (split === 'test')
    return transformImages(
      sets.map((set) => ({ set })),
      task,
      transforms,
    );
  const parts = sets.map((set, i) => ({ set, leaveOut: leaveOut[files[i]!.id] }));
  return transformImages(parts, task, { ...transforms, dropDuplicates });
}

/** The labels of the same, without reading the images where they do not decide. Throws as `readImageSet` does. */
export async function readTrainLabels(
  files: readonly DataFiles[],
  choice: Pick<RunSpec, 'task' | 'data'>,
): Promise<Uint16Array> {
  const { transforms = {} } = choice.data;
  if (transforms.dropDuplicates) return (await readImageSet(files, 'train', choice)).labels;
  const parts = await Promise.all(
    files.map(async ({ id, task, trainLabels }) => {
      const labels = labelsFromBytes(await readBytes(trainLabels));
      return chooseLabels({ set: { task, labels }, leaveOut: transforms.leaveOut?.[id] }, choice.task, transforms)
        .labels;
    }),
  );
  return Uint16Array.from(parts.flatMap((labels) => [...labels]));
}

/** One split of one data set, as it is on disk. Throws as `readImageSet` does. */
export async function readSplit(files: DataFiles, split: 'train' | 'test'): Promise<LabelledImages> {
  const { task } = files;
  const imagesFile = split === 'train' ? files.trainImages : files.testImages;
  const labelsFile = split === 'train' ? files.trainLabels : files.testLabels;
  const [images, labelBytes] = await Promise.all([readBytes(imagesFile), readBytes(labelsFile)]);
  const labels = labelsFromBytes(labelBytes);
  if (images.length !== labels.length * imageBytes(task)) throw new AppError('file-torn', { path: imagesFile });
  if (labels.some((label) => label >= task.classes.length)) throw new AppError('file-torn', { path: labelsFile });
  return { task, count: labels.length, images, labels };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    throw storageError(error, file);
  }
}
