import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import type { Column } from '../../ui/index.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { presetNameOf } from '../train/preset-name.ts';

/**
 * The columns that are kept when there is less room; the values of the others are in a second line under the run's
 * name.
 */
const KEPT: Readonly<Record<RunTableShape['room'], (key: string) => boolean>> = {
  wide: () => true,
  narrow: (key) => ['name', 'status', 'validation', 'test', 'created', 'menu'].includes(key),
  little: (key) => ['name', 'status', 'menu'].includes(key),
};

/** Which columns there is room and reason for. */
export interface RunTableShape {
  readonly room: 'wide' | 'narrow' | 'little';
  /** Whether runs of a group stand among others; their column takes the place of the speed's. */
  readonly grouped: boolean;
}

/** The table's columns in the language on screen, and the values without a column. */
export interface RunColumns {
  readonly columns: readonly Column<Run>[];
  /** All that the runs can be sorted by. */
  readonly sortable: readonly Column<Run>[];
  /** The values of the left out columns for a run, in one line; empty if none is left out. */
  readonly details: (run: Run) => string;
}

export function useRunColumns(shape: () => RunTableShape): ComputedRef<RunColumns> {
  const runs = useRuns();
  const format = useFormat();
  const percent = (share: number | undefined): string => (share === undefined ? '–' : format.value.percent(share, 2));
  /** Today the hour tells runs apart, before that the day. */
  const when = (time: number): string =>
    new Date(time).toDateString() === new Date().toDateString() ? format.value.time(time) : format.value.date(time);
  const speedOf = (run: Run): number | null =>
    run.result?.imagesPerSecond ?? runs.latest.get(run.id)?.imagesPerSecond ?? null;
  const groupOf = ({ spec: { group } }: Run): string =>
    group === undefined ? '' : `${group.index + 1}/${group.count}`;
  /** Names and dates explain themselves, numbers need their column's label. */
  function inWords({ key, label, align, text }: Column<Run>, run: Run): string {
    const words = text?.(run) ?? '';
    if (words === '' || words === '–') return '';
    return key === 'group' || (align === 'end' && key !== 'created') ? `${label} ${words}` : words;
  }
  const testOf = (run: Run): number | undefined => run.result?.tests[0]?.accuracy;

  return computed(() => {
    const columns: Column<Run>[] = [
      { key: 'name', label: t('runs.columns.name'), width: 'minmax(170px, 3fr)', sortBy: (run) => run.spec.name },
      {
        key: 'group',
        label: t('runs.columns.group'),
        width: '76px',
        text: groupOf,
        sortBy: (run) => run.spec.group?.id ?? null,
      },
      { key: 'status', label: t('runs.columns.status'), width: '98px', sortBy: (run) => run.status },
      {
        key: 'data',
        label: t('runs.columns.data'),
        width: 'minmax(70px, 1fr)',
        text: (run) => datasetNames(run.spec.data.datasets),
        sortBy: (run) => datasetNames(run.spec.data.datasets),
      },
      {
        key: 'preset',
        label: t('runs.columns.preset'),
        width: 'minmax(82px, 1.2fr)',
        text: (run) => presetNameOf(run.spec),
        sortBy: (run) => presetNameOf(run.spec),
      },
      {
        key: 'validation',
        label: t('runs.columns.validation'),
        width: '112px',
        align: 'end',
        text: (run) => percent(run.best?.validation.accuracy),
        sortBy: (run) => run.best?.validation.accuracy ?? null,
      },
      {
        key: 'test',
        label: t('runs.columns.test'),
        width: '68px',
        align: 'end',
        text: (run) => percent(testOf(run)),
        sortBy: (run) => testOf(run) ?? null,
      },
      {
        key: 'epochs',
        label: t('runs.columns.epochs'),
        width: '68px',
        align: 'end',
        text: (run) => `${format.value.number(run.epoch)} / ${format.value.number(run.spec.recipe.epochs)}`,
        sortBy: (run) => run.epoch,
      },
      {
        key: 'speed',
        label: t('runs.columns.speed'),
        width: '76px',
        align: 'end',
        text: (run) => format.value.number(speedOf(run) ?? NaN),
        sortBy: speedOf,
      },
      {
        key: 'time',
        label: t('runs.columns.time'),
        width: '56px',
        align: 'end',
        text: (run) => format.value.duration(run.result?.seconds ?? NaN),
        sortBy: (run) => run.result?.seconds ?? null,
      },
      {
        key: 'created',
        label: t('runs.columns.created'),
        width: '100px',
        align: 'end',
        text: (run) => when(run.createdAt),
        sortBy: (run) => run.createdAt,
      },
      { key: 'menu', label: t('common.more'), bare: true, width: '44px' },
    ];
    const { room, grouped } = shape();
    const left = room === 'wide' && grouped ? 'speed' : grouped ? null : 'group';
    const all = columns.filter(({ key }) => key !== left);
    const rest = all.filter(({ key }) => !KEPT[room](key));
    return {
      columns: all.filter(({ key }) => KEPT[room](key)),
      sortable: all.filter(({ sortBy }) => sortBy !== undefined),
      details: (run) =>
        rest
          .map((column) => inWords(column, run))
          .filter(Boolean)
          .join(' · '),
    };
  });
}
