import { z } from 'zod';

/**
 * A zip of the studio's own has one file that lists all others, each with its hash. `isPath` says which paths may be listed: others
 * cannot be named, and so lead nowhere.
 */
export const listedFilesSchema = (isPath: (path: string) => boolean, most: number) =>
  z
    .array(
      z.object({
        path: z.string().refine(isPath),
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(most)
    .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, 'the same path twice');

export type ListedFile = z.infer<ReturnType<typeof listedFilesSchema>>[number];
