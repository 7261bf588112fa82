/**
 * Which strings of signs a reading may be: an automaton with whole-number states, 0 to `states` - 1. Signs are places in the model's
 * classes. Deterministic, so that each string has one way through it and probabilities of strings add up.
 */
export interface Grammar {
  readonly states: number;
  readonly start: number;
  /** The state after `sign`; -1: no string of the grammar goes on so. */
  next(state: number, sign: number): number;
  /** Whether a string may end here. */
  ends(state: number): boolean;
}

/** Every string of the signs that `allowed` names; all signs without it. */
export const anyOf = (allowed?: ReadonlySet<number>): Grammar => ({
  states: 1,
  start: 0,
  next: (_state, sign) => (allowed === undefined || allowed.has(sign) ? 0 : -1),
  ends: () => true,
});

/** Strings of exactly `length` signs (of those that `allowed` names). Throws RangeError for a length below 1. */
export function ofLength(length: number, allowed?: ReadonlySet<number>): Grammar {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`a code has 1 sign or more, not ${length}`);
  return {
    states: length + 1,
    start: 0,
    next: (state, sign) => (state < length && (allowed === undefined || allowed.has(sign)) ? state + 1 : -1),
    ends: (state) => state === length,
  };
}

/** Strings that both grammars have: a code of known length, say, whose last digit is right. */
export function both(a: Grammar, b: Grammar): Grammar {
  return {
    states: a.states * b.states,
    start: a.start * b.states + b.start,
    next(state, sign) {
      const first = a.next(Math.floor(state / b.states), sign);
      const second = first < 0 ? -1 : b.next(state % b.states, sign);
      return second < 0 ? -1 : first * b.states + second;
    },
    ends: (state) => a.ends(Math.floor(state / b.states)) && b.ends(state % b.states),
  };
}

/** Whether the grammar has this string. */
export function accepts(grammar: Grammar, signs: readonly number[]): boolean {
  let state = grammar.start;
  for (const sign of signs) {
    state = grammar.next(state, sign);
    if (state < 0) return false;
  }
  return grammar.ends(state);
}
