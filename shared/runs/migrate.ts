import { LIGHT, NO_AUGMENTATION } from '../data/augment.ts';

/** What version 1 of the recipe called its augmentations. */
const AUGMENTATIONS_OF_1 = new Map<unknown, object>([
  [undefined, NO_AUGMENTATION],
  ['none', NO_AUGMENTATION],
  ['light', LIGHT],
]);

/**
 * run.json as an older studio wrote it, as runSchema reads it today. Pure; what is no run, or no old one, comes back as it
 * is, for the schema to judge. Model specs need nothing: whatever came to them has a default.
 */
export function migrateRun(run: unknown): unknown {
  if (!isRecord(run) || !isRecord(run['spec'])) return run;
  return { ...run, spec: { ...run['spec'], recipe: migrateRecipe(run['spec']['recipe']) } };
}

/**
 * A recipe as an older studio wrote it, as recipeSchema reads it today. Version 1 named its augmentation and had no
 * weight decay, no schedule and so on: their defaults mean what their absence meant.
 */
export function migrateRecipe(recipe: unknown): unknown {
  if (!isRecord(recipe) || recipe['version'] !== 1) return recipe;
  const named = recipe['augmentation'];
  return { ...recipe, version: 2, augmentation: AUGMENTATIONS_OF_1.get(named) ?? named };
}

/** A line of metrics.jsonl as an older studio wrote it, as runLogSchema reads it today: steps were told one by one. */
export function migrateLog(log: unknown): unknown {
  if (!isRecord(log) || log['type'] !== 'step') return log;
  const { loss, accuracy, learningRate } = log;
  return { ...log, type: 'steps', loss: [loss], accuracy: [accuracy], learningRate: [learningRate] };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
