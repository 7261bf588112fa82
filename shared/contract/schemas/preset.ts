import { z } from 'zod';
import { modelSpecSchema } from './model.ts';
import { nameSchema } from './name.ts';
import { recipeSchema } from './recipe.ts';

/** A user's own preset: a file ID.inkstone.json, version 1, that may be copied to another machine. */
export const userPresetSchema = z.object({
  version: z.literal(1),
  /** `my-` and a slug: no built-in preset begins so. */
  id: z.string().regex(/^my-[a-z0-9-]{1,60}$/),
  name: nameSchema(120),
  model: modelSpecSchema,
  recipe: recipeSchema,
});

export type UserPreset = z.infer<typeof userPresetSchema>;
