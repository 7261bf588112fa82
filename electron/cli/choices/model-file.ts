import { z } from 'zod';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { parseModelSpec } from '../../../shared/model/parse-spec.ts';
import { readJsonChoice } from './json-file.ts';

/** A preset, in contrast to a ModelSpec, has a `model`. */
const presetSchema = z.object({ model: z.unknown().refine((model) => model !== undefined) });

/**
 * The model that `train --model` names: a file with a ModelSpec, or with a preset as `presets show` prints it.
 * Throws `path-missing` {path}, `file-torn` {path}, `model-invalid` and storage errors.
 */
export async function readModelFile(choice: string): Promise<ModelSpec> {
  const json = await readJsonChoice(choice);
  const preset = presetSchema.safeParse(json);
  return parseModelSpec(preset.success ? preset.data.model : json);
}
