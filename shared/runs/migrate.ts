import { LIGHT, NO_AUGMENTATION } from '../data/augment.ts';
import { cellsOf } from '../evaluation/confusion.ts';
import { DIGITS } from '../task/digits.ts';

/** The names of augmentations in version 1 of the recipe. */
const AUGMENTATIONS_OF_1 = new Map<unknown, object>([
  [undefined, NO_AUGMENTATION],
  ['none', NO_AUGMENTATION],
  ['light', LIGHT],
]);

/** Before there were tasks, all was MNIST's. */
const TASK_OF_1 = { task: DIGITS, framing: 'centred' } as const;

/**
 * run.json as an older studio wrote it, as runSchema reads it today. Pure; anything else than an old run comes back as
 * it is, for the schema to check. Model specs need no migration: every option that was added has a default. Version 1
 * knew ten digits alone, and held the whole confusion matrix.
 */
export function migrateRun(run: unknown): unknown {
  if (!isRecord(run) || !isRecord(run['spec'])) return run;
  const recipe = migrateRecipe(run['spec']['recipe']);
  if (run['version'] !== 1) return { ...run, spec: { ...run['spec'], recipe } };
  const { result } = run;
  return {
    ...run,
    version: 2,
    spec: { ...TASK_OF_1, ...run['spec'], version: 2, recipe },
    result: isRecord(result) ? { ...result, tests: mapped(result['tests'], migrateTest) } : result,
  };
}

/** model.json as an older studio wrote it, as modelCardSchema reads it today. */
export function migrateCard(card: unknown): unknown {
  if (!isRecord(card) || card['version'] !== 1) return card;
  return { ...TASK_OF_1, ...card, version: 2, tests: mapped(card['tests'], migrateTest) };
}

/** A test's result: confusion[true][predicted] as the cells that are not 0. */
function migrateTest(test: unknown): unknown {
  if (!isRecord(test) || !Array.isArray(test['confusion'])) return test;
  const rows: readonly unknown[] = test['confusion'];
  if (!rows.every((row) => Array.isArray(row) && row.length === rows.length)) return test;
  return { ...test, confusion: cellsOf(rows as readonly (readonly number[])[]) };
}

/**
 * A recipe as an older studio wrote it, as recipeSchema reads it today. Version 1 named its augmentation and had no
 * weight decay, no schedule and so on: their defaults mean what their absence meant. Early stopping and plateau
 * schedules without validation did nothing, and are removed.
 */
export function migrateRecipe(recipe: unknown): unknown {
  if (!isRecord(recipe)) return recipe;
  const named = recipe['augmentation'];
  const augmentation = AUGMENTATIONS_OF_1.get(named) ?? named;
  return withoutBlindChoices(recipe['version'] === 1 ? { ...recipe, version: 2, augmentation } : recipe);
}

function withoutBlindChoices(recipe: Readonly<Record<string, unknown>>): unknown {
  const { validation, earlyStopping, schedule } = recipe;
  if (!isRecord(validation) || validation['kind'] !== 'none') return recipe;
  return {
    ...recipe,
    ...(isRecord(earlyStopping) && { earlyStopping: null }),
    ...(isRecord(schedule) && schedule['kind'] === 'plateau' && { schedule: { kind: 'constant' } }),
  };
}

/** A line of metrics.jsonl as an older studio wrote it, as runLogSchema reads it today: steps were told one by one. */
export function migrateLog(log: unknown): unknown {
  if (!isRecord(log)) return log;
  if (log['type'] === 'test') return { ...log, result: migrateTest(log['result']) };
  if (log['type'] !== 'step') return log;
  const { loss, accuracy, learningRate } = log;
  return { ...log, type: 'steps', loss: [loss], accuracy: [accuracy], learningRate: [learningRate] };
}

const mapped = (list: unknown, change: (item: unknown) => unknown): unknown =>
  Array.isArray(list) ? list.map(change) : list;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
