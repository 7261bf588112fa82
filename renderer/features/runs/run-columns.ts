import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { wilsonInterval } from '../../../shared/evaluation/wilson.ts';
import { RUN_FIELDS, testOf, type RunField } from '../../../shared/runs/table/fields.ts';
import { t, useFormat } from '../../i18n/index.ts';
import type { en } from '../../i18n/en.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSettings } from '../../stores/settings.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { presetNameOf } from '../train/preset-name.ts';

export type FieldKey = keyof typeof en.runTable.fields;

/** A field as a column of the table. */
export interface RunColumn {
  readonly key: FieldKey;
  readonly label: string;
  /** A track of grid-template-columns. */
  readonly width: string;
  readonly align: 'start' | 'end';
  readonly sortable: true;
  /** What stands in the cell; empty: nothing. */
  readonly text: (run: RunSummary) => string;
  /** Stands beside it, quieter: an accuracy's 95 % interval. */
  readonly beside?: ((run: RunSummary) => string) | undefined;
}

/** The columns that are shown as long as nobody chose others, most important first. */
export const FIRST_COLUMNS: readonly FieldKey[] = [
  'name',
  'status',
  'data',
  'preset',
  'validation',
  'accuracy',
  'epoch',
  'seconds',
  'created',
];

const WIDTHS: Partial<Record<FieldKey, string>> = {
  name: 'minmax(160px, 3fr)',
  status: '98px',
  data: 'minmax(70px, 1fr)',
  preset: 'minmax(78px, 1.2fr)',
  tag: 'minmax(90px, 1.2fr)',
  notes: 'minmax(120px, 2fr)',
  validation: '142px',
  accuracy: '142px',
  epoch: '72px',
  seconds: '56px',
  created: '92px',
};

export const labelOf = (key: string): string => t(`runTable.fields.${key as FieldKey}`);

/** All columns there are, in the language on screen. */
export function useRunColumns(): ComputedRef<ReadonlyMap<FieldKey, RunColumn>> {
  const runs = useRuns();
  const format = useFormat();
  const percent = (share: number | undefined): string => (share === undefined ? '' : format.value.percent(share, 2));
  /** Today the hour tells runs apart, before that the day. */
  const when = (time: number): string =>
    new Date(time).toDateString() === new Date().toDateString() ? format.value.time(time) : format.value.date(time);
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : format.value.plain(value);

  /** Fields whose value is not simply its number or its words. */
  const own: Partial<Record<FieldKey, (run: RunSummary) => string>> = {
    status: (run) => t(`run.status.${run.status}`),
    starred: (run) => (run.marks?.starred ? '★' : ''),
    data: (run) => datasetNames(run.spec.data.datasets),
    preset: (run) => presetNameOf(run.spec),
    group: ({ spec: { group } }) => (group === undefined ? '' : `${group.index + 1}/${group.count}`),
    epoch: (run) => `${format.value.number(run.epoch)} / ${format.value.number(run.spec.recipe.epochs)}`,
    seconds: ({ result }) => (result ? format.value.duration(result.seconds) : ''),
    speed: (run) => {
      const speed = run.result?.imagesPerSecond ?? runs.latest.get(run.id)?.imagesPerSecond;
      return speed === undefined ? '' : format.value.number(speed);
    },
    seed: (run) => format.value.seed(run.spec.recipe.seed),
    created: (run) => when(run.createdAt),
  };
  const besides: Partial<Record<FieldKey, (run: RunSummary) => string>> = {
    accuracy: (run) => {
      const test = testOf(run);
      return test ? format.value.perCentRange(test.interval95) : '';
    },
    validation: ({ best, validationCount: n }) => {
      if (!best || !n) return '';
      return format.value.perCentRange(wilsonInterval(Math.round(best.validation.accuracy * n), n));
    },
  };

  function textOf({ key, kind, value }: RunField): (run: RunSummary) => string {
    const special = own[key as FieldKey];
    if (special) return special;
    return (run) => {
      const found = value(run);
      if (found === null) return '';
      if (kind === 'share') return percent(found as number);
      return typeof found === 'number' ? number(found) : [found].flat().join(', ');
    };
  }

  return computed(
    () =>
      new Map(
        RUN_FIELDS.map((field) => {
          const key = field.key as FieldKey;
          const column: RunColumn = {
            key,
            label: labelOf(key),
            width: WIDTHS[key] ?? '110px',
            sortable: true,
            align: field.kind === 'words' && key !== 'group' ? 'start' : 'end',
            text: textOf(field),
            beside: besides[key],
          };
          return [key, column];
        }),
      ),
  );
}

/** The columns that the user chose, in their order and width, and how to choose others. */
export function useChosenColumns() {
  const settings = useSettings();
  const all = useRunColumns();
  const chosen = computed(() => {
    const wanted = settings.runColumns ?? FIRST_COLUMNS.map((key) => ({ key, width: null }));
    const found = wanted.flatMap(({ key, width }) => {
      const column = all.value.get(key as FieldKey);
      return column ? [width === null ? column : { ...column, width: `${width}px` }] : [];
    });
    // Without a name nobody could tell the runs apart.
    return found.some(({ key }) => key === 'name') ? found : [all.value.get('name')!, ...found];
  });
  const widths = computed(() => new Map(settings.runColumns?.map(({ key, width }) => [key, width])));
  const choose = (keys: readonly string[]): Promise<void> =>
    settings.update({ runColumns: keys.map((key) => ({ key, width: widths.value.get(key) ?? null })) });
  /** Null: the width that the column has by itself. */
  const resize = (key: string, width: number | null): Promise<void> =>
    settings.update({
      runColumns: chosen.value.map((column) => ({
        key: column.key,
        width: column.key === key ? width : (widths.value.get(column.key) ?? null),
      })),
    });
  const reset = (): Promise<void> => settings.update({ runColumns: null });
  /** Whether the user gave it a width. */
  const isResized = (key: string): boolean => (widths.value.get(key) ?? null) !== null;
  return { all, chosen, choose, resize, isResized, reset };
}
