import { ref, shallowRef } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';

/** What is to be written. `again`: it was tried before, and nobody knows what came of that. */
export type Writing = (again: boolean) => Promise<void>;

/**
 * Writes one thing after the other, in order. What fails stays first, and waits with all behind it for `retry`: nothing is lost
 * while the window is open.
 */
export function createSaveQueue() {
  const waiting: { readonly write: Writing; tried: boolean }[] = [];
  /** How many are not written yet. */
  const count = ref(0);
  const error = shallowRef<ErrorData | null>(null);
  let draining: Promise<void> | null = null;

  function push(write: Writing): void {
    waiting.push({ write, tried: false });
    count.value = waiting.length;
    if (error.value === null) drainSoon();
  }

  function retry(): void {
    error.value = null;
    drainSoon();
  }

  function drainSoon(): void {
    if (draining === null && waiting.length > 0) draining = drain();
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0 && error.value === null) {
      const first = waiting[0]!;
      try {
        await first.write(first.tried);
        waiting.shift();
        count.value = waiting.length;
      } catch (thrown) {
        first.tried = true;
        error.value = toErrorData(thrown);
      }
    }
    draining = null;
  }

  /** Resolves when nothing is on its way: all is written, or something could not be. */
  const settled = (): Promise<void> => draining ?? Promise.resolve();

  return { count, error, push, retry, settled };
}
