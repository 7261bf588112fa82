import { LAYER_GROUPS, type Rates } from '../../../shared/contract/schemas/fine-tune.ts';
import { t } from '../../i18n/index.ts';
import type { Format } from '../../i18n/index.ts';
import type { useTrainDraft } from '../../stores/train-draft.ts';
import type { KeyValue } from '../../ui/index.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { modelName } from './model-name.ts';

type Draft = Pick<ReturnType<typeof useTrainDraft>, 'tuning' | 'tuned' | 'info' | 'plan' | 'replayed' | 'lines'>;

/** What the plan says of a fine-tune: from which model, how much of it is trained, what is replayed. */
export function tuningItems({ tuning, tuned, info, plan, replayed, lines }: Draft, format: Format): KeyValue[] {
  if (tuning === null) return [];
  const items: (KeyValue | null)[] = [
    { label: t('fineTune.plan.from'), value: modelName(tuning.model) },
    tuned?.taken && info
      ? {
          label: t('fineTune.plan.trained'),
          value: t('fineTune.plan.trainedOf', { trained: tuned.taken.trainable, all: info.parameters }),
        }
      : null,
    tuned && { label: t('fineTune.plan.head'), value: t(`fineTune.head.${tuned.head}`) },
    replayed.length > 0 && plan?.replayCount !== undefined
      ? {
          label: t(lines ? 'fineTune.plan.replayedLines' : 'fineTune.plan.replayed'),
          value: t(lines ? 'fineTune.plan.replayedLinesOf' : 'fineTune.plan.replayedOf', {
            n: format.number(plan.replayCount),
            data: datasetNames(replayed),
          }),
        }
      : null,
  ];
  return items.filter((item) => item !== null);
}

/** Rates by group and by layer in a few words. */
export const tuningRates = (rates: Rates, format: Format): string =>
  Object.entries(rates)
    .map(([name, factor]) => {
      const group = LAYER_GROUPS.find((known) => known === name);
      return `${group ? t(`fineTune.rates.${group}`) : name} × ${format.rate(factor)}`;
    })
    .join(' · ');
