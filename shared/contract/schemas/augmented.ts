import { z } from 'zod';
import { augmentationSchema, recipeFieldsSchema } from './recipe.ts';
import { LONGEST_SIDE, taskSchema } from './task.ts';

/** As many as one question may ask for: images of the largest size, and draws of each. */
export const [MOST_AUGMENTED, MOST_DRAWS] = [32, 6] as const;

/** Images that are to be changed as a run of this seed changes a batch of them. */
export const augmentRequestSchema = z.object({
  inputShape: taskSchema.shape.inputShape,
  /** One after the other, height x width bytes each, 0 paper to 255 ink. */
  images: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length > 0 && bytes.length <= MOST_AUGMENTED * LONGEST_SIDE * LONGEST_SIDE),
  augmentation: augmentationSchema,
  seed: recipeFieldsSchema.shape.seed,
  /** Training steps, from 1: each changes the images anew. */
  firstStep: z.number().int().min(1).max(1e9),
  draws: z.number().int().min(1).max(MOST_DRAWS),
});

/** The images of the first step, then those of the next. */
export const augmentedSchema = z.object({ images: z.instanceof(Uint8Array) });

export type AugmentRequest = z.infer<typeof augmentRequestSchema>;
export type Augmented = z.infer<typeof augmentedSchema>;
