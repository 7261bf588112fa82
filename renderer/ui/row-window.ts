import { computed, onBeforeUnmount, onMounted, ref } from 'vue';
import type { Ref } from 'vue';

/** Height of a table's head, CSS pixels: it scrolls with the rows but stays in sight. */
export const HEAD = 34;

/** Rows that exist on either side of those in sight. */
const BESIDE = 4;

/** A row that exists. */
export interface WindowRow {
  readonly index: number;
  /**
   * The place in the page that shows it. Of the rows that exist at one time each has another, and their number changes only with the
   * table's height: what scrolls out at one end is shown anew at the other.
   */
  readonly place: number;
  /** Pixels from the first row's upper edge. */
  readonly top: number;
}

/** Of `count` rows, all of one height, those that are in sight of a scrolling element. Call it in setup. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: () => number,
) {
  const scrolled = ref(0);
  const height = ref(0);
  let observer: ResizeObserver | undefined;
  const follow = (): void => void (scrolled.value = scroller.value?.scrollTop ?? 0);
  const measure = (): void => void (height.value = scroller.value?.clientHeight ?? 0);
  onMounted(() => {
    measure();
    observer = new ResizeObserver(measure);
    observer.observe(scroller.value!);
    scroller.value!.addEventListener('scroll', follow, { passive: true });
  });
  onBeforeUnmount(() => observer?.disconnect());

  /** Where the element is, or will be once it knows of fewer rows: asking it would have it laid out in the midst of a change. */
  const top = computed(() => Math.max(0, Math.min(scrolled.value, count() * rowHeight() + HEAD - height.value)));
  /** Whole rows below the head, at least one. */
  const fitting = computed(() => Math.max(1, Math.floor((height.value - HEAD) / rowHeight())));
  const places = computed(() => fitting.value + 2 + 2 * BESIDE);
  const first = computed(() =>
    Math.max(0, Math.min(Math.floor(top.value / rowHeight()) - BESIDE, count() - places.value)),
  );
  const rows = computed<WindowRow[]>(() =>
    Array.from({ length: Math.min(places.value, count()) }, (_, i) => {
      const index = first.value + i;
      return { index, place: index % places.value, top: index * rowHeight() };
    }),
  );

  /** Scrolls no farther than until the row is in sight as a whole. */
  function scrollTo(index: number): void {
    const [upper, room] = [index * rowHeight(), Math.max(rowHeight(), height.value - HEAD)];
    const to = Math.min(upper, Math.max(top.value, upper + rowHeight() - room));
    if (to === top.value || scroller.value === null) return;
    // The row exists at once: the event of scrolling comes with the next frame.
    scrolled.value = to;
    scroller.value.scrollTop = to;
  }
  return { rows, fitting, scrollTo };
}
