import { z } from 'zod';
import { architectureContentSchema } from './architecture.ts';
import { errorDataSchema, wordParamsSchema } from './error.ts';
import { nameSchema } from './name.ts';
import { taskSchema } from './task.ts';

/**
 * Models of other programs that are read: Keras 3's `.keras`, HDF5 as Keras 2 writes it, a tfjs layers model, and a description
 * without weights, as `to_json` gives it; and the studio's own file of a model.
 */
export const MODEL_FORMATS = ['keras', 'hdf5', 'tfjs-layers', 'keras-json', 'inkstone'] as const;

/** What became of a layer of the file. `left-out`: it changes nothing of what the model reads. */
export const LAYER_FATES = ['taken', 'left-out', 'refused'] as const;

/** Why a layer was left out, or cannot be taken. The words are in shared/words/model-import-{en,zh}.ts. */
export const LAYER_REASONS = [
  // left out
  'input',
  'training-only',
  'changes-nothing',
  'range-is-ours',
  // refused
  'type-unknown',
  'own-code',
  'channels-first',
  'option-other',
  'branches',
  'weights-missing',
  'weights-other',
] as const;

/** What the file does not say and was assumed, or what was brought into another form. */
export const ASSUMPTIONS = [
  'ink-light',
  'range-unit',
  'range-bytes',
  'input-flat',
  'input-no-channel',
  'logits',
  'one-output',
  'classes-named',
  'classes-digits',
  'classes-numbers',
  'weights-quantised',
] as const;

/** `facts` fill the words' placeholders. */
export const importedLayerSchema = z.object({
  /** The name and Keras's type, as the file has them. */
  name: z.string(),
  type: z.string(),
  fate: z.enum(LAYER_FATES),
  reason: z.enum(LAYER_REASONS).nullable(),
  facts: wordParamsSchema,
});
export const assumptionSchema = z.object({ code: z.enum(ASSUMPTIONS), facts: wordParamsSchema });

/** Where an imported model came from: part of its card. */
export const modelOriginSchema = z.object({
  /** The file, as its user knows it. */
  file: z.string(),
  format: z.enum(MODEL_FORMATS),
  /** The program that wrote it and its version (`Keras 2.15.0`); null where the file does not say. */
  program: z.string().nullable(),
  assumptions: z.array(assumptionSchema),
});

/** How many of some synthetic digits the model reads right: whether what was assumed can be true. */
export const digitCheckSchema = z.object({ right: z.number().int().nonnegative(), count: z.number().int().positive() });

/**
 * What was found in the files of a model. `id` is what `models.import` takes; null where it cannot be imported: `fault` says why, or
 * the files have no weights.
 */
export const modelInspectionSchema = z.object({
  id: z.string().nullable(),
  name: z.string(),
  origin: modelOriginSchema,
  layers: z.array(importedLayerSchema),
  fault: errorDataSchema.nullable(),
  /** Without weights it is no model that reads, but a network of the user's own can be made of it; else null. */
  architecture: architectureContentSchema.nullable(),
  task: taskSchema.nullable(),
  parameters: z.number().int().nullable(),
  /** Null: its classes are not the ten digits, or there is no engine to try it with. */
  check: digitCheckSchema.nullable(),
});

export const inspectionIdSchema = z.string().regex(/^[0-9a-f]{24}$/);
export const modelNameSchema = nameSchema(120);

export type ModelFormat = (typeof MODEL_FORMATS)[number];
export type LayerReason = (typeof LAYER_REASONS)[number];
export type ImportedLayer = z.infer<typeof importedLayerSchema>;
export type Assumption = z.infer<typeof assumptionSchema>;
export type ModelOrigin = z.infer<typeof modelOriginSchema>;
export type ModelInspection = z.infer<typeof modelInspectionSchema>;
