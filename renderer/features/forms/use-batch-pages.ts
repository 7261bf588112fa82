import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { BATCH_LIMITS } from '../../../shared/contract/schemas/batch.ts';
import type { BatchInfo, BatchPage, Decision } from '../../../shared/contract/schemas/batch.ts';
import { cellOf, type Cell } from '../../../shared/forms/cell.ts';
import { useBatches } from '../../stores/batches.ts';

/** A page in the table: what its cells show, without the signs that they were read from, so that many thousand pages are little. */
export interface BatchRow {
  readonly page: number;
  readonly file: string;
  readonly part: number;
  readonly error: ErrorData | null;
  readonly cells: readonly Cell[];
}

/** The rows of a batch's table: fetched part by part, and those that changed anew. */
export function useBatchPages(batch: () => BatchInfo) {
  const batches = useBatches();
  const rows = shallowRef<readonly BatchRow[]>([]);
  const loading = ref(false);
  const error = shallowRef<ErrorData | null>(null);
  const { id } = batch();
  let ended = false;

  function rowOf({
    page,
    file,
    part,
    error,
    fields,
    decisions,
  }: BatchPage & { decisions: Record<string, Decision> }): BatchRow {
    const cells = batch().form.fields.map((field) =>
      cellOf(field, fields.find((reading) => reading.field === field.id) ?? null, decisions[field.id]),
    );
    return { page, file, part, error, cells };
  }

  function take(fetched: readonly BatchRow[]): void {
    const byPage = new Map(rows.value.map((row) => [row.page, row]));
    for (const row of fetched) byPage.set(row.page, row);
    rows.value = [...byPage.values()].sort((a, b) => a.page - b.page);
  }

  async function fetch(from: number, count: number): Promise<readonly BatchRow[]> {
    const fetched = (await batches.pages({ id, from, count, only: 'all' })).map(rowOf);
    if (!ended) take(fetched);
    return fetched;
  }

  async function load(): Promise<void> {
    [loading.value, error.value] = [true, null];
    try {
      let from = 0;
      for (;;) {
        const fetched = await fetch(from, BATCH_LIMITS.perCall);
        if (ended || fetched.length < BATCH_LIMITS.perCall) return;
        from = fetched.at(-1)!.page + 1;
      }
    } catch (thrown) {
      error.value = toErrorData(thrown);
    } finally {
      loading.value = false;
    }
  }

  // What was read or decided meanwhile.
  watch(
    () => batches.changedPages,
    async (news) => {
      if (news?.batch !== id || news.pages.length === 0) return;
      const [first, last] = [Math.min(...news.pages), Math.max(...news.pages)];
      for (let from = first; from <= last; from += BATCH_LIMITS.perCall) {
        const to = Math.min(last, from + BATCH_LIMITS.perCall - 1);
        const isWanted = news.pages.some((page) => page >= from && page <= to);
        if (isWanted) await fetch(from, to - from + 1).catch(() => undefined);
      }
    },
    // Several events of one moment must not hide each other.
    { flush: 'sync' },
  );

  void load();
  onScopeDispose(() => (ended = true));
  return { rows, loading, error, load };
}
