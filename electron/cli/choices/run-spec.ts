import { runSpecSchema, type RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseData } from './data.ts';
import { readModelFile } from './model-file.ts';
import { checked } from './notation.ts';
import { number } from './number.ts';
import { choosePreset } from './preset.ts';
import { chooseRecipe } from './recipe.ts';

/** The run that `train` and `lr-find` are asked for: a preset, and what the options change of it. */
export async function chooseRunSpec(services: Services, args: Arguments): Promise<RunSpec> {
  const preset = await choosePreset(services, args.value('preset') ?? 'tutorial');
  const recipe = chooseRecipe(preset.recipe, args);
  const limit = number(args, 'limit');
  const file = args.value('model');
  const model = file === undefined ? preset.model : await readModelFile(file);
  const data = {
    datasets: await chooseData(services, args.required('data')),
    ...(limit === undefined ? {} : { limit: checked('--limit', limit, runSpecSchema.shape.data.shape.limit) }),
  };
  // A model of the user's own comes from no preset, whatever its recipe.
  const from = file === undefined ? { preset: preset.id } : {};
  const name = args.value('name') ?? (file === undefined ? preset.name : model.name);
  return {
    version: 1,
    name: checked('--name', name, runSpecSchema.shape.name),
    ...from,
    model,
    data: checked('--data', data, runSpecSchema.shape.data),
    recipe,
  };
}
