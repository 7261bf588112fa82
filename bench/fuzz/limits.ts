import type { Outcome } from './try-input.ts';

/** What no single input may take: seconds, and bytes beyond what the process had before. */
export const [MOST_SECONDS, MOST_BYTES] = [2, 500_000_000];

/** Whether an input took neither too long nor too much. */
export const isWithin = ({ seconds, grown }: Pick<Outcome, 'seconds' | 'grown'>): boolean =>
  seconds <= MOST_SECONDS && (grown ?? 0) <= MOST_BYTES;
