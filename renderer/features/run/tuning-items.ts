import type { Taken } from '../../../shared/contract/schemas/fine-tune.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import { t } from '../../i18n/index.ts';
import type { Format } from '../../i18n/index.ts';
import type { KeyValue } from '../../ui/index.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { modelName } from '../train/model-name.ts';
import { tuningRates } from '../train/tuning-items.ts';

/** What a run that goes on from a trained model took of it; `taken` as the trainer told it, once it did. Empty for any other run. */
export function tuningItems({ from }: RunSpec, taken: Taken | undefined, format: Format): KeyValue[] {
  if (!from) return [];
  const { freeze, head, rates, replay } = from;
  const named = (names: readonly string[]): string => format.list(names) || t('fineTune.what.nothing');
  const items: (KeyValue | null)[] = [
    { label: t('fineTune.what.from'), value: modelName(from.model, from.name) },
    {
      label: t('fineTune.what.freeze'),
      value: Array.isArray(freeze) ? named(freeze) : t(`fineTune.freeze.${freeze}`),
    },
    { label: t('fineTune.what.head'), value: t(`fineTune.head.${head}`) },
    taken && taken.fresh.length > 0 ? { label: t('fineTune.what.fresh'), value: named(taken.fresh) } : null,
    taken
      ? { label: t('fineTune.what.trained'), value: t('model.parametersShort', { parameters: taken.trainable }) }
      : null,
    rates ? { label: t('fineTune.what.rates'), value: tuningRates(rates, format) } : null,
    replay
      ? {
          label: t('fineTune.what.replay'),
          value: t('fineTune.what.replayOf', {
            share: format.percent(replay.share, 0),
            data: datasetNames(replay.datasets),
          }),
        }
      : null,
  ];
  return items.filter((item) => item !== null);
}
