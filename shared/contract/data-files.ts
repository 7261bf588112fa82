import { z } from 'zod';
import { framingSchema, taskSchema } from './schemas/task.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** SHA-256 of a prepared data set's files, in hexadecimal. */
export const fileHashesSchema = z.object({
  trainImages: sha256Schema,
  trainLabels: sha256Schema,
  testImages: sha256Schema,
  testLabels: sha256Schema,
  trainGroups: sha256Schema.optional(),
  trainPens: sha256Schema.optional(),
});

/** A prepared data set on disk: images as raw bytes, count x height x width, and labels as little-endian uint16. */
export const dataFilesSchema = z.object({
  id: z.string(),
  /** The data set's own task: labels are places among its classes. */
  task: taskSchema,
  framing: framingSchema,
  trainImages: z.string(),
  trainLabels: z.string(),
  testImages: z.string(),
  testLabels: z.string(),
  /** For each training image the number of those that it is not parted from, as little-endian uint32; absent: no two belong together. */
  trainGroups: z.string().optional(),
  /** The pen strokes that training images were drawn from, of hands (see shared/data/pen-bytes.ts). */
  trainPens: z.string().optional(),
  /** SHA-256 of each file when it was written; absent for sets that older studios prepared. */
  sha256: fileHashesSchema.optional(),
});

export type FileHashes = z.infer<typeof fileHashesSchema>;
export type DataFiles = z.infer<typeof dataFilesSchema>;
