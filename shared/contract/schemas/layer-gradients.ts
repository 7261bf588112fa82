import { z } from 'zod';
import { layerPathSchema, MOST_NUMBERS } from './layer-numbers.ts';

const floats = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 4 * MOST_NUMBERS);
const shape = z.array(z.number().int().positive()).min(1);

/** A tensor without its batch, and the gradient of the loss with respect to it: float32, little-endian, in the shape's order. */
const slopedSchema = z.object({ shape, values: floats, gradient: floats });

/**
 * What comes back through a trained model from the loss of one image: its cross-entropy against a class, with the model as it reads
 * (no dropout, moving averages, no penalties, no temperature). Of the whole chain the sizes, of one layer the numbers.
 */
export const layerGradientsSchema = z.object({
  loss: z.number().nonnegative(),
  /** Every layer, those inside blocks too, in order: root mean squares of its output and of the gradient with respect to that. */
  chain: z.array(
    z.object({
      path: layerPathSchema,
      name: z.string(),
      output: z.number().nonnegative(),
      gradient: z.number().nonnegative(),
    }),
  ),
  /** Its gradient is what comes back through this layer alone: beside a block's shortcut more may come. */
  input: slopedSchema,
  output: slopedSchema,
  /** In the order of files, under LAYER/WEIGHT. No gradient: it is frozen, or a moving average. */
  weights: z.array(slopedSchema.extend({ path: z.string(), gradient: floats.nullable() })),
});

/** One weight, by its tensor's name (LAYER/WEIGHT) and its place in it. */
export const weightPlaceSchema = z.object({ path: z.string().min(1).max(400), index: z.number().int().nonnegative() });

/** How far a weight is moved for a difference quotient. */
export const NUDGES = [1, 0.3, 0.1, 0.03, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5, 1e-6, 1e-7] as const;

/** The loss with one weight moved down and up by each of NUDGES, in order; null where it is not finite. */
export const nudgesSchema = z.object({
  /** The weight as it is. */
  value: z.number(),
  losses: z.array(
    z.object({
      epsilon: z.number().positive(),
      below: z.number().nonnegative().nullable(),
      above: z.number().nonnegative().nullable(),
    }),
  ),
});

export type LayerGradients = z.infer<typeof layerGradientsSchema>;
export type WeightPlace = z.infer<typeof weightPlaceSchema>;
export type Nudges = z.infer<typeof nudgesSchema>;
