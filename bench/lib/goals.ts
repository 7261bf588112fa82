/** The goal for a number. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  /** The value and the limit in words. */
  readonly words: readonly [string, string];
}

export const atLeast = (what: string, value: number, limit: number, words: (value: number) => string): Goal => ({
  what,
  value,
  bound: 'at least',
  limit,
  words: [words(value), words(limit)],
});

export const atMost = (what: string, value: number, limit: number, words: (value: number) => string): Goal => ({
  ...atLeast(what, value, limit, words),
  bound: 'at most',
});

export const isMet = ({ value, bound, limit }: Goal): boolean =>
  bound === 'at least' ? value >= limit : value <= limit;
