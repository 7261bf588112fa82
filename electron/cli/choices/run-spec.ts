import { dataChoiceSchema, type DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import { handIdSchema } from '../../../shared/contract/schemas/hand.ts';
import { runSpecSchema, type RunRequest } from '../../../shared/contract/schemas/run.ts';
import { presetFor } from '../../../shared/model/presets/index.ts';
import { correctedTransforms } from '../../../shared/task/corrected.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { chooseData } from './data.ts';
import { readModelFile } from './model-file.ts';
import { chooseLines } from './lines.ts';
import { checked } from './notation.ts';
import { number } from './number.ts';
import { choosePreset } from './preset.ts';
import { chooseRecipe } from './recipe.ts';
import { chooseTransforms } from './transforms.ts';

/** The run that `train`, `lr-find` and experiments are asked for: a preset, and what the options change of it. */
export async function chooseRunSpec(
  services: Services,
  args: Arguments,
  choice = args.required('data'),
): Promise<RunRequest> {
  const data = await chooseRunData(services, args, choice);
  const named = await choosePreset(services, args.value('preset') ?? (data.lines ? 'line-reader' : 'tutorial'));
  const { task } = await services.datasets.taskOf(data);
  const preset = presetFor(named, task);
  const recipe = chooseRecipe(preset.recipe, args, task);
  const file = args.value('model');
  const model = file === undefined ? preset.model : await readModelFile(file);
  // A model of the user's own comes from no preset, whatever its recipe.
  const from = file === undefined ? { preset: preset.id } : {};
  const name = args.value('name') ?? (file === undefined ? preset.name : model.name);
  return {
    version: 2,
    name: checked('--name', name, runSpecSchema.shape.name),
    ...from,
    model,
    data,
    recipe,
  };
}

/** `choice` as `--data` has it, `--limit`, `--corrected`, `--lines`, and what `chooseTransforms` reads. */
export async function chooseRunData(
  services: Services,
  args: Arguments,
  choice = args.required('data'),
): Promise<DataChoice> {
  const limit = number(args, 'limit');
  const datasets = await chooseData(services, choice);
  if (args.value('augment-strokes') !== undefined && !datasets.some((id) => handIdSchema.safeParse(id).success))
    throw new UsageError('--augment-strokes needs a hand among the data: only hands have strokes');
  const corrected =
    args.value('corrected') === undefined
      ? {}
      : correctedTransforms(await Promise.all(datasets.map((id) => services.corrections.get(id))));
  const transforms = { ...corrected, ...(await chooseTransforms(services, args, datasets)) };
  const lines = chooseLines(args);
  const data = {
    datasets,
    ...(lines && { lines }),
    ...(limit === undefined ? {} : { limit: checked('--limit', limit, dataChoiceSchema.shape.limit) }),
    ...(Object.keys(transforms).length === 0 ? {} : { transforms }),
  };
  return checked('--data', data, dataChoiceSchema);
}
