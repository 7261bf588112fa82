import { ref, shallowRef } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { showGrowth } from './growth.ts';
import { RunSeries } from './run-series.ts';

/** What the feed asks the host for: all logs of the run that still hold, and how many lines could not be read. */
export type FetchLogs = () => Promise<{ logs: RunLog[]; torn: number }>;

/**
 * One run's logs as they come: a snapshot, then events. Events that arrive while the snapshot is on its way wait, and
 * those that the snapshot already tells are left out.
 */
export class RunFeed {
  readonly state = ref<'loading' | 'ready' | 'failed'>('loading');
  readonly error = shallowRef<ErrorData | null>(null);
  readonly torn = ref(0);
  /** Goes up when the series has grown: it does so in place. */
  readonly version = ref(0);

  readonly #grow = (): void => void (this.version.value += 1);
  #series = new RunSeries();
  #waiting: RunLog[] | null = [];
  #attempt = 0;

  /** The run so far. A computed or a template that reads it is updated when it grows. */
  get series(): RunSeries {
    void this.version.value;
    return this.#series;
  }

  /** Takes a snapshot, anew after a reconnection. Never rejects: `state` and `error` tell. */
  async load(fetchLogs: FetchLogs): Promise<void> {
    const attempt = ++this.#attempt;
    this.#waiting = [];
    try {
      const { logs, torn } = await fetchLogs();
      if (attempt !== this.#attempt) return;
      const series = new RunSeries();
      series.apply(logs);
      series.apply(unseen(logs, this.#waiting));
      this.#series = series;
      this.#waiting = null;
      this.torn.value = torn;
      this.error.value = null;
      this.state.value = 'ready';
      this.#grow();
    } catch (thrown) {
      if (attempt !== this.#attempt) return;
      this.error.value = toErrorData(thrown);
      if (this.state.value === 'loading') this.state.value = 'failed';
    }
  }

  receive(logs: readonly RunLog[]): void {
    if (this.#waiting !== null) {
      this.#waiting.push(...logs);
      return;
    }
    this.#series.apply(logs);
    showGrowth(this.#grow);
  }
}

/** The logs of `waiting` that are not at the end of `told` already, compared by their content. */
function unseen(told: readonly RunLog[], waiting: readonly RunLog[]): readonly RunLog[] {
  const earliest = waiting[0]?.time ?? Infinity;
  const known = new Set<string>();
  for (let i = told.length - 1; i >= 0 && told[i]!.time >= earliest; i--) known.add(JSON.stringify(told[i]));
  return waiting.filter((log) => !known.has(JSON.stringify(log)));
}
