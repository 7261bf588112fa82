import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { ownRecipeSchema, type OwnRecipe } from '../../../shared/contract/schemas/own-recipe.ts';
import { migrateRecipe } from '../../../shared/runs/migrate.ts';
import type { HostEnvironment } from '../../environment.ts';
import { readOwnFile } from '../own-files/own-file.ts';
import { OwnFiles } from '../own-files/own-files.ts';

/** The newest versions that this studio knows. */
const KNOWN = { file: 1, recipe: 2 };

const version = z.object({ version: z.number() });
const looseSchema = version.extend({ recipe: version.loose() }).loose();

/** The user's own recipes: how to train, for any model and any data. */
export class Recipes extends OwnFiles<OwnRecipe> {
  constructor(env: Pick<HostEnvironment, 'storageFolder' | 'log'>) {
    super(env, {
      word: 'recipe',
      folder: 'recipes',
      suffix: '.recipe.json',
      isId: (id) => ownRecipeSchema.shape.id.safeParse(id).success,
      read: readRecipe,
    });
  }
}

/**
 * Reads a recipe out of a file, wherever it comes from; a preset's file has one, too. Null if there is none. Throws `file-newer`
 * {path}, `recipe-unreadable` {file} for all else that is no recipe, and storage errors {path}.
 */
const readRecipe = (file: string): Promise<OwnRecipe | null> =>
  readOwnFile(file, 'recipe-unreadable', (content) => {
    const loose = looseSchema.parse(content);
    if (loose.version > KNOWN.file || loose.recipe.version > KNOWN.recipe) {
      throw new AppError('file-newer', { path: path.basename(file) });
    }
    return ownRecipeSchema.parse({ ...loose, recipe: migrateRecipe(loose.recipe) });
  });
