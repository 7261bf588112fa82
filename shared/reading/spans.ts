import { alignmentStates } from './ctc.ts';
import type { Emissions } from './emissions.ts';

/** The steps in which a sign was read: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where each sign of a string stands, by the most probable alignment (Viterbi). Null if the line has too few steps for the string. */
export function spansOf({ steps, classes, logs }: Emissions, signs: readonly number[]): Span[] | null {
  const { states, skips } = alignmentStates(signs, classes);
  const n = states.length;
  let scores = new Float64Array(n).fill(-Infinity);
  const from = new Int32Array(steps * n);
  for (let t = 0; t < steps; t++) {
    const next = new Float64Array(n).fill(-Infinity);
    for (let i = 0; i < n; i++) {
      let best = i;
      if (t > 0) {
        for (const before of skips[i] ? [i - 1, i - 2] : [i - 1])
          if (before >= 0 && scores[before]! > scores[best]!) best = before;
        next[i] = scores[best]!;
      } else if (i < 2) next[i] = 0;
      from[t * n + i] = best;
      next[i]! += logs[t * (classes + 1) + states[i]!]!;
    }
    scores = next;
  }
  let at = n > 1 && scores[n - 2]! > scores[n - 1]! ? n - 2 : n - 1;
  if (steps === 0 || scores[at] === -Infinity) return signs.length === 0 ? [] : null;
  const spans: { start: number; end: number }[] = signs.map(() => ({ start: steps, end: 0 }));
  for (let t = steps - 1; t >= 0; t--) {
    if (at % 2 === 1) {
      const span = spans[(at - 1) / 2]!;
      [span.start, span.end] = [t, Math.max(span.end, t + 1)];
    }
    at = from[t * n + at]!;
  }
  return spans;
}
