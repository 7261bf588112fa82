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

/** Index, from 0, of the highest of the n logits at `start`; the first of equals. */
export function argMax(logits: Float32Array, start: number, n: number): number {
  let best = 0;
  for (let i = 1; i < n; i++) if (logits[start + i]! > logits[start + best]!) best = i;
  return best;
}
