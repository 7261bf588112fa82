import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { userPresetSchema, type UserPreset } from '../../../shared/contract/schemas/preset.ts';
import { parseModelSpec } from '../../../shared/model/parse-spec.ts';
import { describeImageClassifier } from '../../../shared/model/shapes.ts';
import { migrateRecipe } from '../../../shared/runs/migrate.ts';
import { readOwnFile } from '../own-files/own-file.ts';

/** The ending of a preset's file name, in the storage and anywhere else. */
export const PRESET_SUFFIX = '.inkstone.json';

/** The newest versions that this studio knows. */
const KNOWN = { preset: 1, model: 1, recipe: 2 };

const version = z.object({ version: z.number() });
const looseSchema = version.extend({ model: version.loose(), recipe: version.loose() }).loose();

/**
 * Reads a preset out of a file, wherever it comes from. Null if there is none. Throws `file-newer` {path}, `model-invalid`
 * (see shared/model/faults), `preset-unreadable` {file} for all else that is no preset, and storage errors {path}.
 */
export const readPreset = (file: string): Promise<UserPreset | null> =>
  readOwnFile(file, 'preset-unreadable', (content) => {
    const loose = looseSchema.parse(content);
    const { version: own, model, recipe } = loose;
    if (own > KNOWN.preset || model.version > KNOWN.model || recipe.version > KNOWN.recipe) {
      throw new AppError('file-newer', { path: path.basename(file) });
    }
    const spec = parseModelSpec(model);
    describeImageClassifier(spec);
    return userPresetSchema.parse({ ...loose, model: spec, recipe: migrateRecipe(recipe) });
  });
