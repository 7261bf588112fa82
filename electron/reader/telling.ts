import type { EventPayload } from '../../shared/contract/define.ts';
import type { ReaderEvents } from '../../shared/contract/reader.ts';

export type Progress = EventPayload<ReaderEvents, 'data.progress'>;

/** Milliseconds between two progress events. */
const TELL_EVERY = 1000;

/**
 * Does work that may take long, and tells each second how far it is, also while that has not changed: whoever waits knows then that
 * the process lives, and is patient. Throws what `work` throws.
 */
export async function telling<T>(
  tell: (progress: Progress) => void,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  let now: Progress = { done: 0, total: null };
  const timer = setInterval(() => tell(now), TELL_EVERY);
  try {
    return await work((progress) => (now = progress));
  } finally {
    clearInterval(timer);
  }
}
