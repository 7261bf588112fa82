import { logAdd, type Emissions } from './emissions.ts';
import type { Grammar } from './grammar.ts';

/**
 * For each step and state, how probable it is that what follows brings a string of the grammar to its end. A search that knows this
 * never loses the way to a legal end, however narrow it is; at the very beginning it is the probability of all strings of the
 * grammar together. Logarithms.
 */
export interface Completion {
  /** After `t` steps, in `state`, the last step having been a blank (or none having been). */
  afterBlank(t: number, state: number): number;
  /** The same, the last step having been `sign`, which a further `sign` without a blank between would only go on with. */
  afterSign(t: number, state: number, sign: number): number;
  /** Of all strings of the grammar. */
  readonly total: number;
}

/** Takes steps x states x classes additions, and as many numbers of memory. */
export function complete({ steps, classes, logs }: Emissions, grammar: Grammar): Completion {
  const { states } = grammar;
  const width = classes + 1;
  const blanks = new Float64Array((steps + 1) * states).fill(-Infinity);
  const signs = new Float64Array((steps + 1) * states * classes).fill(-Infinity);
  const next = new Int32Array(states * classes);
  for (let s = 0; s < states; s++) {
    for (let c = 0; c < classes; c++) next[s * classes + c] = grammar.next(s, c);
    if (!grammar.ends(s)) continue;
    blanks[steps * states + s] = 0;
    signs.fill(0, (steps * states + s) * classes, (steps * states + s + 1) * classes);
  }
  // Sums of what each sign but one begins: from the left and from the right, so that nothing is subtracted.
  const begun = new Float64Array(classes);
  const fromRight = new Float64Array(classes + 1);
  for (let t = steps - 1; t >= 0; t--) {
    const row = t * width;
    for (let s = 0; s < states; s++) {
      for (let c = 0; c < classes; c++) {
        const to = next[s * classes + c]!;
        begun[c] = to < 0 ? -Infinity : logs[row + c]! + signs[((t + 1) * states + to) * classes + c]!;
      }
      fromRight[classes] = -Infinity;
      for (let c = classes - 1; c >= 0; c--) fromRight[c] = logAdd(begun[c]!, fromRight[c + 1]!);
      const blank = logs[row + classes]! + blanks[(t + 1) * states + s]!;
      blanks[t * states + s] = logAdd(blank, fromRight[0]!);
      let fromLeft = -Infinity;
      for (let c = 0; c < classes; c++) {
        const goesOn = logs[row + c]! + signs[((t + 1) * states + s) * classes + c]!;
        signs[(t * states + s) * classes + c] = logAdd(logAdd(blank, goesOn), logAdd(fromLeft, fromRight[c + 1]!));
        fromLeft = logAdd(fromLeft, begun[c]!);
      }
    }
  }
  return {
    afterBlank: (t, state) => blanks[t * states + state]!,
    afterSign: (t, state, sign) => signs[(t * states + state) * classes + sign]!,
    total: blanks[grammar.start]!,
  };
}
