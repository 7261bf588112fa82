import { computed } from 'vue';
import type { Ref } from 'vue';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { useNarrow } from '../../ui/index.ts';
import type { FieldKey, RunColumn } from './run-columns.ts';

type Room = 'wide' | 'narrow' | 'little';

/** The columns that are kept when there is less room; the values of the others stand in a second line under the run's name. */
const KEPT: Readonly<Record<Room, readonly FieldKey[] | null>> = {
  wide: null,
  narrow: ['name', 'status', 'validation', 'accuracy', 'created'],
  little: ['name', 'status'],
};
const HEIGHTS: Readonly<Record<Room, number>> = { wide: 40, narrow: 64, little: 84 };

/** Which of the chosen columns there is room for. */
export function useRoom(chosen: Ref<readonly RunColumn[]>) {
  const narrow = useNarrow(1248);
  const little = useNarrow(900);
  const room = computed<Room>(() => (little.value ? 'little' : narrow.value ? 'narrow' : 'wide'));
  const isKept = ({ key }: RunColumn): boolean => KEPT[room.value]?.includes(key) ?? true;
  const rest = computed(() => chosen.value.filter((column) => !isKept(column)));
  /** Names and dates explain themselves, numbers need their column's label. */
  function inWords(column: RunColumn, run: RunSummary): string {
    const words = column.text(run);
    return words !== '' && column.align === 'end' && column.key !== 'created' ? `${column.label} ${words}` : words;
  }
  return {
    columns: computed(() => chosen.value.filter(isKept)),
    rowHeight: computed(() => HEIGHTS[room.value]),
    details: (run: RunSummary): string =>
      rest.value
        .map((column) => inWords(column, run))
        .filter(Boolean)
        .join(' · '),
  };
}
