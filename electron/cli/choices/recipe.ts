import {
  augmentationSchema,
  gradientClipSchema,
  recipeFieldsSchema,
  scheduleSchema,
  strokeAugmentationSchema,
  validationSchema,
  type Recipe,
  type Validation,
} from '../../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { LIGHT, NO_AUGMENTATION, STRONG } from '../../../shared/data/augment.ts';
import { LIGHT_STROKES, NO_STROKE_AUGMENTATION } from '../../../shared/ink/change-strokes.ts';
import { fitAugmentation } from '../../../shared/model/fit-model.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { checked, readKind, readOptions } from './notation.ts';
import { number } from './number.ts';
import { chooseOptimizer } from './optimizer.ts';

const { shape } = recipeFieldsSchema;

/** Options that are one number. */
const NUMBERS = {
  epochs: 'epochs',
  'batch-size': 'batchSize',
  'warm-up-epochs': 'warmUpEpochs',
  'label-smoothing': 'labelSmoothing',
  seed: 'seed',
} as const;

/** Options with a notation of their own, and the part of the recipe that each becomes. */
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
  augment: (text: string, task: Task) => ({ augmentation: chooseAugmentation(text, task) }),
  'augment-strokes': (text: string) => ({
    strokeAugmentation: checked(
      '--augment-strokes',
      readLimits('--augment-strokes', text, STROKE_AUGMENTATIONS, Object.keys(strokeAugmentationSchema.shape)),
      strokeAugmentationSchema,
    ),
  }),
  validation: (text: string) => ({ validation: chooseValidation(text) }),
} as const;

/** The preset's recipe for a task, with what the options change. Throws UsageError that says which option is wrong and why. */
export function chooseRecipe(preset: Recipe, args: Arguments, task: Task): Recipe {
  const recipe: Record<string, unknown> = { ...preset, optimizer: chooseOptimizer(args, preset.optimizer) };
  for (const [flag, name] of Object.entries(NUMBERS)) {
    const value = number(args, flag);
    if (value !== undefined) recipe[name] = checked(`--${flag}`, value, shape[name]);
  }
  for (const [flag, read] of Object.entries(WORDS)) {
    const text = args.value(flag);
    if (text !== undefined) Object.assign(recipe, read(text, task));
  }
  const chosen = checked('recipe', recipe, recipeFieldsSchema);
  refuseWithoutValidation(chosen);
  return chosen;
}

const earlyStopping = (text: string) =>
  checked('--early-stopping', readOptions('--early-stopping', text, ['patience', 'restoreBest']), shape.earlyStopping);

/** Augmentations that have a name, for MNIST's images. */
const AUGMENTATIONS = { none: NO_AUGMENTATION, light: LIGHT, strong: STRONG };
const STROKE_AUGMENTATIONS = { none: NO_STROKE_AUGMENTATION, light: LIGHT_STROKES };

/** `--augment`: what is named is fitted to the images' size; numbers are as they are. */
function chooseAugmentation(text: string, task: Task) {
  const fitted = Object.entries(AUGMENTATIONS).map(
    ([name, augmentation]) => [name, fitAugmentation(augmentation, DIGITS.inputShape, task.inputShape)] as const,
  );
  const limits = readLimits('--augment', text, Object.fromEntries(fitted), Object.keys(augmentationSchema.shape));
  return checked('--augment', limits, augmentationSchema);
}

/** A name (`light`), limits by name (`rotation=10,shift=2`; the others 0), or both (`light,elastic=3`). */
function readLimits(flag: string, text: string, named: Readonly<Record<string, object>>, names: readonly string[]) {
  const [first = '', ...others] = text.split(',');
  const begun = Object.hasOwn(named, first) ? named[first] : undefined;
  const parts = begun ? others : [first, ...others];
  if (parts.some((part) => !part.includes('='))) {
    throw new UsageError(`${flag} is ${Object.keys(named).join(', ')}, or limits by name: ${names.join(', ')}`);
  }
  return { ...begun, ...(parts.length > 0 && readOptions(flag, parts.join(','), names)) };
}

/** `--validation`: `none`, `stratified:0.1`, `tail:0.1`, or `fold:1/5` (folds are counted from 1 there). */
function chooseValidation(text: string): Validation {
  const fold = /^fold:(\d+)\/(\d+)$/.exec(text);
  const value = fold
    ? { kind: 'fold', folds: Number(fold[2]), index: Number(fold[1]) - 1 }
    : readKind('--validation', text, validationSchema);
  return checked('--validation', value, validationSchema);
}

/** Early stopping and plateau schedules need validation images. */
function refuseWithoutValidation({ validation, earlyStopping, schedule }: Recipe): void {
  if (validation.kind !== 'none') return;
  if (earlyStopping) throw new UsageError('--early-stopping needs validation images; not --validation none');
  if (schedule.kind === 'plateau')
    throw new UsageError('--schedule plateau needs validation images; not --validation none');
}
