import { z } from 'zod';
import { errorDataSchema } from './error.ts';
import { inspectionIdSchema, mendSchema } from './import.ts';
import { lineChoiceSchema } from './line-choice.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { classNameSchema, framingSchema, sideSchema, taskSchema } from './task.ts';

/**
 * `mnist`, `synthetic`, a hand's own id, or `set-` (once `idx-`) and the first hex digits of the content's SHA-256 for an
 * imported one.
 */
export const datasetIdSchema = z.string().regex(/^(mnist|synthetic|hand-[0-9a-f]{8}|(idx|set)-[0-9a-f]{8,64})$/);

/** What its user calls it. */
export const datasetNameSchema = nameSchema(80);

export const perClassSchema = z.object({
  count: z.number().int().min(1).max(1_000_000),
  seed: z.number().int().min(0).max(0xffffffff),
});

/**
 * Changes of images and classes that are made first, in this order, for preview, plan, training and test alike
 * (shared/task/transform.ts).
 */
export const transformsSchema = z.object({
  /** Other labels for training images of a data set: their places and the names of its classes that they are. */
  relabel: z
    .record(datasetIdSchema, z.array(z.tuple([z.number().int().nonnegative(), classNameSchema])).max(100_000))
    .optional(),
  /**
   * Hashes of the training images whose places `relabel` and `leaveOut` count. A run does not start on a data set in which they may
   * be others by now: one that has them, and more behind them, will do.
   */
  counted: z.record(datasetIdSchema, z.string().max(64)).optional(),
  /** Other names for classes, by their own; two that get the same name become one class. */
  rename: z.record(classNameSchema, classNameSchema).optional(),
  /** Only these classes (by their new names), in this order. */
  only: z
    .array(classNameSchema)
    .min(2)
    .max(1000)
    .refine((names) => new Set(names).size === names.length, 'the same class twice')
    .optional(),
  /** Images that are left out of a data set's training part, by their place in it. */
  leaveOut: z.record(datasetIdSchema, z.array(z.number().int().nonnegative()).max(1_000_000)).optional(),
  /** Swaps dark and light. */
  invert: z.boolean().optional(),
  /** Another size: the image as it is, scaled to fit with its proportions kept, or its ink framed anew. */
  resize: z.object({ height: sideSchema, width: sideSchema, framing: framingSchema.optional() }).optional(),
  /** Keeps only the first of training images with the same bytes. */
  dropDuplicates: z.boolean().optional(),
  /**
   * At most so many training images of each class, drawn by the seed. Of one seed, a smaller number's images are among a larger
   * one's.
   */
  perClass: perClassSchema.optional(),
});

/** Names what a hand holds at some time: another for each content. */
export const handStateSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** What a run trains on: one or several data sets put together, and how many of their training images (all, if absent). */
export const dataChoiceSchema = z.object({
  datasets: z
    .array(datasetIdSchema)
    .min(1)
    .max(8)
    .refine((ids) => new Set(ids).size === ids.length, 'the same data set twice'),
  /** Train on a stratified, seeded part of this many images. */
  limit: z.number().int().min(10).max(10_000_000).optional(),
  transforms: transformsSchema.optional(),
  /** Lines that are composed of their signs: a run on them reads lines. Absent: it reads single signs. */
  lines: lineChoiceSchema.optional(),
  /**
   * The state of each hand among them and among what is replayed, which goes on growing: a run keeps to the one that it was
   * started with. The host says it; absent: the present one.
   */
  states: z.record(datasetIdSchema, handStateSchema).optional(),
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
    /** The inspection that is carried out, for an import: so its window knows its own. */
    inspection: inspectionIdSchema.optional(),
  }),
  z.object({ state: z.literal('failed'), error: errorDataSchema }),
]);

export const datasetInfoSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  kind: z.enum(['mnist', 'synthetic', 'imported', 'hand']),
  status: datasetStateSchema,
  trainCount: z.number().int().nonnegative(),
  testCount: z.number().int().nonnegative(),
  task: taskSchema,
  framing: framingSchema,
  /** Where it lies or came from, in words for a person; null while absent. */
  origin: z.string().nullable(),
  /**
   * Of imported data sets: when they were imported, in milliseconds since the Unix epoch, and the mends that were
   * applied.
   */
  createdAt: momentSchema.optional(),
  mends: z.array(mendSchema).optional(),
});

/** A preview has no more images than this: one of each class, where there are the most. */
export const MOST_PREVIEWED = 1000;

/** A few images to look at. `images` is count x height x width bytes, 0 paper to 255 ink; labels count the task's classes. */
export const datasetPreviewSchema = z.object({
  images: z.instanceof(Uint8Array),
  labels: z.array(z.number().int().nonnegative()),
  /** The place of each image in the data set's training part, as in `leaveOut`. */
  places: z.array(z.number().int().nonnegative()),
  /** Hash of all training images, as in `counted`; absent where an older studio wrote none down. */
  content: z.string().optional(),
  task: taskSchema,
  /** Training images of each class, in the task's order. */
  histogram: z.array(z.number().int()),
});

export type DatasetId = z.infer<typeof datasetIdSchema>;
export type Transforms = z.infer<typeof transformsSchema>;
export type DataChoice = z.infer<typeof dataChoiceSchema>;
export type DatasetState = z.infer<typeof datasetStateSchema>;
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;
