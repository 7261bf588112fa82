import { logAdd, logSum, type Emissions } from './emissions.ts';
import type { Grammar } from './grammar.ts';
import { linksOf } from './links.ts';

/**
 * For each step and state, how probable it is that what follows brings a string of the grammar to its end. A search that knows this
 * never loses the way to a legal end, however narrow it is; at the very beginning it is the probability of all strings of the
 * grammar together. Logarithms.
 */
export interface Completion {
  /** After `t` steps, in `state`, the last step having been a blank (or none having been). */
  afterBlank(t: number, state: number): number;
  /**
   * The same, the last step having been `sign`, which a further `sign` without a blank between would only go on with. The state is
   * one that this sign leads to.
   */
  afterSign(t: number, state: number, sign: number): number;
  /** Of all strings of the grammar. */
  readonly total: number;
}

/** Takes as many additions a step as the grammar has ways from state to state, and as many numbers of memory as ways to come to one. */
export function complete({ steps, classes, logs }: Emissions, grammar: Grammar): Completion {
  const { states } = grammar;
  const { outs, sign, to, entry, entrances, entryState, entrySign, again, entryOf } = linksOf(grammar, classes);
  const width = classes + 1;
  const blanks = new Float64Array((steps + 1) * states).fill(-Infinity);
  const signs = new Float64Array((steps + 1) * entrances).fill(-Infinity);
  for (let s = 0; s < states; s++) if (grammar.ends(s)) blanks[steps * states + s] = 0;
  for (let e = 0; e < entrances; e++) if (grammar.ends(entryState[e]!)) signs[steps * entrances + e] = 0;
  const begun = new Float64Array(to.length);
  const all = new Float64Array(states);
  for (let t = steps - 1; t >= 0; t--) {
    const row = t * width;
    const [later, laterSigns] = [(t + 1) * states, (t + 1) * entrances];
    for (let k = 0; k < begun.length; k++) begun[k] = logs[row + sign[k]!]! + signs[laterSigns + entry[k]!]!;
    for (let s = 0; s < states; s++) {
      all[s] = logSum(begun, outs[s]!, outs[s + 1]!);
      blanks[t * states + s] = logAdd(logs[row + classes]! + blanks[later + s]!, all[s]!);
    }
    for (let e = 0; e < entrances; e++) {
      const s = entryState[e]!;
      const blank = logs[row + classes]! + blanks[later + s]!;
      const goesOn = logs[row + entrySign[e]!]! + signs[laterSigns + e]!;
      // A sign of the same kind begins only behind a blank. Summed up without it, so that nothing is subtracted.
      const others = again[e]! < 0 ? all[s]! : logSum(begun, outs[s]!, outs[s + 1]!, again[e]!);
      signs[t * entrances + e] = logAdd(logAdd(blank, goesOn), others);
    }
  }
  return {
    afterBlank: (t, state) => blanks[t * states + state]!,
    afterSign: (t, state, last) => signs[t * entrances + entryOf[state * classes + last]!]!,
    total: blanks[grammar.start]!,
  };
}
