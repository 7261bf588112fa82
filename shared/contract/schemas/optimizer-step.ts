import { z } from 'zod';
import { MOST_NUMBERS } from './layer-numbers.ts';

const floats = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 4 * MOST_NUMBERS);

/** As many steps as are taken one after the other to show the last of them. */
export const MOST_STEPS = 20;

/** Steps of an optimizer on one image, from a model's own weights on; of one layer the numbers of the last step. */
export const optimizerStepSchema = z.object({
  /** Before each step and after the last; null where it is no finite number any more: there the steps end. */
  losses: z.array(z.number().nonnegative().nullable()).min(2),
  /** Those that training changes, under LAYER/WEIGHT. All float32, little-endian, in the shape's order. */
  weights: z.array(
    z.object({
      path: z.string(),
      shape: z.array(z.number().int().positive()).min(1),
      before: floats,
      gradient: floats,
      after: floats,
      /** What the optimizer keeps of each weight: momentum, velocity. */
      slots: z.array(z.object({ name: z.string(), before: floats, after: floats })),
    }),
  ),
});

/** How many optimizers' paths, of how many steps each. */
export const MOST_PATHS = 6;
export const LONGEST_PATH = 40;

/** Where the paths begin: at the model's own weights, or at new ones drawn as a training draws them. */
export const pathStartSchema = z.enum(['own', 'drawn']);

/**
 * The loss on the plane through the weights that holds the start of all paths, which is its origin, and the ends of the first two. Its
 * axes are at right angles, in the unit of the distance between weights; the first one leads to the end of the first path.
 */
export const lossSliceSchema = z.object({
  /** What the loss is the mean of: the reader's image, and so many others. */
  others: z.number().int().nonnegative(),
  left: z.number(),
  right: z.number(),
  bottom: z.number(),
  top: z.number(),
  columns: z.number().int().min(2),
  rows: z.number().int().min(2),
  /** float32, little-endian, from the bottom row up, each from left to right; what is not finite is Infinity. */
  losses: floats,
  paths: z.array(
    z.object({
      /** From the start on; fewer than were asked for where the loss is no finite number any more. */
      points: z
        .array(
          z.object({
            x: z.number(),
            y: z.number(),
            /** How far it lies off the plane. */
            off: z.number().nonnegative(),
            /** Where it really lies, not below it on the plane. */
            loss: z.number().nonnegative(),
          }),
        )
        .min(1),
    }),
  ),
});

export type OptimizerStep = z.infer<typeof optimizerStepSchema>;
export type PathStart = z.infer<typeof pathStartSchema>;
export type LossSlice = z.infer<typeof lossSliceSchema>;
