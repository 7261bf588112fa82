import { z } from 'zod';
import { testResultSchema } from './run-result.ts';

const count = z.number().int().nonnegative();
const result = testResultSchema.pick({ accuracy: true, interval95: true }).extend({ characterErrorRate: z.number() });

/** Two readers on the same fields whose right text is known: a field counts as right if its whole text is. */
export const pairedReadingSchema = z.object({
  fields: count.min(1),
  /** Pages that they stand on. */
  pages: count.min(1),
  before: result,
  after: result,
  /** Of the fields: read right by both, by one alone, by neither. */
  bothRight: count,
  onlyBefore: count,
  onlyAfter: count,
  bothWrong: count,
  /** McNemar's exact two-sided test. */
  p: z.number().min(0).max(1),
});

/**
 * What a reader has gained by corrections of a batch: on the pages that were kept from learning, and on the others, whose signs it may have
 * learnt. Null: a person has decided nothing there.
 */
export const readerGainSchema = z.object({
  heldOut: pairedReadingSchema.nullable(),
  learnt: pairedReadingSchema.nullable(),
});

export type PairedReading = z.infer<typeof pairedReadingSchema>;
export type ReaderGain = z.infer<typeof readerGainSchema>;
