/** Softmax of the n logits at `start`, in double precision. */
export function softmax(logits: Float32Array, start: number, n: number): number[] {
  const values = [...logits.subarray(start, start + n)];
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Cross-entropy of softmax of the n logits at `start` against class `label`: log-sum-exp minus the label's logit. */
export function crossEntropy(logits: Float32Array, start: number, n: number, label: number): number {
  let highest = -Infinity;
  for (let i = start; i < start + n; i++) highest = Math.max(highest, logits[i]!);
  let sum = 0;
  for (let i = start; i < start + n; i++) sum += Math.exp(logits[i]! - highest);
  return Math.log(sum) + highest - logits[start + label]!;
}

/** What is read where a logit is not a number: no class is the likeliest. It is wrong whatever the label is. */
export const NO_ANSWER = -1;

/** Index, from 0, of the highest of the n logits at `start`, the first of equals; NO_ANSWER where one of them is NaN. */
export function argMax(logits: Float32Array, start: number, n: number): number {
  let best = 0;
  for (let i = 0; i < n; i++) {
    const logit = logits[start + i]!;
    if (Number.isNaN(logit)) return NO_ANSWER;
    if (logit > logits[start + best]!) best = i;
  }
  return best;
}
