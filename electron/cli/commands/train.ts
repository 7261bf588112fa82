import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { modelCardSchema } from '../../../shared/contract/schemas/predict.ts';
import { runSpecSchema, type Run } from '../../../shared/contract/schemas/run.ts';
import type { Services } from '../../hosts/create-services.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import type { Arguments } from '../arguments.ts';
import { chooseData, choosePreset, chooseRecipe, number } from '../choices.ts';
import { followRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';

export async function train(services: Services, args: Arguments, output: Output): Promise<number> {
  const preset = choosePreset(args.value('preset') ?? 'tutorial');
  const recipe = chooseRecipe(preset, args);
  const limit = number(args, 'limit');
  const datasets = await chooseData(services, args.required('data'));
  const spec = runSpecSchema.safeParse({
    version: 1,
    name: args.value('name') ?? preset.model.name,
    preset: preset.id,
    model: preset.model,
    data: { datasets, ...(limit === undefined ? {} : { limit }) },
    recipe,
  });
  if (!spec.success) throw new UsageError(spec.error.issues[0]?.message ?? 'not valid');
  const follow = followRun(services, output);
  const run = await services.runs.start(spec.data);
  const { code, run: ended } = await follow(run.id);
  const target = args.value('save-model');
  if (code === 0 && target !== undefined) await saveModel(services, ended, path.resolve(target));
  return code;
}

/** Copies the run's model folder, with the command that made it. */
async function saveModel(services: Services, run: Run, target: string): Promise<void> {
  const source = services.models.folderOf(run.id);
  const card = await readJson(path.join(source, 'model.json'), modelCardSchema, 1);
  if (!card) throw new AppError('model-not-found', { folder: source });
  const words = process.argv.slice(2).map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`));
  await fs.mkdir(target, { recursive: true });
  await fs.copyFile(path.join(source, 'weights.safetensors'), path.join(target, 'weights.safetensors'));
  await writeJson(path.join(target, 'model.json'), { ...card, command: `npm run -s inkstone -- ${words.join(' ')}` });
}
