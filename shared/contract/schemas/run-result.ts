import { z } from 'zod';
import { imagesHashSchema } from './corrections.ts';

/**
 * A loss that is not finite, since JSON cannot hold it: null. The weights may be finite and yet overflow on the way through
 * the model. It is what `loss` is wherever a run tells one.
 */
export const lossSchema = z.number().nullable();

const interval = z.tuple([z.number(), z.number()]);
const count = z.number().int().nonnegative();
/** A class's in the task. */
const place = count;

/** Accuracy on a test split that took no part in any choice. */
export const testResultSchema = z.object({
  /** The data set's id. */
  dataset: z.string(),
  accuracy: z.number(),
  loss: lossSchema,
  n: z.number().int(),
  /** Wilson's 95 % interval of the accuracy. */
  interval95: interval,
  /**
   * The cells of the confusion matrix that are not 0: true class, predicted class, count. Images without an answer are in none, and lines
   * have none.
   */
  confusion: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])),
  /** Of lines, whose accuracy is the share that was read right from the first sign to the last: signs to insert, delete or change, as a share of all. */
  characterErrorRate: z.number().nonnegative().optional(),
  /**
   * Of lines, the signs that make it up, the most frequent first: true class, class that was read, count. Without a true one a sign was read where
   * none stands, without a read one none was. Absent in results of before.
   */
  edits: z.array(z.tuple([place.nullable(), place.nullable(), z.number().int()])).optional(),
});

/** At most so many changed samples are kept of a comparison. */
export const MOST_CHANGED = 500;

/** A fine-tuned model beside its parent, on the same test images. Classes are places in the run's task. */
export const comparisonSchema = z.object({
  /** `own`: the run's own data; `original`: what the parent was tested on, or what was replayed. */
  part: z.enum(['own', 'original']),
  /** SHA-256 of the data set's test images, which the places count; absent where it was not known, as in runs of before. */
  images: imagesHashSchema.optional(),
  before: testResultSchema,
  after: testResultSchema,
  /** Of the images: read right by both models, by the parent alone, by the new one alone, by neither. */
  bothRight: count,
  onlyBefore: count,
  onlyAfter: count,
  bothWrong: count,
  /** McNemar's exact two-sided test: how likely a difference of this size is between equally good models. */
  p: z.number().min(0).max(1),
  /**
   * Images that the two read differently, those first that were right before; `index` is the place in the data set's test
   * part. Null: the model gave no answer. The first MOST_CHANGED.
   */
  changed: z
    .array(z.object({ index: count, label: count, before: count.nullable(), after: count.nullable() }))
    .max(MOST_CHANGED),
});

/** What a person should know of a finished run. */
export const runWarningSchema = z.discriminatedUnion('code', [
  /** No training image was of these classes of the task. */
  z.object({ code: z.literal('classes-unseen'), names: z.array(z.string()).min(1) }),
  /** Accuracy on what the parent could read fell below the parent's own 95 % interval. */
  z.object({
    code: z.literal('forgetting'),
    dataset: z.string(),
    before: z.number(),
    after: z.number(),
    interval95: interval,
  }),
  /** Whether it forgot could not be tested: what its parent was tested on is not on this machine. */
  z.object({ code: z.literal('forgetting-untested') }),
]);

export const runResultSchema = z.object({
  /**
   * One entry for each data set with a test split; the first is the headline. The last epoch's weights, or the best
   * one's where the recipe restores them.
   */
  tests: z.array(testResultSchema),
  /** SHA-256 of the final weights' bytes, in layer order, float32 little-endian. */
  weightsSha256: z.string(),
  /** Training only, data pipeline included, without the first 50 steps; null when the run was shorter. */
  imagesPerSecond: z.number().nullable(),
  /** Wall seconds spent training, over all sittings. */
  seconds: z.number(),
  /** Of a fine-tune: before and after, the run's own data first. Absent: there was nothing to compare. */
  comparisons: z.array(comparisonSchema).optional(),
  /** Absent: none. */
  warnings: z.array(runWarningSchema).optional(),
});

export type TestResult = z.infer<typeof testResultSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type RunWarning = z.infer<typeof runWarningSchema>;
export type RunResult = z.infer<typeof runResultSchema>;
