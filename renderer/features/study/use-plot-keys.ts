import { computed } from 'vue';

/** Something of a plot that the keyboard goes through. */
export interface PlotStop {
  readonly number: number;
  readonly words: string;
}

/** What `usePlotKeys` needs of a plot. */
export interface KeyedPlot {
  /** In the order in which the keys go through them. */
  readonly points: () => readonly PlotStop[];
  readonly front: () => number | null;
  readonly point: (number: number | null) => void;
  readonly keep: (number: number) => void;
}

/** The arrow keys, Home and End go from trial to trial, Enter keeps one, Escape leaves it. `spoken`: the trial in words, for screen readers. */
export function usePlotKeys({ points, front, point, keep }: KeyedPlot) {
  const spoken = computed(() => points().find(({ number }) => number === front())?.words ?? '');

  function onKey(event: KeyboardEvent): void {
    const all = points();
    const now = all.findIndex(({ number }) => number === front());
    const last = all.length - 1;
    const within = (place: number): number => Math.min(last, Math.max(0, place));
    const to = {
      ArrowRight: within(now + 1),
      ArrowDown: within(now + 1),
      ArrowLeft: within(now < 0 ? last : now - 1),
      ArrowUp: within(now < 0 ? last : now - 1),
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Enter' && now >= 0) keep(all[now]!.number);
    else if (event.key === 'Escape' && front() !== null) point(null);
    else if (to === undefined || last < 0) return;
    else point(all[to]!.number);
    event.preventDefault();
  }
  return { onKey, spoken };
}
