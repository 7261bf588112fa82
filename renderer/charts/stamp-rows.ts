import { useVirtualizer } from '@tanstack/vue-virtual';
import { computed, watch } from 'vue';
import type { Ref } from 'vue';
import { useElementWidth } from '../ui/index.ts';

/** Between two stamps, pixels. */
const GAP = 8;
/** Under a stamp: one line of words. */
const WORDS = 20;

/** How many images there are, and their size; `stamp` is the width at which one is shown, pixels. */
export interface Stamps {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly stamp: number;
}

/** One of the images; all is empty while it has not come. */
export interface Stamp {
  readonly image: Uint8Array | null;
  readonly words: string | undefined;
  readonly selected: boolean;
  /** Shown faintly: it does not count. */
  readonly faint?: boolean;
}

/** Images in rows that fill the scroller's width, with a line of words under each; only the rows in sight exist. */
export function useStampRows(scroller: Readonly<Ref<HTMLElement | null>>, stamps: () => Stamps) {
  const room = useElementWidth(scroller);
  const perRow = computed(() => Math.max(1, Math.floor((room.value + GAP) / (stamps().stamp + GAP))));
  const rowHeight = computed(() => {
    const { stamp, height, width } = stamps();
    return (stamp * height) / width + WORDS + GAP;
  });
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: Math.ceil(stamps().count / perRow.value),
      getScrollElement: () => scroller.value,
      estimateSize: () => rowHeight.value,
      overscan: 2,
    })),
  );
  watch(rowHeight, () => virtualizer.value.measure());
  /** The places in the order that each row in sight has. */
  const rows = computed(() =>
    virtualizer.value.getVirtualItems().map(({ index: row, start }) => ({
      row,
      top: `${start}px`,
      indices: Array.from(
        { length: Math.min(perRow.value, stamps().count - row * perRow.value) },
        (_, column) => row * perRow.value + column,
      ),
    })),
  );
  const height = computed(() => `${virtualizer.value.getTotalSize()}px`);
  const scrollTo = (index: number): void => virtualizer.value.scrollToIndex(Math.floor(index / perRow.value));
  return { perRow, rows, height, scrollTo };
}

/** Where a key leads from place `at` of `count` in a grid with `perRow` places a row; null: it does not move. */
export function stepFrom(key: string, at: number, count: number, perRow: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - perRow,
    ArrowDown: at + perRow,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}
