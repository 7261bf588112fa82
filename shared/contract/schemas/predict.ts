import { z } from 'zod';
import { modelSpecSchema } from './model.ts';
import { parentSchema } from './fine-tune.ts';
import { momentSchema } from './moment.ts';
import { modelOriginSchema } from './model-import.ts';
import { modelRefSchema } from './run-id.ts';
import { testResultSchema } from './run-result.ts';
import { framingSchema, taskSchema } from './task.ts';

export { modelRefSchema, type ModelRef } from './run-id.ts';

export const modelInfoSchema = z.object({
  ref: modelRefSchema,
  name: z.string(),
  task: taskSchema,
  framing: framingSchema,
  parameters: z.number().int(),
  createdAt: momentSchema,
  /** What it was fine-tuned from: a line of models can be walked back. Null: it was trained from scratch. */
  parent: parentSchema.nullable().default(null),
  /** Of an imported model: the file that it came from. */
  origin: modelOriginSchema.optional(),
  test: testResultSchema.nullable(),
});

const counted = z.object({ count: z.number().int(), refused: z.number().int() });

/**
 * How a model tells what is no sign of its task; the weights of its detector lie in known.safetensors. Of the detector's
 * log-odds x, sigmoid(slope · x + intercept) is the probability that an image is a sign; below the threshold it is said
 * to be none. `signs` and `others`: how many of the calibration's images are refused so.
 */
export const knownCardSchema = z.object({
  threshold: z.number().min(0).max(1),
  slope: z.number(),
  intercept: z.number(),
  signs: counted,
  others: counted,
  weightsSha256: z.string(),
});

/**
 * model.json, version 2, beside weights.safetensors: a model folder, as in resources/starter, runs/ID/model and models/ID.
 * `command` is what made it; `trainedOn` names the data for a person.
 */
export const modelCardSchema = z.object({
  version: z.literal(2),
  name: z.string(),
  task: taskSchema,
  /** How ink must come into its images: as it did in its training data. */
  framing: framingSchema,
  spec: modelSpecSchema,
  parameters: z.number().int(),
  weightsSha256: z.string(),
  createdAt: momentSchema,
  trainedOn: z.array(z.string()),
  /** Of the data that it was trained on, the first the headline; then of what a fine-tuned model's parent was tested on. */
  tests: z.array(testResultSchema),
  command: z.string().nullable(),
  parent: parentSchema.nullable().default(null),
  /** Of an imported model: the file that it came from, and what was assumed of it. */
  origin: modelOriginSchema.optional(),
  /** Null for models that were saved before, or trained on too few images. */
  known: knownCardSchema.nullable().default(null),
  /** Logits are divided by it before they become probabilities (temperature scaling); null: 1, as it was trained. */
  temperature: z.number().positive().nullable().default(null),
});

/** What a model reads in one image. */
export const predictionSchema = z.object({
  /** The likeliest class: its place in the model's task, and its name. */
  index: z.number().int().nonnegative(),
  label: z.string(),
  /** The probability of each class, in the task's order. */
  probabilities: z.array(z.number()).min(2).max(1000),
  /** The probability that it is a sign of this task at all; null where the model cannot tell. */
  known: z.number().min(0).max(1).nullable(),
  /**
   * What the image seems to be if it is no sign of the task: several signs at once, or something else. Null for a sign.
   */
  outsider: z.enum(['several', 'other']).nullable(),
});
export const predictionsSchema = z.object({
  items: z.array(predictionSchema),
  /** In the trainer, forward pass only. */
  milliseconds: z.number(),
});

export type ModelInfo = z.infer<typeof modelInfoSchema>;
export type ModelCard = z.infer<typeof modelCardSchema>;
export type KnownCard = z.infer<typeof knownCardSchema>;
export type Outsider = NonNullable<Prediction['outsider']>;
export type Prediction = z.infer<typeof predictionSchema>;
export type Predictions = z.infer<typeof predictionsSchema>;
