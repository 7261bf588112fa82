import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { userPresetSchema, type UserPreset } from '../../../shared/contract/schemas/preset.ts';
import { parseModelSpec } from '../../../shared/model/parse-spec.ts';
import { describeImageClassifier } from '../../../shared/model/shapes.ts';
import { migrateRecipe } from '../../../shared/runs/migrate.ts';
import { storageError } from '../../files/atomic-write.ts';

/** The ending of a preset's file name, in the storage and anywhere else. */
export const PRESET_SUFFIX = '.inkstone.json';

/** Larger files are no presets, bytes. */
const LARGEST = 2 ** 20;

/** The newest versions that this studio knows. */
const KNOWN = { preset: 1, model: 1, recipe: 2 };

const version = z.object({ version: z.number() });
const looseSchema = version.extend({ model: version.loose(), recipe: version.loose() }).loose();

/**
 * Reads a preset out of a file, wherever it comes from. Null if there is none. Throws `file-newer` {path}, `model-invalid`
 * (see shared/model/faults), `preset-unreadable` {file} for all else that is no preset, and storage errors {path}. Both name the
 * file alone: where a window's file lies in the storage says nothing to its user.
 */
export async function readPreset(file: string): Promise<UserPreset | null> {
  const text = await readText(file);
  if (text === null) return null;
  const torn = (cause?: unknown) => new AppError('preset-unreadable', { file: path.basename(file) }, cause);
  try {
    const loose = looseSchema.safeParse(JSON.parse(text));
    if (!loose.success) throw torn(loose.error);
    const { version: own, model, recipe } = loose.data;
    if (own > KNOWN.preset || model.version > KNOWN.model || recipe.version > KNOWN.recipe) {
      throw new AppError('file-newer', { path: path.basename(file) });
    }
    const spec = parseModelSpec(model);
    describeImageClassifier(spec);
    const parsed = userPresetSchema.safeParse({ ...loose.data, model: spec, recipe: migrateRecipe(recipe) });
    if (parsed.success) return parsed.data;
    throw torn(parsed.error);
  } catch (error) {
    // No JSON, or nested too deep.
    throw error instanceof AppError ? error : torn(error);
  }
}

export const presetText = (preset: UserPreset): string => `${JSON.stringify(preset, null, 2)}\n`;

async function readText(file: string): Promise<string | null> {
  try {
    const { size } = await fs.stat(file);
    if (size > LARGEST) throw new AppError('preset-unreadable', { file: path.basename(file) });
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw storageError(error, file);
  }
}
