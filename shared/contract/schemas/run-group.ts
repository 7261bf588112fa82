import { z } from 'zod';
import { runIdSchema } from './run-id.ts';

const member = z.object({
  id: runIdSchema,
  /** From 0. */
  index: z.number().int().nonnegative(),
});

/** The runs of a transfer experiment are more than those of other groups: two for each size and seed. */
export const MOST_TRANSFER_RUNS = 400;

/**
 * Runs that were started together: the same spec with several seeds, the folds of a cross-validation, or an experiment with
 * transfer.
 */
export const runGroupSchema = z.discriminatedUnion('kind', [
  member.extend({ kind: z.enum(['seeds', 'folds']), count: z.number().int().min(2).max(20) }),
  member.extend({
    kind: z.literal('transfer'),
    count: z.number().int().min(3).max(MOST_TRANSFER_RUNS),
    /**
     * `base` learns the first classes; the others learn the second ones: `transfer` goes on from the base, with its convolutions
     * frozen, `scratch` begins at random weights. They wait for the base, and end as it does unless it is finished.
     */
    role: z.enum(['base', 'transfer', 'scratch']),
    /** The size that it stands for: training images of each class; null: all. */
    perClass: z.number().int().positive().nullable(),
    /** Training images in all. */
    images: z.number().int().positive(),
  }),
]);

export type RunGroup = z.infer<typeof runGroupSchema>;
export type TransferGroup = Extract<RunGroup, { kind: 'transfer' }>;
