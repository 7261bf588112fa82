import { t } from '../../i18n/index.ts';
import { useDatasets } from '../../stores/datasets.ts';

/** A data set's name for a person: the studio's own by language, an imported one as it was named, else its id. */
export function datasetName(id: string): string {
  if (id === 'mnist') return t('datasets.mnist');
  if (id === 'synthetic') return t('datasets.synthetic');
  return useDatasets().byId.get(id)?.name ?? id;
}

export const datasetNames = (ids: readonly string[]): string => ids.map(datasetName).join(' + ');
