import { computed, shallowRef, watch } from 'vue';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import type { TableRow } from '../../../shared/runs/table/arrange.ts';

/**
 * The runs that are selected, of those that are in the table; one that leaves it is selected no more. `shown`: all of them; `rows`: how they
 * stand, those of closed groups left out.
 */
export function useSelection(shown: () => readonly RunSummary[], rows: () => readonly TableRow[]) {
  const ids = shallowRef<ReadonlySet<RunId>>(new Set());
  /** Where a selection with Shift begins. */
  let anchor: RunId | null = null;

  const selected = computed(() => (ids.value.size === 0 ? [] : shown().filter(({ id }) => ids.value.has(id))));
  watch(selected, (now) => {
    if (now.length < ids.value.size) ids.value = new Set(now.map(({ id }) => id));
  });

  function set(all: readonly RunId[], on: boolean): void {
    const next = new Set(ids.value);
    for (const id of all)
      if (on) next.add(id);
      else next.delete(id);
    ids.value = next;
  }
  function toggle(id: RunId): void {
    anchor = id;
    set([id], !ids.value.has(id));
  }
  /** From where the last one was selected to this one. */
  function extendTo(id: RunId): void {
    const order = rows().map((row) => (row.kind === 'run' ? row.run.id : null));
    const [from, to] = [order.indexOf(anchor ?? id), order.indexOf(id)];
    if (from < 0 || to < 0) return toggle(id);
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    set(
      between.filter((each) => each !== null),
      true,
    );
  }
  /** All of these, or none where all are selected already. */
  function toggleAll(all: readonly RunSummary[]): void {
    const on = !all.every(({ id }) => ids.value.has(id));
    set(
      all.map(({ id }) => id),
      on,
    );
  }
  const clear = (): void => void (ids.value = new Set());
  return { ids, selected, toggle, extendTo, toggleAll, clear };
}
