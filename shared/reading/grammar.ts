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

/** Whether the grammar has this string. */
export function accepts(grammar: Grammar, signs: readonly number[]): boolean {
  let state = grammar.start;
  for (const sign of signs) {
    state = grammar.next(state, sign);
    if (state < 0) return false;
  }
  return grammar.ends(state);
}
