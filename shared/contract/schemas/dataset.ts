import { z } from 'zod';
import { errorDataSchema } from './error.ts';

/** `mnist`, `synthetic`, or `idx-` and the first hex digits of the content's SHA-256 for an imported pair. */
export const datasetIdSchema = z.string().regex(/^(mnist|synthetic|idx-[0-9a-f]{8,64})$/);

/** What a run trains on: one or several data sets put together, and how many of their training images (all, if absent). */
export const dataChoiceSchema = z.object({
  datasets: z
    .array(datasetIdSchema)
    .min(1)
    .max(8)
    .refine((ids) => new Set(ids).size === ids.length, 'the same data set twice'),
  /** Train on a stratified, seeded part of this many images. */
  limit: z.number().int().min(10).max(10_000_000).optional(),
});

export const datasetStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready') }),
  /** Not on this machine yet: `mnist` before its download, `synthetic` before it is first drawn (done by itself). */
  z.object({ state: z.literal('absent') }),
  z.object({
    state: z.literal('working'),
    task: z.enum(['download', 'generate', 'import']),
    /** 0 to 1, or null while the size is unknown. */
    progress: z.number().min(0).max(1).nullable(),
    bytes: z.number().optional(),
    totalBytes: z.number().optional(),
    etaSeconds: z.number().nullable(),
    /** The mirror in use (its host name), for a download. */
    source: z.string().optional(),
  }),
  z.object({ state: z.literal('failed'), error: errorDataSchema }),
]);

export const datasetInfoSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  kind: z.enum(['mnist', 'synthetic', 'imported']),
  status: datasetStateSchema,
  trainCount: z.number().int().nonnegative(),
  testCount: z.number().int().nonnegative(),
  classes: z.literal(10),
  /** Where it lies or came from, in words for a person; null while absent. */
  origin: z.string().nullable(),
});

/** A few images to look at. `images` is count x 784 bytes, 0 paper to 255 ink. */
export const datasetPreviewSchema = z.object({
  images: z.instanceof(Uint8Array),
  labels: z.instanceof(Uint8Array),
  /** Training images for each of the ten digits. */
  histogram: z.array(z.number().int()).length(10),
});

export type DatasetId = z.infer<typeof datasetIdSchema>;
export type DataChoice = z.infer<typeof dataChoiceSchema>;
export type DatasetState = z.infer<typeof datasetStateSchema>;
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;
