import { computed, watch } from 'vue';
import type { ComputedRef } from 'vue';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunNote, RunSeries } from '../../stores/run-series.ts';
import { useRuns } from '../../stores/runs.ts';
import type { RunFeed } from '../../stores/run-feed.ts';

export interface ShownRun {
  readonly run: ComputedRef<Run | null>;
  readonly feed: ComputedRef<RunFeed | null>;
  /** The same object in each change; `tick` says that it changed. */
  readonly series: ComputedRef<{ readonly tick: number; readonly data: RunSeries } | null>;
  readonly notes: ComputedRef<readonly RunNote[]>;
  /** Steps done, by what was told last. */
  readonly step: ComputedRef<number>;
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

  const series = computed(() =>
    feed.value === null ? null : { tick: feed.value.version.value, data: feed.value.series },
  );
  const notes = computed(() => (series.value === null ? [] : [...series.value.data.notes]));
  const step = computed(() => {
    const { status = 'queued', step: recorded = 0 } = run.value ?? {};
    const live = status === 'running' || status === 'pausing' || status === 'stopping';
    return live ? Math.max(recorded, runs.latest.get(id())?.step ?? 0) : recorded;
  });
  return { run, feed, series, notes, step, again: () => void runs.watch(id()) };
}
