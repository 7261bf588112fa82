import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { parseModelSpec } from '../../../shared/model/parse-spec.ts';
import { storageError } from '../../files/atomic-write.ts';

/** A preset, in contrast to a ModelSpec, has a `model`. */
const presetSchema = z.object({ model: z.unknown().refine((model) => model !== undefined) });

/**
 * The model that `train --model` names: a file with a ModelSpec, or with a preset as `presets show` prints it.
 * Throws `path-missing` {path}, `file-torn` {path}, `model-invalid` and storage errors.
 */
export async function readModelFile(choice: string): Promise<ModelSpec> {
  const file = path.resolve(choice);
  const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new AppError('path-missing', { path: file }, error) : storageError(error, file);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AppError('file-torn', { path: file }, error);
  }
  const preset = presetSchema.safeParse(json);
  return parseModelSpec(preset.success ? preset.data.model : json);
}
