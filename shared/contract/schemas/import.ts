import { z } from 'zod';
import { wordParamsSchema } from './error.ts';
import { classNameSchema, framingSchema, taskSchema } from './task.ts';

/** Why a file was seen and not used. The words are in shared/words/import-en.ts and import-zh.ts. */
export const skipReasonSchema = z.enum([
  'empty',
  'web-page',
  'not-understood',
  'damaged',
  'encrypted',
  'compression-unknown',
  'unsafe-name',
  'nested-too-deep',
  'hdf5',
  'matlab',
  'pickle',
  'no-labels',
  'no-images',
  'no-class',
  'no-ink',
  'object-array',
  'shape-unknown',
  'packed-copy',
  'other-set',
  'too-large',
]);

export const skippedSchema = z.object({ file: z.string(), reason: skipReasonSchema });

/**
 * Warnings of what can be changed while the data is imported, and how. `inverted`: dark and light change places; `transposed`:
 * rows and columns do; `values-low`: levels are scaled so that the highest is 255; `labels-shifted`: each label is one less;
 * `ten-is-zero`: 10 is the digit 0; `duplicates-across`: training images that are also test images are left out;
 * `duplicates-within`: of equal images in one part only the first stays; `empty-classes`: classes without images are left
 * out; `blank-images`: images of one level all over are.
 */
export const mendSchema = z.enum([
  'inverted',
  'transposed',
  'values-low',
  'labels-shifted',
  'ten-is-zero',
  'duplicates-across',
  'duplicates-within',
  'empty-classes',
  'blank-images',
]);

export const warningCodeSchema = z.enum([
  ...mendSchema.options,
  'one-class',
  'no-test-images',
  'framed',
  'gzip-trailing',
  'header-reversed',
  'values-scaled',
  'colour',
  'label-column',
  'validation-joined',
  'several-sets',
  'names-cut',
]);

/** What a person should know of the data. The words are in shared/words/import-en.ts and import-zh.ts. */
export const warningSchema = z.object({
  code: warningCodeSchema,
  params: wordParamsSchema,
  /** Whether the mend is on unless the user switches it off: only where there is no doubt. */
  on: z.boolean(),
});

/** Images of each class, in the classes' order, of each part as the files have them. */
const partCountsSchema = z.object({
  /** Images that the files assign to no part: the import splits them. */
  whole: z.array(z.number().int()),
  train: z.array(z.number().int()),
  test: z.array(z.number().int()),
});

/** One of several data sets that were found in what was opened. */
export const foundSetSchema = z.object({
  name: z.string(),
  count: z.number().int().nullable(),
  files: z.number().int(),
});

/**
 * What the reader process found and staged, as raw bytes, in a folder of the host's: images.u8 (count x height x
 * width), labels.u16, parts.u8 (0 whole, 1 training, 2 test) and hashes.f64, one item an image.
 */
export const stagedSchema = z.object({
  /** The set that was read. Null when none of several was chosen: nothing was staged then. */
  set: z.string().nullable(),
  sets: z.array(foundSetSchema),
  count: z.number().int(),
  height: z.number().int(),
  width: z.number().int(),
  classes: z.array(classNameSchema),
  /** Whether the classes are numbers in the files. */
  numeric: z.boolean(),
  counts: partCountsSchema,
  /** SHA-256 over everything that was staged. */
  sha256: z.string(),
  /** Highest level of any image. */
  highest: z.number().int(),
  /** Images whose border is light: paper as 255. */
  light: z.number().int(),
  blank: z.number().int(),
  duplicatesWithin: z.number().int(),
  duplicatesAcross: z.number().int(),
  /** Whether images of different sizes were brought into one frame. */
  framed: z.boolean(),
  /** Whether pictures (grey levels, mostly dark on light) were read, not arrays. */
  pictures: z.boolean(),
  transposedByName: z.boolean(),
  /** Whether the images were drawn from pen strokes. */
  drawn: z.boolean(),
  /** How the import brought ink into images, where it did that itself; else how the images are said to be. */
  framing: framingSchema,
  warnings: z.array(warningSchema),
  skipped: z.array(skippedSchema),
});

export const inspectionIdSchema = z.string().regex(/^[0-9a-f]{24}$/);

/** What an import would bring, before anything is kept. */
export const inspectionSchema = z.object({
  id: inspectionIdSchema,
  /** A name for the data set, after the file or folder. */
  name: z.string(),
  /** Null: several data sets were found, and one has to be chosen before more can be said. */
  set: z.string().nullable(),
  sets: z.array(foundSetSchema),
  task: taskSchema.nullable(),
  framing: framingSchema,
  /**
   * Whether the import frames the ink itself (pen strokes, pictures of unlike sizes), so that the other framing gives other images.
   * Images that stay as they are, are only said to be framed so.
   */
  reframes: z.boolean(),
  counts: partCountsSchema,
  /** Some images of each class to look at, as the files have them: count x height x width bytes; labels count the classes. */
  sample: z.object({ images: z.instanceof(Uint8Array), labels: z.array(z.number().int()) }),
  warnings: z.array(warningSchema),
  skipped: z.array(skippedSchema),
  /** What it will take on the disk. */
  bytes: z.number(),
});

/** Images of each class that an import would keep, by the classes that are left after its mends. */
export const keptCountsSchema = z.object({ train: z.array(z.number().int()), test: z.array(z.number().int()) });

export type SkipReason = z.infer<typeof skipReasonSchema>;
export type Skipped = z.infer<typeof skippedSchema>;
export type Mend = z.infer<typeof mendSchema>;
export type Warning = z.infer<typeof warningSchema>;
export type WarningCode = z.infer<typeof warningCodeSchema>;
export type Staged = z.infer<typeof stagedSchema>;
export type Inspection = z.infer<typeof inspectionSchema>;
export type KeptCounts = z.infer<typeof keptCountsSchema>;

/** Whether a warning has a mend. */
export const isMend = (code: WarningCode): code is Mend => mendSchema.safeParse(code).success;
