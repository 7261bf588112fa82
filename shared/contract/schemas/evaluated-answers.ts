import { z } from 'zod';
import { count } from './evaluation-numbers.ts';

/** As many logits as are told at once: half a megabyte, and few enough that a page counts them anew within a frame. */
export const MOST_LOGITS = 2 ** 17;

/** What a model answered to the images of an evaluation, or to some of them at even distances where there are too many. */
export const evaluatedAnswersSchema = z.object({
  /** Images that are told, of so many that count. */
  count,
  of: count,
  classes: z.number().int().min(2),
  /** count x classes float32, little-endian, image by image, as the model was trained: no temperature is in them. */
  logits: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 4 * MOST_LOGITS),
  /** Each one's class, by its place in the task, as labels are corrected: uint32, little-endian. */
  labels: z.instanceof(Uint8Array),
});

export type EvaluatedAnswers = z.infer<typeof evaluatedAnswersSchema>;
