import { z } from 'zod';
import { errorDataSchema } from './error.ts';
import { datasetIdSchema } from './dataset.ts';
import { momentSchema } from './moment.ts';
import { classNameSchema } from './task.ts';

/** The two parts that a data set's files have. */
export const splitSchema = z.enum(['train', 'test']);

const place = z.number().int().nonnegative();

/** Of an image's bytes as they lie in its data set, or of all images of a part. */
export const imagesHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One image's correction: another class of the data set's by its name, no place in training and scores, or as it came. `image` is the
 * hash of what was looked at: a place alone may hold another image by now.
 */
export const correctionSchema = z.object({
  split: splitSchema,
  place,
  image: imagesHashSchema,
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('relabel'), label: classNameSchema }),
    z.object({ kind: z.literal('leave-out') }),
    z.object({ kind: z.literal('as-given') }),
  ]),
});

/** No call changes more images. */
export const MOST_CORRECTED = 100_000;

const ofSplit = z.object({
  /** Place and the name of the class that it is now. */
  relabelled: z.array(z.tuple([place, classNameSchema])),
  leftOut: z.array(place),
});

/** What a person has corrected of a data set: laid over it, its files stay as they are. */
export const correctionsSchema = z.object({
  dataset: datasetIdSchema,
  train: ofSplit,
  test: ofSplit,
  /** Hash of the training images that places count. */
  content: z.string(),
  /** Changes that `corrections.undo` can take back, one by one. */
  undoable: z.number().int().nonnegative(),
});

/** A training image whose label is likely wrong. */
export const suspectSchema = z.object({
  /** In the data set's training part. */
  place,
  /** Its label, and what it more likely is, as places in the data set's classes. */
  given: place,
  likely: place,
  /** Out-of-fold probabilities of the two: of models that did not learn this image. */
  givenProbability: z.number(),
  likelyProbability: z.number(),
});

/**
 * By confident learning (Northcutt, 2021). `suspects`: the likeliest first; those that a class's own threshold tells are wrong come
 * before others whose likeliest class is another. `estimated`: how many labels are wrong by the joint counts.
 */
export const suspectsSchema = z.object({
  dataset: datasetIdSchema,
  /** Hash of the data set's training images, which places count. */
  content: z.string().default(''),
  /** Training images that were looked at. */
  count: z.number().int(),
  folds: z.number().int(),
  estimated: z.number().int(),
  /** Without those that have been corrected by now. */
  suspects: z.array(suspectSchema),
  /** The corrections that the search counted with. */
  seen: ofSplit.default({ relabelled: [], leftOut: [] }),
  /** Why it could not be kept on the disk; the next `corrections.suspects` tries again. Null: it is kept. */
  unsaved: errorDataSchema.nullable().default(null),
  createdAt: momentSchema,
});

export type Correction = z.infer<typeof correctionSchema>;
export type Corrections = z.infer<typeof correctionsSchema>;
export type SplitCorrections = Corrections['train'];
export type Suspect = z.infer<typeof suspectSchema>;
export type Suspects = z.infer<typeof suspectsSchema>;
