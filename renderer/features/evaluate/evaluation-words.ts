import type { EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import { t } from '../../i18n/index.ts';
import { datasetName } from '../datasets/dataset-name.ts';

/** A model's name for a person: the starter's by language. */
export const modelName = ({ model: { ref, name } }: EvaluationInfo): string =>
  ref === 'starter' ? t('draw.starter') : name;

/** Its data's name, as it is now. */
export const dataName = ({ dataset: { id, name } }: EvaluationInfo): string => {
  const now = datasetName(id);
  return now === id ? name : now;
};

/** What was read by what, in one line. */
export const evaluationTitle = (info: EvaluationInfo): string =>
  t('evaluate.of', {
    model: modelName(info),
    data: dataName(info),
    part: t(`evaluate.parts.${info.part}`),
    n: info.count,
  });
