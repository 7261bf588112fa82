import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { SettingDifference } from '../../../shared/runs/differences.ts';
import type { Format } from '../../i18n/index.ts';
import { t } from '../../i18n/index.ts';
import { en } from '../../i18n/en.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { describeAugmentation, describeRate, describeStrokes, recipeExtras } from '../train/describe-recipe.ts';
import { describeTransforms } from '../train/describe-transforms.ts';
import { modelName } from '../train/model-name.ts';
import { presetNameOf } from '../train/preset-name.ts';

const { optimizer: optimizerNames, ...names } = en.compare.differences.names;
const isName = (name: string): name is keyof typeof names => Object.hasOwn(names, name);
const isOption = (name: string): name is keyof typeof optimizerNames => Object.hasOwn(optimizerNames, name);

/** A setting's name; one without words of its own goes by its name in the record. */
export function settingName({ name }: Pick<SettingDifference, 'name'>): string {
  const option = name.startsWith('optimizer.') ? name.slice('optimizer.'.length) : '';
  if (isOption(option)) return t(`compare.differences.names.optimizer.${option}`);
  return isName(name) ? t(`compare.differences.names.${name}`) : name;
}

/** What a recipe's extras are told under; a part that is off has no line there. */
const EXTRAS = {
  schedule: 'recipe.told.schedule',
  gradientClip: 'recipe.steady.clip',
  ema: 'recipe.steady.ema',
  earlyStopping: 'recipe.steady.early',
  classBalance: 'recipe.steady.balanced',
} as const;

/** What a run's setting says, for a person. */
export function settingText(name: string, run: Run, value: unknown, format: Format): string {
  const off = t('compare.differences.off');
  const { spec } = run;
  const { recipe, data } = spec;
  switch (name) {
    case 'preset':
      return presetNameOf(spec);
    case 'layers':
      return t('compare.differences.layers', { n: spec.model.layers.length });
    case 'parameters':
      return format.compact(run.parameters);
    case 'from':
      return spec.from ? modelName(spec.from.model, spec.from.name) : t('compare.differences.scratch');
    case 'replay':
      return spec.from?.replay ? datasetNames(spec.from.replay.datasets) : off;
    case 'datasets':
      return datasetNames(data.datasets);
    case 'limit':
      return data.limit === undefined ? t('compare.differences.all') : format.number(data.limit);
    case 'transforms':
      return describeTransforms(data.transforms).join(' · ') || off;
    case 'classes':
      return t('compare.differences.classes', { n: spec.task.classes.length });
    case 'imageSize':
      return spec.task.inputShape.slice(0, 2).join(' × ');
    case 'framing':
      return t(`compare.differences.framings.${spec.framing}`);
    case 'validation':
      return validationText(recipe.validation, format);
    case 'optimizer.name':
      return t(`recipe.optimizers.${recipe.optimizer.name}`);
    case 'optimizer.learningRate':
      return describeRate(recipe, format);
    case 'augmentation':
      return describeAugmentation(recipe, spec.task, format);
    case 'strokeAugmentation':
      return describeStrokes(recipe, format);
    case 'schedule':
    case 'gradientClip':
    case 'ema':
    case 'earlyStopping':
    case 'classBalance': {
      const label = t(EXTRAS[name]);
      return recipeExtras(recipe, format).find((extra) => extra.label === label)?.value ?? off;
    }
    case 'seed':
      return format.seed(recipe.seed);
    case 'mode':
      return typeof value === 'string' ? value : off;
    default:
      return plainText(value, format);
  }
}

function validationText(validation: Run['spec']['recipe']['validation'], format: Format): string {
  if (validation.kind === 'none') return t('compare.differences.validations.none');
  if (validation.kind === 'fold') {
    const { index, folds } = validation;
    return t('compare.differences.validations.fold', { index: index + 1, folds });
  }
  return t(`compare.differences.validations.${validation.kind}`, { share: format.percent(validation.fraction, 0) });
}

/** A setting without words of its own. */
function plainText(value: unknown, format: Format): string {
  if (value === null || value === undefined) return t('compare.differences.off');
  if (typeof value === 'number') return format.plain(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
