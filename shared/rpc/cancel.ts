import type { CancelSignal } from '../contract/define.ts';

/** A signal and the function that aborts it: AbortController for code that has neither DOM nor Node. */
export interface CancelSource {
  readonly signal: CancelSignal;
  abort(): void;
}

/** Listeners are called once, in order; aborting again does nothing. */
export function createCancelSource(): CancelSource {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    abort() {
      if (aborted) return;
      aborted = true;
      for (const listener of listeners) listener();
      listeners.clear();
    },
  };
}
