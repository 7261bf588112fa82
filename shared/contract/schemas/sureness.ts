import { z } from 'zod';

/** How sure a model's readings of one kind are: what was learnt from lines that took no part in its training. */
export const kindSurenessSchema = z.object({
  /** Confidence is the logistic function of bias + share x (log-odds of the text's share) + within x (log-odds of being of the kind at all). */
  bias: z.number(),
  share: z.number().nonnegative(),
  within: z.number().nonnegative(),
  /** Readings are called sure from this confidence on; null: never, since no bound is as sure as it must be. */
  threshold: z.number().min(0).max(1).nullable(),
  /** Of the lines that the threshold was found with: how many were called sure, and how many of these were wrong. */
  lines: z.number().int().positive(),
  sure: z.number().int().nonnegative(),
  wrong: z.number().int().nonnegative(),
});

/** sure.json, version 1, in the folder of a model of lines. */
export const surenessSchema = z.object({
  version: z.literal(1),
  /** Of the weights that it was learnt with: it counts for no others. */
  weightsSha256: z.string(),
  kinds: z.object({
    line: kindSurenessSchema.optional(),
    code: kindSurenessSchema.optional(),
    amount: kindSurenessSchema.optional(),
    date: kindSurenessSchema.optional(),
  }),
});

export type KindSureness = z.infer<typeof kindSurenessSchema>;
export type Sureness = z.infer<typeof surenessSchema>;
