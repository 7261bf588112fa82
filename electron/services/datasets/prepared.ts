import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { datasetIdSchema, type DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { readJson, writeJson } from '../../files/json-file.ts';

const IMAGE_BYTES = 784;

/** dataset.json, version 1, beside the raw bytes that the trainer reads. Written last: a folder with it is whole. */
const preparedSchema = z.object({
  version: z.literal(1),
  id: datasetIdSchema,
  name: z.string(),
  kind: z.enum(['mnist', 'synthetic', 'imported']),
  trainCount: z.number().int(),
  testCount: z.number().int(),
  /** Training images for each digit. */
  histogram: z.array(z.number().int()).length(10),
  origin: z.string(),
  /** What the content depends on beside the id: the generator's version, for one. */
  stamp: z.string(),
  createdAt: z.number(),
});

export type Prepared = z.infer<typeof preparedSchema>;

/** Images (count x 784 bytes) and labels of both splits. */
export interface DataSetContent {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Uint8Array;
  readonly testImages: Uint8Array;
  readonly testLabels: Uint8Array;
}

export const dataFiles = (folder: string, id: string): DataFiles => ({
  id,
  trainImages: path.join(folder, 'train-images.u8'),
  trainLabels: path.join(folder, 'train-labels.u8'),
  testImages: path.join(folder, 'test-images.u8'),
  testLabels: path.join(folder, 'test-labels.u8'),
});

/** The record of a prepared data set whose files are all there with the right sizes; null otherwise. */
export async function readPrepared(folder: string): Promise<Prepared | null> {
  const record = await readJson(path.join(folder, 'dataset.json'), preparedSchema, 1).catch(() => null);
  if (!record) return null;
  const files = dataFiles(folder, record.id);
  const expected: readonly [string, number][] = [
    [files.trainImages, record.trainCount * IMAGE_BYTES],
    [files.trainLabels, record.trainCount],
    [files.testImages, record.testCount * IMAGE_BYTES],
    [files.testLabels, record.testCount],
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
  about: Pick<Prepared, 'name' | 'kind' | 'origin' | 'stamp' | 'createdAt'> & { id: DatasetId },
): Promise<Prepared> {
  const record: Prepared = {
    version: 1,
    ...about,
    trainCount: content.trainLabels.length,
    testCount: content.testLabels.length,
    histogram: histogram(content.trainLabels),
  };
  const beside = `${folder}.${process.pid}.tmp`;
  const files = dataFiles(beside, about.id);
  try {
    await fs.rm(beside, { recursive: true, force: true });
    await writeAtomic(files.trainImages, [content.trainImages]);
    await writeAtomic(files.trainLabels, [content.trainLabels]);
    await writeAtomic(files.testImages, [content.testImages]);
    await writeAtomic(files.testLabels, [content.testLabels]);
    await writeJson(path.join(beside, 'dataset.json'), record);
    await fs.rm(folder, { recursive: true, force: true });
    await fs.rename(beside, folder);
  } catch (error) {
    await fs.rm(beside, { recursive: true, force: true }).catch(() => undefined);
    throw storageError(error, folder);
  }
  return record;
}

function histogram(labels: Uint8Array): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}
