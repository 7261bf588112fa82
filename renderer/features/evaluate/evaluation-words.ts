import type { EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import { t } from '../../i18n/index.ts';
import { datasetName } from '../datasets/dataset-name.ts';
import { modelName } from '../train/model-name.ts';

/** What read it, as it is called now; a folder's model by its own name. */
export const readerName = ({ model: { ref, name } }: EvaluationInfo): string => modelName(ref, name);

/** Its data's name, as it is now. */
export const dataName = ({ dataset: { id, name } }: EvaluationInfo): string => {
  const now = datasetName(id);
  return now === id ? name : now;
};

/** What was read by what, in one line. */
export const evaluationTitle = (info: EvaluationInfo): string =>
  t('evaluate.of', {
    model: readerName(info),
    data: dataName(info),
    part: t(`evaluate.parts.${info.part}`),
    n: info.count,
  });
