import { computed, watch } from 'vue';
import type { ComputedRef } from 'vue';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunNote } from '../../stores/run-series.ts';
import { useRuns } from '../../stores/runs.ts';
import type { RunFeed } from '../../stores/run-feed.ts';

export interface ShownRun {
  /** Null: it is on its way, or `error` tells why it cannot be had. */
  readonly run: ComputedRef<Run | null>;
  readonly error: ComputedRef<ErrorData | null>;
  readonly feed: ComputedRef<RunFeed | null>;
  /** A new array only when there are new notes: most events bring steps alone. */
  readonly notes: ComputedRef<readonly RunNote[]>;
  readonly again: () => void;
}

/** A run and its logs, followed as long as the screen is open. */
export function useRun(id: () => string): ShownRun {
  const runs = useRuns();
  const run = computed(() => runs.details.get(id()) ?? null);
  const feed = computed(() => runs.feeds.get(id()) ?? null);
  // Also when a deleted run comes back. One that the list does not have yet is asked for by its id.
  watch([id, () => runs.byId.has(id())] as const, () => void runs.watch(id()), { immediate: true });
  /** Why its record cannot be had; null while it is on its way, too. */
  const error = computed(() => {
    const why = run.value === null ? (feed.value?.error.value ?? null) : null;
    return why?.code === 'disconnected' ? null : why;
  });

  const notes = computed<readonly RunNote[]>((before) => {
    const now = feed.value?.series.notes ?? [];
    return before?.length === now.length && before.at(-1) === now.at(-1) ? before : [...now];
  });
  return { run, error, feed, notes, again: () => void runs.watch(id()) };
}
