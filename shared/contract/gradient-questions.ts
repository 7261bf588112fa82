import { z } from 'zod';
import { layerPathSchema } from './schemas/layer-numbers.ts';
import { weightPlaceSchema } from './schemas/layer-gradients.ts';
import { LONGEST_PATH, MOST_PATHS, MOST_STEPS, pathStartSchema } from './schemas/optimizer-step.ts';
import { optimizerSchema } from './schemas/recipe.ts';

/** What the Learn room asks of a model and one image of its size, whose right class has the place `label` in the model's task. */
export const lossQuestionSchema = z.object({
  image: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 256 * 256),
  label: z.number().int().nonnegative(),
});

/** The questions themselves: the same between window and host as between host and trainer, but for what the model is named by. */
export const gradientsQuestionSchema = lossQuestionSchema.extend({ path: layerPathSchema });
export const nudgeQuestionSchema = lossQuestionSchema.extend({ weight: weightPlaceSchema });
export const stepQuestionSchema = lossQuestionSchema.extend({
  path: layerPathSchema,
  optimizer: optimizerSchema,
  /** The numbers are of the last of so many. */
  steps: z.number().int().min(1).max(MOST_STEPS),
});
export const lossSliceQuestionSchema = lossQuestionSchema.extend({
  start: pathStartSchema,
  /** The first two span the plane. */
  optimizers: z.array(optimizerSchema).min(2).max(MOST_PATHS),
  steps: z.number().int().min(1).max(LONGEST_PATH),
  /** The asker's own, for `evaluation.progress`. */
  ticket: z.string().min(1).max(100),
});

export type LossQuestion = z.infer<typeof lossQuestionSchema>;
export type GradientsQuestion = z.infer<typeof gradientsQuestionSchema>;
export type NudgeQuestion = z.infer<typeof nudgeQuestionSchema>;
export type StepQuestion = z.infer<typeof stepQuestionSchema>;
export type LossSliceQuestion = z.infer<typeof lossSliceQuestionSchema>;
