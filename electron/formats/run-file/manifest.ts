import { z } from 'zod';
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
  files: z
    .array(
      z.object({
        path: z.string().refine(isRunPath),
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1)
    .max(64),
});

export type Manifest = z.infer<typeof manifestSchema>;
