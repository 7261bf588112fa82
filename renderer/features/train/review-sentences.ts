import { t } from '../../i18n/index.ts';
import type { Format } from '../../i18n/index.ts';
import type { useTrainDraft } from '../../stores/train-draft.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { describeAugmentation, describeRate, recipeSummary } from './describe-recipe.ts';
import { modelName } from './model-name.ts';
import { presetName } from './preset-name.ts';
import { fullWords, parameterWords } from './search/option-words.ts';

type Draft = ReturnType<typeof useTrainDraft>;

/** What a start of the draft will do, a sentence or two for each matter; null while no plan is there. */
export function reviewSentences(draft: Draft, format: Format): readonly string[] | null {
  const { plan, info } = draft;
  if (plan === null || info === null) return null;
  return [
    draft.searching ? searched(draft, format) : '',
    subject(draft),
    data(draft, format),
    course(draft),
    rate(draft, format),
    changes(draft, format),
    validation(draft, format),
    t(draft.lines ? 'wizard.review.lines.test' : 'wizard.review.test'),
    draft.group?.kind === 'seeds' ? t('wizard.review.seeds', { n: draft.group.count }) : '',
  ].filter(Boolean);
}

/** What follows tells the fields as they stand, which is not what each trial does. */
const searched = ({ space, model }: Draft, format: Format): string =>
  t('wizard.review.searched', { options: format.list(Object.keys(space).map((path) => fullWords(path, model))) });

function subject({ tuning, tuned, info, presetId, model, recipe }: Draft): string {
  if (tuning === null) {
    const parameters = t('model.parametersShort', { parameters: info!.parameters });
    return t('wizard.review.fresh', { model: presetName(presetId, model.name), parameters, seed: String(recipe.seed) });
  }
  const trained = tuned?.taken?.trainable ?? info!.trainable;
  return t('wizard.review.tuned', { model: modelName(tuning.model), trained, all: info!.parameters });
}

function data({ plan, chosen, replayed, lines }: Draft, format: Format): string {
  const n = plan!.replayCount ?? 0;
  const from = datasetNames(replayed);
  const replay = t(lines ? 'wizard.review.lines.replay' : 'wizard.review.replay', { n, data: from });
  const own = { n: plan!.trainCount, data: datasetNames(chosen) };
  const words = t(lines ? 'wizard.review.lines.data' : 'wizard.review.data', own);
  return n === 0 ? words : format.sentences([words, replay]);
}

const course = ({ plan, recipe, lines }: Draft): string =>
  t(lines ? 'wizard.review.lines.course' : 'wizard.review.course', {
    epochs: t('common.epochs', { n: recipe.epochs }),
    steps: plan!.stepsPerEpoch,
    batch: recipe.batchSize,
    total: plan!.totalSteps,
  });

function rate({ recipe, space }: Draft, format: Format): string {
  const { 'recipe.optimizer.name': names, 'recipe.optimizer.learningRate': rates } = space;
  const words = t('wizard.review.rate', {
    optimizer: names
      ? t('wizard.review.searchedValue', { values: parameterWords('recipe.optimizer.name', names, format) })
      : t(`recipe.optimizers.${recipe.optimizer.name}`),
    rate: rates
      ? t('wizard.review.searchedValue', { values: parameterWords('recipe.optimizer.learningRate', rates, format) })
      : describeRate(recipe, format),
  });
  const extras = recipeSummary(recipe, format);
  return extras === '' ? words : `${words} ${extras}`;
}

function changes({ recipe, runTask, lines }: Draft, format: Format): string {
  const none = Object.values(recipe.augmentation).every((limit) => limit === 0);
  if (none) return t(lines ? 'wizard.review.lines.unchanged' : 'wizard.review.unchanged');
  return t(lines ? 'wizard.review.lines.changed' : 'wizard.review.changes', {
    changes: describeAugmentation(recipe, runTask, format),
  });
}

function validation({ recipe, plan, fields, searching, lines }: Draft, format: Format): string {
  const { validation: split, earlyStopping, ema } = recipe;
  const kind = split.kind === 'fold' && searching ? 'oneFold' : split.kind;
  const counted = { n: plan!.validationCount, folds: fields.folds };
  const ofLines = split.kind === 'none' ? 'wizard.review.lines.none' : 'wizard.review.lines.validation';
  const words = lines && split.kind !== 'fold' ? t(ofLines, counted) : t(`wizard.review.validation.${kind}`, counted);
  if (split.kind === 'none') return words;
  return format.sentences(
    [
      words,
      t('wizard.review.best'),
      earlyStopping ? t('wizard.review.early', { n: earlyStopping.patience }) : '',
      ema ? t('wizard.review.ema') : '',
    ].filter(Boolean),
  );
}
