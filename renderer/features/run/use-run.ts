import { computed, watch } from 'vue';
import type { ComputedRef } from 'vue';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunNote } from '../../stores/run-series.ts';
import { useRuns } from '../../stores/runs.ts';
import type { RunFeed } from '../../stores/run-feed.ts';

export interface ShownRun {
  readonly run: ComputedRef<Run | null>;
  readonly feed: ComputedRef<RunFeed | null>;
  /** A new array only when there are new notes: most events bring steps alone. */
  readonly notes: ComputedRef<readonly RunNote[]>;
  readonly again: () => void;
}

/** A run and its logs, followed as long as the screen is open. */
export function useRun(id: () => string): ShownRun {
  const runs = useRuns();
  const run = computed(() => runs.byId.get(id()) ?? null);
  const feed = computed(() => runs.feeds.get(id()) ?? null);
  // Also when a deleted run comes back.
  watch(
    () => run.value?.id,
    (known) => {
      if (known !== undefined) runs.watch(known);
    },
    { immediate: true },
  );

  const notes = computed<readonly RunNote[]>((before) => {
    const now = feed.value?.series.notes ?? [];
    return before?.length === now.length && before.at(-1) === now.at(-1) ? before : [...now];
  });
  return { run, feed, notes, again: () => void runs.watch(id()) };
}
