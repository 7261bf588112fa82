import { computed, onScopeDispose, shallowRef } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { useEvaluations } from '../../stores/evaluations.ts';

/** How far work with a ticket is, and of how much. */
interface Progress {
  readonly ticket: string;
  readonly done: number;
  readonly total: number;
}

function inLab(): () => Progress | null {
  const evaluations = useEvaluations();
  return () => evaluations.progress;
}

/**
 * Long work that a card or a dialog asks the host for: one at a time, with its progress, cancelled with the card. `told` is what was told last of
 * such work, of whichever ticket; if not given, of work in the lab.
 */
export function useLongWork(told: () => Progress | null = inLab()) {
  const error = shallowRef<ErrorData | null>(null);
  const going = shallowRef<{ readonly ticket: string; readonly controller: AbortController } | null>(null);

  /** Of the work that is going; null while nothing is told of it. */
  const share = computed(() => {
    const news = told();
    return news !== null && news.ticket === going.value?.ticket ? news.done / Math.max(1, news.total) : null;
  });

  /** `work` is to change nothing once its signal is aborted. Never rejects: `error` says what went wrong. */
  async function begin(work: (ticket: string, signal: AbortSignal) => Promise<void>): Promise<void> {
    cancel();
    const own = { ticket: crypto.randomUUID(), controller: new AbortController() };
    [going.value, error.value] = [own, null];
    try {
      await work(own.ticket, own.controller.signal);
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (own === going.value && data.code !== 'cancelled') error.value = data;
    } finally {
      if (own === going.value) going.value = null;
    }
  }

  function cancel(): void {
    going.value?.controller.abort();
    [going.value, error.value] = [null, null];
  }
  onScopeDispose(cancel);
  return { going, share, error, begin, cancel };
}
