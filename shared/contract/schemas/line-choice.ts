import { z } from 'zod';
import { sideSchema } from './task.ts';

/** The most signs of a composed line. */
export const MOST_SIGNS = 16;

const signs = z.number().int().min(1).max(MOST_SIGNS);

/**
 * Has a run learn to read lines: they are composed of the signs of its data, others in each epoch. Height 32 pixels; at reading they
 * may be of any width.
 */
export const lineChoiceSchema = z
  .object({
    /**
     * `signs`: any signs of the data in any order. `numbers`: codes, amounts and dates of the ten digits, with marks between them that
     * are drawn for it, each a class of its own.
     */
    texts: z.enum(['signs', 'numbers']).default('signs'),
    /** Signs of a line, for `numbers` without the marks. */
    shortest: signs.default(1),
    longest: signs.default(8),
    /** What the lines stand on: blank paper; ruled lines, boxes and shadows; a worn and badly photographed page; or all of them. */
    paper: z.enum(['clean', 'busy', 'worn', 'mixed']).default('mixed'),
    /** Lines of an epoch. */
    perEpoch: z.number().int().min(32).max(100_000).default(6400),
    /** Pixels of a training line: what is wider is composed anew. */
    width: sideSchema.default(160),
  })
  .refine(({ shortest, longest }) => shortest <= longest, { path: ['longest'], error: 'longest is below shortest' });

export type LineChoice = z.infer<typeof lineChoiceSchema>;
