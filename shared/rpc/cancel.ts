import type { CancelSignal } from '../contract/define.ts';
import { AppError } from '../contract/errors.ts';

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

/** Does `work` with a source of its own, which also aborts when `signal`, if there is one, does so meanwhile. */
export async function withCancelSource<T>(
  signal: CancelSignal | undefined,
  work: (source: CancelSource) => Promise<T>,
): Promise<T> {
  const source = createCancelSource();
  signal?.addEventListener('abort', source.abort);
  if (signal?.aborted) source.abort();
  try {
    return await work(source);
  } finally {
    signal?.removeEventListener('abort', source.abort);
  }
}

/** Throws `cancelled` if the signal, where there is one, has aborted. */
export function refuseIfAborted(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled');
}

/**
 * As `work`, but rejects with `cancelled` as soon as the signal, if there is one, aborts. The work itself may go on.
 */
export async function abortable<T>(work: Promise<T>, signal: CancelSignal | undefined): Promise<T> {
  if (!signal) return work;
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => (abort = () => reject(new AppError('cancelled'))));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
