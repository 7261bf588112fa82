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
  return fewest(table, ending);
}

/**
 * The same strings with the fewest states (Moore 1956): states that go on alike are one. Of the 1,400 of a date fewer than 80 stay, and a search
 * takes as long as there are states.
 */
function fewest(table: readonly (readonly number[])[], ending: readonly boolean[]): Grammar {
  let groups = ending.map(Number);
  let count = 0;
  for (;;) {
    const found = new Map<string, number>();
    const parted = table.map((row, state) => {
      const key = [groups[state], ...row.map((to) => (to < 0 ? -1 : groups[to]))].join();
      return found.get(key) ?? (found.set(key, found.size), found.size - 1);
    });
    groups = parted;
    if (found.size === count) break;
    count = found.size;
  }
  const of = Array.from({ length: count }, (_, group) => groups.indexOf(group));
  const small = of.map((state) => table[state]!.map((to) => (to < 0 ? -1 : groups[to]!)));
  return {
    states: count,
    start: groups[0]!,
    next: (state, sign) => small[state]![sign]!,
    ends: (state) => ending[of[state]!]!,
  };
}

/** Strings that any of some grammars has. Throws RangeError as `automatonOf` does. */
export const anyOfThese = (grammars: readonly Grammar[], classes: readonly string[]): Grammar =>
  automatonOf<readonly number[]>(
    {
      start: grammars.map(({ start }) => start),
      next(states, sign) {
        const after = states.map((state, i) => (state < 0 ? -1 : grammars[i]!.next(state, classes.indexOf(sign))));
        return after.some((state) => state >= 0) ? after : null;
      },
      ends: (states) => states.some((state, i) => state >= 0 && grammars[i]!.ends(state)),
    },
    classes,
  );

/** The value of a sign that is a digit, by its name; null: it is none. */
export const digitOf = (sign: string): number | null => (/^[0-9]$/.test(sign) ? Number(sign) : null);
