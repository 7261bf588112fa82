import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { datasetIdSchema, type DatasetId } from '../../shared/contract/schemas/dataset.ts';
import { recipeSchema, type Recipe } from '../../shared/contract/schemas/recipe.ts';
import { runIdSchema } from '../../shared/contract/schemas/run.ts';
import { findPreset, PRESETS, type Preset } from '../../shared/model/presets/index.ts';
import type { Services } from '../hosts/create-services.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage.ts';

/** The data sets that --data names: ids as they are, folders imported first. */
export async function chooseData(services: Services, choice: string): Promise<DatasetId[]> {
  const ids: DatasetId[] = [];
  for (const part of choice.split('+')) {
    const id = datasetIdSchema.safeParse(part);
    ids.push(id.success ? id.data : await services.datasets.importFolder(await existing(part)));
  }
  return ids;
}

async function existing(folder: string): Promise<string> {
  const isFolder = await fs.stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new AppError('dataset-not-found', { id: folder });
  return path.resolve(folder);
}

/** The model folder that --model names. Throws `model-not-found`. */
export async function chooseModel(services: Services, choice: string): Promise<{ folder: string; run: string | null }> {
  if (choice === 'starter') return { folder: services.models.folderOf('starter'), run: null };
  const id = runIdSchema.safeParse(choice);
  const folders = [path.resolve(choice), ...(id.success ? [services.models.folderOf(id.data)] : [])];
  for (const folder of folders.reverse()) {
    const found = await fs.stat(path.join(folder, 'model.json')).catch(() => null);
    if (found) return { folder, run: id.success && folder !== path.resolve(choice) ? id.data : null };
  }
  throw new AppError('model-not-found', { folder: choice });
}

export function choosePreset(name: string): Preset {
  const preset = findPreset(name);
  if (!preset) throw new UsageError(`--preset is one of ${PRESETS.map(({ id }) => id).join(', ')}`);
  return preset;
}

/** The preset's recipe with what the options change. */
export function chooseRecipe({ recipe }: Preset, args: Arguments): Recipe {
  const name = args.value('optimizer') ?? recipe.optimizer.name;
  const learningRate = number(args, 'learning-rate');
  const own = name === recipe.optimizer.name ? recipe.optimizer : { name };
  const parsed = recipeSchema.safeParse({
    ...recipe,
    optimizer: { ...own, ...(learningRate === undefined ? {} : { learningRate }) },
    batchSize: number(args, 'batch-size') ?? recipe.batchSize,
    epochs: number(args, 'epochs') ?? recipe.epochs,
    seed: number(args, 'seed') ?? recipe.seed,
    augmentation: args.value('augment') ?? recipe.augmentation,
    validation: validation(args) ?? recipe.validation,
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(`${issue?.path.join('.') ?? 'recipe'}: ${issue?.message ?? 'not valid'}`);
}

/** A number option; throws UsageError for anything else. */
export function number(args: Arguments, name: string): number | undefined {
  const given = args.value(name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name} is a number, not ${given}`);
  return value;
}

function validation(args: Arguments): { kind: string; fraction?: number } | undefined {
  const given = args.value('validation');
  if (given === undefined) return undefined;
  if (given === 'none') return { kind: 'none' };
  const match = /^(stratified|tail):(0?\.\d+)$/.exec(given);
  if (!match) throw new UsageError('--validation is none, stratified:0.1 or tail:0.1');
  return { kind: match[1]!, fraction: Number(match[2]) };
}
