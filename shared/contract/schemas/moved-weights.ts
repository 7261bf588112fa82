import { z } from 'zod';
import { MOST_NUMBERS } from './layer-numbers.ts';

const norm = z.number().nonnegative();
const values = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 4 * MOST_NUMBERS);

/** A weight of a model that goes on from another one, beside the same weight there. */
export const movedWeightSchema = z.object({
  /** LAYER/WEIGHT under Keras's names; within a block further parts stand between. */
  path: z.string(),
  shape: z.array(z.number().int().positive()).min(1),
  /**
   * Euclidean norms of what it was and of how far it has moved; null where the parent has none of this path and shape, so that it was drawn
   * anew.
   */
  before: norm.nullable(),
  moved: norm.nullable(),
  /** Bit for bit as in the parent. */
  same: z.boolean(),
});

/** All weights of a fine-tuned model in the order of its file, and of one of them every number. */
export const movedWeightsSchema = z.object({
  weights: z.array(movedWeightSchema),
  /** float32, little-endian, in the shape's order; `before` is null as above. Null: none was asked for. */
  shown: z.object({ path: z.string(), before: values.nullable(), after: values }).nullable(),
});

export type MovedWeight = z.infer<typeof movedWeightSchema>;
export type MovedWeights = z.infer<typeof movedWeightsSchema>;
