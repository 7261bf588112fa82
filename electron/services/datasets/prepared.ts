import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { datasetIdSchema } from '../../../shared/contract/schemas/dataset.ts';
import { mendSchema } from '../../../shared/contract/schemas/import.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';
import { framingSchema, taskSchema } from '../../../shared/contract/schemas/task.ts';
import { fileHashesSchema, type DataFiles, type FileHashes } from '../../../shared/contract/trainer.ts';
import { groupsToBytes, labelsToBytes } from '../../../shared/data/label-bytes.ts';
import { histogram, imageBytes, type Labels } from '../../../shared/data/labelled-images.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { sha256OfFile } from '../../files/content-hash.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { hostFolder } from '../../files/host-folder.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { removeFolder, replaceFolder } from '../../files/replace-folder.ts';
import { areUnchanged } from './unchanged.ts';
import { RECORD, upgradePrepared } from './upgrade-prepared.ts';

/** dataset.json, version 2, beside the raw bytes that the trainer reads. Written last: a folder with it is whole. */
const preparedSchema = z.object({
  version: z.literal(2),
  id: datasetIdSchema,
  name: z.string(),
  kind: z.enum(['mnist', 'synthetic', 'imported', 'hand']),
  task: taskSchema,
  framing: framingSchema,
  trainCount: z.number().int(),
  testCount: z.number().int(),
  /** Training images of each class. */
  histogram: z.array(z.number().int()),
  origin: z.string(),
  /** What else the content depends on beside the id, such as the generator's version. */
  stamp: z.string(),
  /** The mends that were applied to an imported set. */
  mends: z.array(mendSchema).optional(),
  createdAt: momentSchema,
  /** Hashes of its files. Older studios wrote none. */
  sha256: fileHashesSchema.optional(),
});

export type Prepared = z.infer<typeof preparedSchema>;
export type PreparedAbout = Omit<Prepared, 'version' | 'trainCount' | 'testCount' | 'histogram' | 'sha256'>;

/** Images (count x height x width bytes) and labels of both splits. */
export interface DataSetContent {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Labels;
  readonly testImages: Uint8Array;
  readonly testLabels: Labels;
  /** Of training images that are not to be parted (see shared/data/labelled-images.ts). */
  readonly trainGroups?: Uint32Array | undefined;
  /** The strokes of training images (see shared/data/pen-bytes.ts). */
  readonly trainPens?: Uint8Array | undefined;
}

/** What is known of both splits once the images are written. */
export type SplitLabels = Omit<DataSetContent, 'trainImages' | 'testImages'>;

export const dataFiles = (
  folder: string,
  { id, task, framing, sha256 }: Pick<Prepared, 'id' | 'task' | 'framing' | 'sha256'>,
): DataFiles => ({
  id,
  task,
  framing,
  trainImages: path.join(folder, 'train-images.u8'),
  trainLabels: path.join(folder, 'train-labels.u16'),
  testImages: path.join(folder, 'test-images.u8'),
  testLabels: path.join(folder, 'test-labels.u16'),
  ...(sha256?.trainGroups === undefined ? {} : { trainGroups: groupsFile(folder) }),
  ...(sha256?.trainPens === undefined ? {} : { trainPens: pensFile(folder) }),
  sha256,
});

const groupsFile = (folder: string): string => path.join(folder, 'train-groups.u32');

const pensFile = (folder: string): string => path.join(folder, 'train-pens.f64');

/** A host's folder for unfinished data sets; what it leaves is removed at the next start. */
export const scratchFolder = (storage: string): string =>
  path.join(hostFolder(path.join(storage, 'imports')), randomBytes(8).toString('hex'));

/** The record of a prepared data set whose files are all there, with the right sizes and unchanged; null otherwise. */
export async function readPrepared(folder: string): Promise<Prepared | null> {
  const record = await readRecord(folder).catch(() => null);
  if (!record) return null;
  const [files, bytes] = [dataFiles(folder, record), imageBytes(record.task)];
  const sizes = {
    trainImages: record.trainCount * bytes,
    trainLabels: 2 * record.trainCount,
    testImages: record.testCount * bytes,
    testLabels: 2 * record.testCount,
    trainGroups: 4 * record.trainCount,
  };
  return (await areUnchanged(files, sizes, path.join(folder, RECORD))) ? record : null;
}

/** The record in a folder, also if its files are missing. Null: there is none. Throws what `readJson` throws. */
export async function readRecord(folder: string): Promise<Prepared | null> {
  await upgradePrepared(folder).catch(() => undefined);
  return readJson(path.join(folder, RECORD), preparedSchema, 2);
}

/** Another name or other class names for a data set that is ready. Throws `dataset-not-found` {id} if it is gone by then, storage errors. */
export async function updatePrepared(folder: string, record: Prepared): Promise<void> {
  try {
    await withFolderLock(folder, async () => {
      if (!(await readPrepared(folder))) throw new AppError('dataset-not-found', { id: record.id });
      await writeJson(path.join(folder, RECORD), record);
    });
  } catch (error) {
    throw storageError(error, folder);
  }
}

/** As `buildPrepared`, with content that is in memory. */
export function writePrepared(
  folder: string,
  scratch: string,
  content: DataSetContent,
  about: PreparedAbout,
): Promise<Prepared> {
  return buildPrepared(folder, scratch, about, async (files) => {
    await writeAtomic(files.trainImages, [content.trainImages]);
    await writeAtomic(files.testImages, [content.testImages]);
    return content;
  });
}

/**
 * Makes a data set in `scratch` and then puts it in its place: a failure changes nothing. `writeImages` writes the two
 * files of images and gives back their labels. If another host has put a whole data set of the same content there
 * meanwhile, that one stays.
 */
export async function buildPrepared(
  folder: string,
  scratch: string,
  about: PreparedAbout,
  writeImages: (files: DataFiles) => Promise<SplitLabels>,
): Promise<Prepared> {
  const files = dataFiles(scratch, about);
  try {
    makeFolder(scratch);
    const { trainLabels, testLabels, trainGroups, trainPens } = await writeImages(files);
    await writeAtomic(files.trainLabels, [labelsToBytes(trainLabels)]);
    await writeAtomic(files.testLabels, [labelsToBytes(testLabels)]);
    const more: Pick<DataFiles, 'trainGroups' | 'trainPens'> = {
      ...(trainGroups && { trainGroups: groupsFile(scratch) }),
      ...(trainPens && { trainPens: pensFile(scratch) }),
    };
    if (trainGroups) await writeAtomic(groupsFile(scratch), [groupsToBytes(trainGroups)]);
    if (trainPens) await writeAtomic(pensFile(scratch), [trainPens]);
    const record: Prepared = {
      version: 2,
      ...about,
      trainCount: trainLabels.length,
      testCount: testLabels.length,
      histogram: histogram(about.task, trainLabels),
      sha256: await hashesOf({ ...files, ...more }),
    };
    await writeJson(path.join(scratch, RECORD), record);
    return await withFolderLock(folder, async () => {
      const standing = await readPrepared(folder);
      if (standing?.stamp === record.stamp) return standing;
      await replaceFolder(scratch, folder);
      return record;
    });
  } catch (error) {
    throw storageError(error, folder);
  } finally {
    await fs.rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Takes a data set's folder away, whole: a reader finds all of it or nothing. Throws storage errors. */
export async function removePrepared(folder: string, scratch: string): Promise<void> {
  try {
    await withFolderLock(folder, () => removeFolder(folder, scratch), { makesRoom: true });
  } catch (error) {
    throw storageError(error, folder);
  }
}

async function hashesOf(files: DataFiles): Promise<FileHashes> {
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    [files.trainImages, files.trainLabels, files.testImages, files.testLabels].map(sha256OfFile),
  );
  const { trainGroups, trainPens } = files;
  return {
    trainImages: trainImages!,
    trainLabels: trainLabels!,
    testImages: testImages!,
    testLabels: testLabels!,
    ...(trainGroups !== undefined && { trainGroups: await sha256OfFile(trainGroups) }),
    ...(trainPens !== undefined && { trainPens: await sha256OfFile(trainPens) }),
  };
}
