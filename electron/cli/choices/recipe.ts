import {
  gradientClipSchema,
  recipeFieldsSchema,
  scheduleSchema,
  type Recipe,
} from '../../../shared/contract/schemas/recipe.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { chooseAugmentation } from './augmentation.ts';
import { checked, readKind, readOptions } from './notation.ts';
import { number } from './number.ts';
import { chooseOptimizer } from './optimizer.ts';
import { chooseValidation } from './validation.ts';

const { shape } = recipeFieldsSchema;

/** Options that are one number. */
const NUMBERS = {
  epochs: 'epochs',
  'batch-size': 'batchSize',
  'warm-up-epochs': 'warmUpEpochs',
  'label-smoothing': 'labelSmoothing',
  seed: 'seed',
} as const;

/** Options that are words: what each becomes in the recipe. */
const WORDS = {
  schedule: (text: string) => ({
    schedule: checked('--schedule', readKind('--schedule', text, scheduleSchema), scheduleSchema),
  }),
  clip: (text: string) => ({
    gradientClip: checked('--clip', readKind('--clip', text, gradientClipSchema), gradientClipSchema),
  }),
  ema: (text: string) => ({
    ema: text === 'none' ? null : checked('--ema', readOptions('--ema', text, ['decay']), shape.ema),
  }),
  'early-stopping': (text: string) => ({ earlyStopping: text === 'none' ? null : earlyStopping(text) }),
  'class-balance': (text: string) => ({ classBalance: checked('--class-balance', text, shape.classBalance) }),
  augment: (text: string) => ({ augmentation: chooseAugmentation(text) }),
  validation: (text: string) => ({ validation: chooseValidation(text) }),
} as const;

/** The preset's recipe with what the options change. Throws UsageError that says which option is wrong and why. */
export function chooseRecipe(preset: Recipe, args: Arguments): Recipe {
  const recipe: Record<string, unknown> = { ...preset, optimizer: chooseOptimizer(args, preset.optimizer) };
  for (const [flag, name] of Object.entries(NUMBERS)) {
    const value = number(args, flag);
    if (value !== undefined) recipe[name] = checked(`--${flag}`, value, shape[name]);
  }
  for (const [flag, read] of Object.entries(WORDS)) {
    const text = args.value(flag);
    if (text !== undefined) Object.assign(recipe, read(text));
  }
  const chosen = checked('recipe', recipe, recipeFieldsSchema);
  refuseWithoutValidation(chosen);
  return chosen;
}

const earlyStopping = (text: string) =>
  checked('--early-stopping', readOptions('--early-stopping', text, ['patience', 'restoreBest']), shape.earlyStopping);

/** What looks at validation cannot go without. */
function refuseWithoutValidation({ validation, earlyStopping, schedule }: Recipe): void {
  if (validation.kind !== 'none') return;
  if (earlyStopping) throw new UsageError('--early-stopping needs validation images; not --validation none');
  if (schedule.kind === 'plateau')
    throw new UsageError('--schedule plateau needs validation images; not --validation none');
}
