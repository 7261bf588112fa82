import { ref, shallowRef } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';

/**
 * Asks about something while it grows: one question is on its way at a time, the newest one waits, those between are skipped. An answer
 * to what was dropped since by `forget` is dropped too.
 */
export function createLatest<Question, Answer>(answerTo: (question: Question, signal: AbortSignal) => Promise<Answer>) {
  const answer = shallowRef<Answer | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const busy = ref(false);

  let waiting: { readonly question: Question } | null = null;
  let asking: AbortController | null = null;

  /** Asks as soon as the question before it is answered. */
  function ask(question: Question): void {
    waiting = { question };
    if (asking === null) void drain();
  }

  /** To be called when what was asked about is gone, or earlier questions no longer count. */
  function forget(): void {
    waiting = null;
    asking?.abort();
    asking = null;
    answer.value = null;
    error.value = null;
    busy.value = false;
  }

  async function drain(): Promise<void> {
    const own = new AbortController();
    asking = own;
    busy.value = true;
    while (waiting !== null && asking === own) {
      const { question }: { readonly question: Question } = waiting;
      waiting = null;
      try {
        const answered = await answerTo(question, own.signal);
        if (asking !== own) return;
        answer.value = answered;
        error.value = null;
      } catch (thrown) {
        if (asking !== own) return;
        answer.value = null;
        error.value = toErrorData(thrown);
      }
    }
    if (asking === own) {
      asking = null;
      busy.value = false;
    }
  }

  return { answer, error, busy, ask, forget };
}
