import { z } from 'zod';
import { splitSchema } from '../../../shared/contract/schemas/corrections.ts';
import { datasetIdSchema } from '../../../shared/contract/schemas/dataset.ts';

/** A class by its place in the data set's: its name may change, and the correction stays true. */
const keptCorrectionSchema = z.object({
  split: splitSchema,
  place: z.number().int().nonnegative(),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('relabel'), label: z.number().int().nonnegative() }),
    z.object({ kind: z.literal('leave-out') }),
    z.object({ kind: z.literal('as-given') }),
  ]),
});

/** overlays/ID.json, version 1: what was done, in order. The last one is what undo takes back. */
export const overlaySchema = z.object({
  version: z.literal(1),
  dataset: datasetIdSchema,
  /** Hashes of the images that places count: corrections of other images mean nothing. */
  content: z.object({ train: z.string(), test: z.string() }),
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('change'), at: z.number(), changes: z.array(keptCorrectionSchema) }),
      z.object({ kind: z.literal('reset'), at: z.number() }),
    ]),
  ),
});

export type KeptCorrection = z.infer<typeof keptCorrectionSchema>;
export type Overlay = z.infer<typeof overlaySchema>;
