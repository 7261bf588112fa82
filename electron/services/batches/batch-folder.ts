import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import {
  BATCH_LIMITS,
  batchIdSchema,
  batchRecordSchema,
  type BatchId,
  type BatchRecord,
} from '../../../shared/contract/schemas/batch.ts';
import { errorDataSchema } from '../../../shared/contract/schemas/error.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { localStamp } from '../local-stamp.ts';

/** The names inside a batch's folder. */
export const batchFiles = (folder: string) => ({
  record: path.join(folder, 'batch.json'),
  scan: path.join(folder, 'scan.png'),
  /** What is read: see sourceFilesSchema. */
  files: path.join(folder, 'files.json'),
  /** What was uploaded. */
  uploads: path.join(folder, 'pages'),
  pages: path.join(folder, 'pages.jsonl'),
  crops: path.join(folder, 'crops.bin'),
  decisions: path.join(folder, 'decisions.jsonl'),
  lock: path.join(folder, 'lock.json'),
});

/** Readable, sortable and unique: `batch-20261130-142233-a3f1`, local time. */
export const newBatchId = (now: number): BatchId => `batch-${localStamp(now)}-${randomBytes(2).toString('hex')}`;

/** The record in a folder, under the folder's name; null if there is none. Throws `file-torn`, `file-newer`, storage errors. */
export async function readBatch(folder: string): Promise<BatchRecord | null> {
  const id = batchIdSchema.safeParse(path.basename(folder));
  if (!id.success) return null;
  const record = await readJson(batchFiles(folder).record, batchRecordSchema, 1);
  return record && { ...record, id: id.data };
}

export const writeBatch = (folder: string, record: BatchRecord): Promise<void> =>
  writeJson(batchFiles(folder).record, record);

/**
 * files.json, version 1: the files that are read, in their order, each with the number of its pages (null: not counted yet). `path` is
 * where it lies, `name` what a person is told of it. Files may be added behind, and none goes: pages are numbered by them. `fault`: why its pages could not be
 * counted; it stands as one page, of which nothing is read until it is counted. `from`: so many pages of the file stand further above, as one that was counted late has them.
 */
const sourceFilesSchema = z.object({
  version: z.literal(1),
  files: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      parts: z.number().int().positive().max(BATCH_LIMITS.pages).nullable(),
      fault: errorDataSchema.optional(),
      from: z.number().int().positive().max(BATCH_LIMITS.pages).optional(),
    }),
  ),
});

export type SourceFile = z.infer<typeof sourceFilesSchema>['files'][number];

/** Null: none were listed yet. Throws `file-torn`, `file-newer`, storage errors. */
export const readSourceFiles = async (folder: string): Promise<SourceFile[] | null> =>
  (await readJson(batchFiles(folder).files, sourceFilesSchema, 1))?.files ?? null;

export const writeSourceFiles = (folder: string, files: readonly SourceFile[]): Promise<void> =>
  writeJson(batchFiles(folder).files, { version: 1, files });
