import { computed, watch } from 'vue';
import type { ComputedRef } from 'vue';
import { isActive, type Run } from '../../../shared/contract/schemas/run.ts';
import { transferCurves, type TransferCurves } from '../../../shared/runs/transfer-curves.ts';
import { useRuns } from '../../stores/runs.ts';
import { classSpan } from './class-span.ts';

export interface ShownExperiment {
  /** Null: there is none of this id. */
  readonly curves: ComputedRef<TransferCurves | null>;
  /** The run of it that trains; null: none does. */
  readonly current: ComputedRef<Run | null>;
  /** The classes of both halves, in a few letters. */
  readonly spans: ComputedRef<{ readonly first: string; readonly second: string }>;
}

/** An experiment as its runs are now. */
export function useExperiment(id: () => string): ShownExperiment {
  const runs = useRuns();
  const ids = computed(() => (runs.groups.get(id()) ?? []).map((run) => run.id));
  // Their models and classes are told by their whole records.
  watch(
    () => ids.value.filter((one) => !runs.details.has(one)),
    (missing) => void (missing.length > 0 && runs.fetchRecords(missing).catch(() => undefined)),
    { immediate: true },
  );
  const members = computed(() => ids.value.flatMap((one) => runs.details.get(one) ?? []));
  const curves = computed(() => transferCurves(members.value));
  const spans = computed(() => {
    const { first = [], second = [] } = curves.value ?? {};
    const all = [...first, ...second];
    return { first: classSpan(first, all), second: classSpan(second, all) };
  });
  const current = computed(() => members.value.find(({ status }) => isActive(status) && status !== 'queued') ?? null);
  return { curves, current, spans };
}
