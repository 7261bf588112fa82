import { FileJson, FileSpreadsheet, Image, Shapes } from '@lucide/vue';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { comparisonCsv, comparisonFacts, type ComparisonContent } from '../../../shared/runs/comparison-report.ts';
import { t } from '../../i18n/index.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import type { MenuEntry } from '../../ui/index.ts';
import type { Compared } from './use-compared.ts';
import type { Pairs } from './use-pairs.ts';

/** The pictures of a comparison, as far as they are shown. */
export interface Pictures {
  readonly savePng: () => void;
  readonly saveSvg: () => void;
  readonly saveCost: () => void;
}

/** What a comparison can be kept as. */
export function useExports(compared: Compared, pairs: Pairs, pictures: Pictures): ComputedRef<MenuEntry[]> {
  const saveFile = useSaveFile();
  const content = (): ComparisonContent => ({
    lines: compared.lines.value,
    testSet: compared.testSet.value ?? null,
    tests: pairs.result.value && {
      runs: pairs.result.value.items.map((_, place) => pairs.lineOf(place)?.id ?? ''),
      result: pairs.result.value,
    },
  });
  const save = (name: string, type: string, text: () => string): Promise<void> =>
    saveFile(() => ({ name, content: new Blob([text()], { type }) }));
  const json = (): string => `${JSON.stringify(comparisonFacts(content()), null, 2)}\n`;

  return computed(() => [
    {
      label: t('compare.exports.csv'),
      icon: FileSpreadsheet,
      select: () => void save('comparison.csv', 'text/csv', () => comparisonCsv(content())),
    },
    {
      label: t('compare.exports.json'),
      icon: FileJson,
      select: () => void save('comparison.json', 'application/json', json),
    },
    'separator',
    { label: t('compare.exports.png'), icon: Image, select: pictures.savePng },
    { label: t('compare.exports.svg'), icon: Shapes, select: pictures.saveSvg },
    { label: t('compare.exports.cost'), icon: Shapes, select: pictures.saveCost },
  ]);
}
