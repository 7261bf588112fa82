import { logAdd, type Emissions } from './emissions.ts';

/**
 * Forward and backward variables of connectionist temporal classification for one string (Graves et al. 2006): of the string with
 * a blank before, between and after its signs. `forward` and `backward` have steps x (2 n + 1) logarithms; each contains its own step's emission.
 */
export interface CtcTables {
  /** The string's signs with blanks around them; the blank is `classes`. */
  readonly states: readonly number[];
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** log of the string's probability, over all alignments; -Infinity if the line has too few steps for it. */
  readonly log: number;
}

/** What an alignment goes through: the signs with a blank before, between and after them, and whether the blank before each may be left out. */
export function alignmentStates(signs: readonly number[], blank: number): { states: number[]; skips: boolean[] } {
  const states = [blank, ...signs.flatMap((sign) => [sign, blank])];
  // Not between two of a kind: they would be one.
  return { states, skips: states.map((state, i) => i >= 2 && state !== blank && state !== states[i - 2]) };
}

export function ctcTables({ steps, classes, logs }: Emissions, signs: readonly number[]): CtcTables {
  const { states, skips } = alignmentStates(signs, classes);
  const n = states.length;
  const forward = new Float64Array(steps * n).fill(-Infinity);
  const backward = new Float64Array(steps * n).fill(-Infinity);
  if (steps === 0) return { states, forward, backward, log: signs.length === 0 ? 0 : -Infinity };
  const emitted = (t: number, i: number): number => logs[t * (classes + 1) + states[i]!]!;
  for (let i = 0; i < Math.min(2, n); i++) {
    forward[i] = emitted(0, i);
    backward[(steps - 1) * n + n - 1 - i] = emitted(steps - 1, n - 1 - i);
  }
  for (let t = 1; t < steps; t++) {
    const [now, before] = [t * n, (t - 1) * n];
    for (let i = 0; i < n; i++) {
      let sum = forward[before + i]!;
      if (i >= 1) sum = logAdd(sum, forward[before + i - 1]!);
      if (skips[i]) sum = logAdd(sum, forward[before + i - 2]!);
      forward[now + i] = sum + emitted(t, i);
    }
    const [row, after, back] = [(steps - 1 - t) * n, (steps - t) * n, steps - 1 - t];
    for (let i = 0; i < n; i++) {
      let sum = backward[after + i]!;
      if (i + 1 < n) sum = logAdd(sum, backward[after + i + 1]!);
      if (skips[i + 2]) sum = logAdd(sum, backward[after + i + 2]!);
      backward[row + i] = sum + emitted(back, i);
    }
  }
  const end = (steps - 1) * n;
  const log = logAdd(forward[end + n - 1]!, n > 1 ? forward[end + n - 2]! : -Infinity);
  return { states, forward, backward, log };
}

/**
 * The CTC loss of a string, -log of its probability, and the loss's gradient by the logits, steps x (classes + 1). Infinity and zeros
 * if the line has too few steps for the string.
 */
export function ctcLoss(emissions: Emissions, signs: readonly number[]): { loss: number; gradient: Float64Array } {
  const { steps, classes, logs } = emissions;
  const { states, forward, backward, log } = ctcTables(emissions, signs);
  const width = classes + 1;
  const gradient = new Float64Array(steps * width);
  if (log === -Infinity) return { loss: Infinity, gradient };
  const through = new Float64Array(width);
  for (let t = 0; t < steps; t++) {
    through.fill(-Infinity);
    // Both tables have this step's emission in them: once too often.
    states.forEach((state, i) => {
      const at = t * states.length + i;
      through[state] = logAdd(through[state]!, forward[at]! + backward[at]! - logs[t * width + state]!);
    });
    for (let k = 0; k < width; k++)
      gradient[t * width + k] = Math.exp(logs[t * width + k]!) - Math.exp(through[k]! - log);
  }
  return { loss: -log, gradient };
}
