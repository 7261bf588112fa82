import type { LayerSpec, ModelSpec } from '../../../../shared/contract/schemas/model.ts';
import type { Parameter, Setting } from '../../../../shared/contract/schemas/study.ts';
import type { ParameterFault } from '../../../../shared/study/parameter-fault.ts';
import { settingAt } from '../../../../shared/study/settings.ts';
import { valuesOf } from '../../../../shared/study/when.ts';
import { t, type Format, type MessageKey } from '../../../i18n/index.ts';
import { isActivation, isOption } from '../../model-editor/option-words.ts';

const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;
const SCHEDULES = ['constant', 'step', 'cosine', 'oneCycle', 'plateau'] as const;
const FREEZES = ['none', 'features'] as const;
const CLIPS = ['none', 'value', 'norm'] as const;

/** What the options of a recipe are called in its form. */
const LABELS: Readonly<Record<string, MessageKey>> = {
  'data.limit': 'train.data.limit',
  'from.freeze': 'fineTune.freeze.label',
  'from.rates.features': 'fineTune.rates.features',
  'from.rates.head': 'fineTune.rates.head',
  'from.replay.share': 'fineTune.replay.share',
  'recipe.epochs': 'recipe.epochs',
  'recipe.batchSize': 'recipe.batchSize',
  'recipe.optimizer.name': 'recipe.optimizer',
  'recipe.optimizer.learningRate': 'recipe.learningRate',
  'recipe.optimizer.weightDecay': 'recipe.steady.weightDecay',
  'recipe.optimizer.momentum': 'recipe.constants.momentum',
  'recipe.optimizer.rho': 'recipe.constants.rho',
  'recipe.optimizer.beta1': 'recipe.constants.beta1',
  'recipe.optimizer.beta2': 'recipe.constants.beta2',
  'recipe.optimizer.epsilon': 'recipe.constants.epsilon',
  'recipe.schedule.kind': 'recipe.rate.schedule',
  'recipe.schedule.everyEpochs': 'recipe.rate.stepEvery',
  'recipe.schedule.factor': 'recipe.rate.stepFactor',
  'recipe.schedule.final': 'recipe.rate.cosineFinal',
  'recipe.schedule.warmUp': 'recipe.rate.cycleWarmUp',
  'recipe.schedule.start': 'recipe.rate.cycleStart',
  'recipe.schedule.patience': 'recipe.rate.plateauPatience',
  'recipe.schedule.minimum': 'recipe.rate.plateauMinimum',
  'recipe.warmUpEpochs': 'recipe.rate.warmUp',
  'recipe.labelSmoothing': 'recipe.steady.labelSmoothing',
  'recipe.gradientClip': 'recipe.steady.clip',
  'recipe.gradientClip.kind': 'recipe.steady.clip',
  'recipe.gradientClip.limit': 'recipe.steady.clipLimit',
  'recipe.classBalance': 'recipe.steady.balanced',
  'recipe.ema': 'recipe.steady.ema',
  'recipe.ema.decay': 'recipe.steady.emaDecay',
  'recipe.earlyStopping': 'recipe.steady.early',
  'recipe.earlyStopping.patience': 'recipe.steady.patience',
  'recipe.earlyStopping.restoreBest': 'recipe.steady.restoreBest',
  'recipe.augmentation.rotation': 'recipe.changes.rotation',
  'recipe.augmentation.shift': 'recipe.changes.shift',
  'recipe.augmentation.zoom': 'recipe.changes.zoom',
  'recipe.augmentation.shear': 'recipe.changes.shear',
  'recipe.augmentation.elastic': 'recipe.changes.elastic',
  'recipe.augmentation.erase': 'recipe.changes.erase',
  'recipe.augmentation.noise': 'recipe.changes.noise',
  'recipe.augmentation.thickness': 'recipe.changes.thickness',
  'recipe.strokeAugmentation.slant': 'recipe.strokes.changes.slant',
  'recipe.strokeAugmentation.scale': 'recipe.strokes.changes.scale',
  'recipe.strokeAugmentation.wobble': 'recipe.strokes.changes.wobble',
  'recipe.strokeAugmentation.penWidth': 'recipe.strokes.changes.penWidth',
  'recipe.strokeAugmentation.speed': 'recipe.strokes.changes.speed',
};

/** Where a layer stands in its model, and what it is: `Layer 2.1 · Conv2D`; null for a path of no layer. */
export function layerWords(path: string, model: ModelSpec): string | null {
  const place = /^model((?:\.layers\.\d+)+)/.exec(path);
  if (place === null) return null;
  const layer = settingAt({ model }, place[0]) as LayerSpec | undefined;
  const numbers = place[1]!.match(/\d+/g)!.map((number) => Number(number) + 1);
  return t('search.layer', { place: numbers.join('.'), type: layer?.type ?? '' });
}

/** An option's own name: `Filters`; what has no words goes by its path. */
export function optionWords(path: string): string {
  const known = LABELS[path];
  if (known !== undefined) return t(known);
  const name = path.replace(/^model(\.layers\.\d+)+\./, '').split('.')[0]!;
  return path.startsWith('model.') && isOption(name) ? t(`layers.options.${name}.label`) : path;
}

/** An option with its layer, as a list has it. */
export const fullWords = (path: string, model: ModelSpec): string =>
  [layerWords(path, model), optionWords(path)].filter((part) => part !== null).join(' · ');

const isIn = <Word extends string>(words: readonly Word[], value: unknown): value is Word =>
  (words as readonly unknown[]).includes(value);

/** A value of an option in words. */
export function settingWords(path: string, value: Setting | undefined, format: Format): string {
  if (value === undefined) return '–';
  if (typeof value === 'number') return format.plain(value);
  if (path === 'from.freeze' && isIn(FREEZES, value)) return t(`fineTune.freeze.${value}`);
  if (Array.isArray(value)) return path === 'from.freeze' ? format.list(value.map(String)) : value.join(' × ');
  if (typeof value === 'boolean') return t(value ? 'search.on' : 'search.off');
  if (value === null) return t('search.off');
  if (typeof value === 'object') return partWords(path, value, format);
  if (path === 'recipe.optimizer.name' && isIn(OPTIMIZERS, value)) return t(`recipe.optimizers.${value}`);
  if (path === 'recipe.schedule.kind' && isIn(SCHEDULES, value)) return t(`recipe.rate.schedules.${value}`);
  if (path === 'recipe.gradientClip.kind' && isIn(CLIPS, value)) return t(`recipe.steady.clips.${value}`);
  if (path === 'recipe.classBalance') return t(value === 'none' ? 'search.off' : 'search.on');
  if (path.endsWith('.activation') && isActivation(value)) return t(`model.activations.${value}`);
  return value;
}

function partWords(path: string, part: Record<string, unknown>, format: Format): string {
  const { kind, limit, decay, patience } = part;
  if (path === 'recipe.gradientClip' && isIn(CLIPS, kind))
    return [t(`recipe.steady.clips.${kind}`), typeof limit === 'number' ? format.plain(limit) : '']
      .filter(Boolean)
      .join(' ');
  const number = decay ?? patience;
  return typeof number === 'number' ? t('search.onWith', { value: format.plain(number) }) : JSON.stringify(part);
}

/** What is searched of an option: `0.0001 – 0.01, log`. */
export function parameterWords(path: string, parameter: Parameter, format: Format): string {
  if ('choices' in parameter)
    return format.list(parameter.choices.map((choice) => settingWords(path, choice, format))) || '–';
  const range = `${format.plain(parameter.low)} – ${format.plain(parameter.high)}`;
  if (parameter.log) return t('search.logRange', { range });
  return parameter.step === undefined ? range : t('search.stepRange', { range, step: format.plain(parameter.step) });
}

/** The conditions of a parameter, one a line. */
export const conditionWords = ({ when = {} }: Parameter, model: ModelSpec, format: Format): string[] =>
  Object.entries(when).map(([path, condition]) =>
    t('search.when', {
      option: fullWords(path, model),
      values: valuesOf(condition).map((one) => settingWords(path, one, format)),
    }),
  );

export function faultWords(fault: ParameterFault, format: Format): string {
  switch (fault.code) {
    case 'below-minimum':
      return t('search.faults.below-minimum', { min: format.plain(fault.min) });
    case 'above-maximum':
      return t('search.faults.above-maximum', { max: format.plain(fault.max) });
    default:
      return t(`search.faults.${fault.code}`);
  }
}
