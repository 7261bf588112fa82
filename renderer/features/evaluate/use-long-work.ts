import { computed, onScopeDispose, shallowRef } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { useEvaluations } from '../../stores/evaluations.ts';

/** Long work that a card of the lab asks the host for: one at a time, with its progress, cancelled with the card. */
export function useLongWork() {
  const evaluations = useEvaluations();
  const error = shallowRef<ErrorData | null>(null);
  const going = shallowRef<{ readonly ticket: string; readonly controller: AbortController } | null>(null);

  /** Of the work that is going; null while nothing is told of it. */
  const share = computed(() => {
    const news = evaluations.progress;
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
