import type { Grammar } from './grammar.ts';

/** A grammar's ways from state to state as flat lists: what is walked thousands of times a line. */
export interface Links {
  /** The ways out of state s are at outs[s] up to, not including, outs[s + 1]. */
  readonly outs: Int32Array;
  readonly sign: Int32Array;
  readonly to: Int32Array;
  /** The entrance that a way leads to. */
  readonly entry: Int32Array;
  /** A state and a sign by which it is come to: all such pairs, counted. */
  readonly entrances: number;
  readonly entryState: Int32Array;
  readonly entrySign: Int32Array;
  /** The way out of the same state by the same sign; -1: there is none. */
  readonly again: Int32Array;
  /** The entrance of state and sign, at state x classes + sign; -1: the state is never come to so. */
  readonly entryOf: Int32Array;
}

const known = new WeakMap<Grammar, Map<number, Links>>();

/** The links of a grammar over so many classes, worked out once for each. */
export function linksOf(grammar: Grammar, classes: number): Links {
  const ofGrammar = known.get(grammar) ?? new Map<number, Links>();
  known.set(grammar, ofGrammar);
  const links = ofGrammar.get(classes) ?? link(grammar, classes);
  ofGrammar.set(classes, links);
  return links;
}

function link(grammar: Grammar, classes: number): Links {
  const { states } = grammar;
  const entryOf = new Int32Array(states * classes).fill(-1);
  const outs = new Int32Array(states + 1);
  const [sign, to, entry]: [number[], number[], number[]] = [[], [], []];
  const [entryState, entrySign]: [number[], number[]] = [[], []];
  for (let s = 0; s < states; s++) {
    for (let c = 0; c < classes; c++) {
      const after = grammar.next(s, c);
      if (after < 0) continue;
      const pair = after * classes + c;
      if (entryOf[pair]! < 0) {
        entryOf[pair] = entryState.push(after) - 1;
        entrySign.push(c);
      }
      sign.push(c);
      to.push(after);
      entry.push(entryOf[pair]!);
    }
    outs[s + 1] = sign.length;
  }
  const again = entryState.map((state, e) => {
    for (let k = outs[state]!; k < outs[state + 1]!; k++) if (sign[k] === entrySign[e]) return k;
    return -1;
  });
  return {
    ...{ outs, entryOf, entrances: entryState.length },
    sign: Int32Array.from(sign),
    to: Int32Array.from(to),
    entry: Int32Array.from(entry),
    entryState: Int32Array.from(entryState),
    entrySign: Int32Array.from(entrySign),
    again: Int32Array.from(again),
  };
}
