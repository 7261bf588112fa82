import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { datasetIdSchema } from '../../../shared/contract/schemas/dataset.ts';
import { framingSchema, taskSchema } from '../../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { labelsToBytes } from '../../../shared/data/label-bytes.ts';
import { histogram, imageBytes, type Labels } from '../../../shared/data/labelled-images.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { RECORD, upgradePrepared } from './upgrade-prepared.ts';

/** dataset.json, version 2, beside the raw bytes that the trainer reads. Written last: a folder with it is whole. */
const preparedSchema = z.object({
  version: z.literal(2),
  id: datasetIdSchema,
  name: z.string(),
  kind: z.enum(['mnist', 'synthetic', 'imported']),
  task: taskSchema,
  framing: framingSchema,
  trainCount: z.number().int(),
  testCount: z.number().int(),
  /** Training images of each class. */
  histogram: z.array(z.number().int()),
  origin: z.string(),
  /** What the content depends on beside the id: the generator's version, for one. */
  stamp: z.string(),
  createdAt: z.number(),
});

export type Prepared = z.infer<typeof preparedSchema>;

/** Images (count x height x width bytes) and labels of both splits. */
export interface DataSetContent {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Labels;
  readonly testImages: Uint8Array;
  readonly testLabels: Labels;
}

export const dataFiles = (
  folder: string,
  { id, task, framing }: Pick<Prepared, 'id' | 'task' | 'framing'>,
): DataFiles => ({
  id,
  task,
  framing,
  trainImages: path.join(folder, 'train-images.u8'),
  trainLabels: path.join(folder, 'train-labels.u16'),
  testImages: path.join(folder, 'test-images.u8'),
  testLabels: path.join(folder, 'test-labels.u16'),
});

/** The record of a prepared data set whose files are all there with the right sizes; null otherwise. */
export async function readPrepared(folder: string): Promise<Prepared | null> {
  await upgradePrepared(folder).catch(() => undefined);
  const record = await readJson(path.join(folder, RECORD), preparedSchema, 2).catch(() => null);
  if (!record) return null;
  const [files, bytes] = [dataFiles(folder, record), imageBytes(record.task)];
  const expected: readonly [string, number][] = [
    [files.trainImages, record.trainCount * bytes],
    [files.trainLabels, 2 * record.trainCount],
    [files.testImages, record.testCount * bytes],
    [files.testLabels, 2 * record.testCount],
  ];
  const sizes = await Promise.all(
    expected.map(([file]) =>
      fs.stat(file).then(
        (stats) => stats.size,
        () => -1,
      ),
    ),
  );
  return expected.every(([, size], i) => sizes[i] === size) ? record : null;
}

/** Writes all of it into a folder beside, then puts that in place: a failure changes nothing. */
export async function writePrepared(
  folder: string,
  content: DataSetContent,
  about: Omit<Prepared, 'version' | 'trainCount' | 'testCount' | 'histogram'>,
): Promise<Prepared> {
  const record: Prepared = {
    version: 2,
    ...about,
    trainCount: content.trainLabels.length,
    testCount: content.testLabels.length,
    histogram: histogram(about.task, content.trainLabels),
  };
  const beside = `${folder}.${process.pid}.tmp`;
  const files = dataFiles(beside, about);
  try {
    await fs.rm(beside, { recursive: true, force: true });
    await writeAtomic(files.trainImages, [content.trainImages]);
    await writeAtomic(files.trainLabels, [labelsToBytes(content.trainLabels)]);
    await writeAtomic(files.testImages, [content.testImages]);
    await writeAtomic(files.testLabels, [labelsToBytes(content.testLabels)]);
    await writeJson(path.join(beside, RECORD), record);
    await fs.rm(folder, { recursive: true, force: true });
    await fs.rename(beside, folder);
  } catch (error) {
    await fs.rm(beside, { recursive: true, force: true }).catch(() => undefined);
    throw storageError(error, folder);
  }
  return record;
}
