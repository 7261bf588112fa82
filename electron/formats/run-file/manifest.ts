import { z } from 'zod';
import { listedFilesSchema } from '../../../shared/contract/schemas/listed-files.ts';
import { runIdSchema } from '../../../shared/contract/schemas/run.ts';

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
  files: listedFilesSchema(isRunPath, 64).min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;
