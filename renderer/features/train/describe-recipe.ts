import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { rateChanges } from '../../../shared/model/schedule.ts';
import type { Format } from '../../i18n/index.ts';
import { t } from '../../i18n/index.ts';
import type { KeyValue } from '../../ui/index.ts';
import { levelOf, strokeLevelOf } from './augmentation-level.ts';

/** The parts of a recipe beside batch size, epochs and optimizer; parts that are off are left out. */
export function recipeExtras(recipe: Recipe, format: Format): KeyValue[] {
  const { schedule, gradientClip: clip, earlyStopping: early, optimizer } = recipe;
  const plain = (value: number): string => format.plain(value, 3);
  const epochs = (n: number): string => t('common.epochs', { n });
  const extras: (KeyValue | null)[] = [
    schedule.kind === 'constant' ? null : { label: t('recipe.told.schedule'), value: describeSchedule(recipe, format) },
    recipe.warmUpEpochs === 0 ? null : { label: t('recipe.told.warmUp'), value: epochs(recipe.warmUpEpochs) },
    optimizer.weightDecay === 0 ? null : { label: t('recipe.steady.weightDecay'), value: plain(optimizer.weightDecay) },
    recipe.labelSmoothing === 0
      ? null
      : { label: t('recipe.steady.labelSmoothing'), value: plain(recipe.labelSmoothing) },
    clip.kind === 'none'
      ? null
      : {
          label: t('recipe.steady.clip'),
          value: t(clip.kind === 'value' ? 'recipe.told.clipValue' : 'recipe.told.clipNorm', { limit: clip.limit }),
        },
    recipe.ema && {
      label: t('recipe.steady.ema'),
      value: t('recipe.told.ema', { decay: format.plain(recipe.ema.decay) }),
    },
    early && {
      label: t('recipe.steady.early'),
      value: t(early.restoreBest ? 'recipe.told.patienceRestore' : 'recipe.told.patience', { n: early.patience }),
    },
    recipe.classBalance === 'none' ? null : { label: t('recipe.steady.balanced'), value: t('recipe.told.balanced') },
  ];
  return extras.filter((extra) => extra !== null);
}

/** The chosen learning rate, which is the peak where it changes while the run goes. */
export function describeRate(recipe: Recipe, format: Format): string {
  const rate = format.rate(recipe.optimizer.learningRate);
  return rateChanges(recipe) ? t('run.what.peakRate', { rate }) : rate;
}

/** The same in one line; empty if there is nothing to name. */
export const recipeSummary = (recipe: Recipe, format: Format): string =>
  recipeExtras(recipe, format)
    .map(({ label, value }) => `${label} ${value}`)
    .join(' · ');

/** A recipe's augmentation of a task's images in a word, or by each change that it makes. */
export function describeAugmentation({ augmentation }: Recipe, task: Task, format: Format): string {
  const level = levelOf(augmentation, task);
  if (level !== 'custom') return t(`recipe.augmentations.${level}`);
  return changesOf(augmentation, (kind) => t(`recipe.changes.${kind}`), format);
}

/** A recipe's augmentation of strokes, likewise. */
export function describeStrokes({ strokeAugmentation: limits }: Recipe, format: Format): string {
  const level = strokeLevelOf(limits);
  if (level !== 'custom') return t(`recipe.augmentations.${level}`);
  return changesOf(limits, (kind) => t(`recipe.strokes.changes.${kind}`), format);
}

/** Each change that is made, with its limit; a change and its limit stay in one line. */
const changesOf = <K extends string>(limits: Record<K, number>, wordOf: (kind: K) => string, format: Format): string =>
  (Object.keys(limits) as K[])
    .filter((kind) => limits[kind] > 0)
    .map((kind) => `${wordOf(kind)}\u00a0${format.plain(limits[kind], 3)}`)
    .join(' · ');

function describeSchedule({ schedule }: Recipe, format: Format): string {
  switch (schedule.kind) {
    case 'step':
      return t('recipe.told.step', { factor: schedule.factor, n: schedule.everyEpochs });
    case 'cosine':
      return t('recipe.told.cosine', { final: format.plain(schedule.final, 3) });
    case 'plateau':
      return t('recipe.told.plateau', { factor: schedule.factor });
    case 'oneCycle':
    case 'constant':
      return t(`recipe.told.${schedule.kind}`);
  }
}
