import { z } from 'zod';
import { listedFilesSchema } from '../../../shared/contract/schemas/listed-files.ts';
import { runIdSchema } from '../../../shared/contract/schemas/run.ts';

/* What a run or a model is, packed as one file. */

/** Files in one. */
const MOST_FILES = 64;

/** The one name by which a zip is known as a run: it lists all other files in it, each with its hash. */
export const MANIFEST = 'inkstone-run.json';

/** What a run's folder may have in it, and nothing else: a path outside of it cannot be named. */
const INSIDE =
  /^(run\.json|metrics\.jsonl|(model|from)\/(model\.json|weights\.safetensors|known\.safetensors)|checkpoints\/(step|best)-\d{9,15}\.safetensors)$/;

export const isRunPath = (path: string): boolean => INSIDE.test(path);

/** inkstone-run.json, version 1. */
export const manifestSchema = z.object({
  version: z.literal(1),
  run: runIdSchema,
  files: listedFilesSchema(isRunPath, MOST_FILES).min(1),
});

/** The same of a model that no run of the studio's made. */
export const MODEL_MANIFEST = 'inkstone-model.json';

/** A model's folder, and in `parents` those that it comes from, the nearest first. */
const OF_MODEL = /^(parents\/([1-9]|1[0-6])\/)?(model\.json|(weights|known)\.safetensors|sure\.json)$/;

export const isModelPath = (path: string): boolean => OF_MODEL.test(path);

/** inkstone-model.json, version 1. */
export const modelManifestSchema = z.object({
  version: z.literal(1),
  files: listedFilesSchema(isModelPath, MOST_FILES).min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ModelManifest = z.infer<typeof modelManifestSchema>;
