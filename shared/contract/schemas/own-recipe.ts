import { z } from 'zod';
import { nameSchema } from './name.ts';
import { recipeSchema } from './recipe.ts';

/** A user's own recipe, for any model and any data: a file ID.recipe.json, version 1, that may be copied to another machine. */
export const ownRecipeSchema = z.object({
  version: z.literal(1),
  /** `my-` and a slug, as a preset's. */
  id: z.string().regex(/^my-[a-z0-9-]{1,60}$/),
  name: nameSchema(120),
  recipe: recipeSchema,
});

export type OwnRecipe = z.infer<typeof ownRecipeSchema>;
