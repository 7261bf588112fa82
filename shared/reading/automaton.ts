import type { Grammar } from './grammar.ts';

/** More states than this are a mistake of who describes the strings. */
const MOST_STATES = 4000;

/** Strings of signs, described by what is to be remembered of a beginning. */
export interface Description<S> {
  readonly start: S;
  /** What is to be remembered after this sign; null: no string goes on so. Gets the sign's name. */
  next(state: S, sign: string): S | null;
  ends(state: S): boolean;
}

/**
 * A grammar over the names of a model's classes: every state that can be reached is looked at once, so that what stands in a
 * state should be plain data, and little. Throws RangeError if there are more than 4,000.
 */
export function automatonOf<S>({ start, next, ends }: Description<S>, classes: readonly string[]): Grammar {
  const numbers = new Map<string, number>();
  const states: S[] = [];
  const number = (state: S): number => {
    const key = JSON.stringify(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (states.length === MOST_STATES) throw new RangeError(`more than ${MOST_STATES} states`);
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  number(start);
  const table: number[][] = [];
  // The list grows while it is walked.
  for (let i = 0; i < states.length; i++) {
    table.push(
      classes.map((sign) => {
        const after = next(states[i]!, sign);
        return after === null ? -1 : number(after);
      }),
    );
  }
  const ending = states.map(ends);
  return {
    states: states.length,
    start: 0,
    next: (state, sign) => table[state]![sign]!,
    ends: (state) => ending[state]!,
  };
}

/** The value of a sign that is a digit, by its name; null: it is none. */
export const digitOf = (sign: string): number | null => (/^[0-9]$/.test(sign) ? Number(sign) : null);
