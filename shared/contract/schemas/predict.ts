import { z } from 'zod';
import { modelSpecSchema } from './model.ts';
import { runIdSchema, testResultSchema } from './run.ts';

/** `starter`, or a run's id. The CLI's `--model DIR` is resolved by the host and never reaches this door. */
export const modelRefSchema = z.union([z.literal('starter'), runIdSchema]);

export const modelInfoSchema = z.object({
  ref: modelRefSchema,
  name: z.string(),
  parameters: z.number().int(),
  createdAt: z.number(),
  test: testResultSchema.nullable(),
});

/**
 * model.json, version 1, beside weights.safetensors: a model folder, as in resources/starter and runs/ID/model.
 * `command` is what made it; `trainedOn` names the data for a person.
 */
export const modelCardSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  spec: modelSpecSchema,
  parameters: z.number().int(),
  weightsSha256: z.string(),
  createdAt: z.number(),
  trainedOn: z.array(z.string()),
  tests: z.array(testResultSchema),
  command: z.string().nullable(),
});

/** Probabilities of the ten digits, in order, for each image. */
export const predictionSchema = z.object({
  digit: z.number().int().min(0).max(9),
  probabilities: z.array(z.number()).length(10),
});
export const predictionsSchema = z.object({
  items: z.array(predictionSchema),
  /** In the trainer, forward pass only. */
  milliseconds: z.number(),
});

export type ModelRef = z.infer<typeof modelRefSchema>;
export type ModelInfo = z.infer<typeof modelInfoSchema>;
export type ModelCard = z.infer<typeof modelCardSchema>;
export type Prediction = z.infer<typeof predictionSchema>;
export type Predictions = z.infer<typeof predictionsSchema>;
