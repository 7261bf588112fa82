import { z } from 'zod';
import { runIdSchema } from '../../../shared/contract/schemas/run.ts';

/* What a run or a model is, packed as one file. */

/** The one name by which a zip is known as a run: it lists all other files in it, each with its hash. */
export const MANIFEST = 'inkstone-run.json';

/** What a run's folder may have in it, and nothing else: a path outside of it cannot be named. */
const INSIDE =
  /^(run\.json|metrics\.jsonl|(model|from)\/(model\.json|weights\.safetensors|known\.safetensors)|checkpoints\/(step|best)-\d{9,15}\.safetensors)$/;

export const isRunPath = (path: string): boolean => INSIDE.test(path);

/** The same of a model that no run of the studio's made. */
export const MODEL_MANIFEST = 'inkstone-model.json';

/** A model's folder, and in `parents` those that it comes from, the nearest first. */
const OF_MODEL = /^(parents\/([1-9]|1[0-6])\/)?(model\.json|(weights|known)\.safetensors|sure\.json)$/;

export const isModelPath = (path: string): boolean => OF_MODEL.test(path);

const filesWith = (isPath: (path: string) => boolean) =>
  z
    .array(
      z.object({
        path: z.string().refine(isPath),
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1)
    .max(64);

/** inkstone-run.json, version 1. */
export const manifestSchema = z.object({ version: z.literal(1), run: runIdSchema, files: filesWith(isRunPath) });

/** inkstone-model.json, version 1. */
export const modelManifestSchema = z.object({ version: z.literal(1), files: filesWith(isModelPath) });

export type Manifest = z.infer<typeof manifestSchema>;
export type PackedFiles = Manifest['files'];
