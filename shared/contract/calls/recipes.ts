import { z } from 'zod';
import { call } from '../define.ts';
import { ownRecipeSchema } from '../schemas/own-recipe.ts';
import { handle, none } from './common.ts';

const recipeRef = ownRecipeSchema.pick({ id: true });

/** The user's own recipes, one file each in the storage's recipes/. */
export const recipesCalls = {
  'recipes.list': call(none, z.array(ownRecipeSchema)),
  /** Saves a new one or, with the id of one of these, over it. */
  'recipes.save': call(
    ownRecipeSchema.omit({ id: true }).extend({ id: ownRecipeSchema.shape.id.optional() }),
    ownRecipeSchema,
  ),
  'recipes.remove': call(recipeRef, z.null()),
  /** Reads one from a file that the user picked or dropped. Throws `recipe-unreadable`, `file-newer`. */
  'recipes.import': call(z.object({ handle }), ownRecipeSchema),
  /** The file's text, for a download by the window. */
  'recipes.export': call(recipeRef, z.object({ name: z.string(), text: z.string() })),
} as const;
