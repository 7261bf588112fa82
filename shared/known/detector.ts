/** Evidence further from its mean than this, in deviations, counts as this far. */
export const FARTHEST = 3.5;

/**
 * A small network over evidence (see evidence.ts): each number to its deviations from the mean, a hidden layer with ReLU, and
 * a logit for each kind of thing that an image may show, of which the first is a sign. All float32.
 */
export interface Detector {
  readonly mean: Float32Array;
  /** 1 over the deviation. */
  readonly scale: Float32Array;
  /** [evidence, hidden], row by row, and [hidden]. The kernel is the most of it, and rounded to bfloat16. */
  readonly hiddenKernel: Float32Array;
  readonly hiddenBias: Float32Array;
  /** [hidden, kinds] and [kinds]. */
  readonly kindsKernel: Float32Array;
  readonly kindsBias: Float32Array;
}

/** Logits of the kinds. Plain arithmetic: some twenty thousand multiplications, far less than asking TensorFlow costs. */
export function detect(detector: Detector, evidence: Float32Array): Float64Array {
  const { mean, scale, hiddenKernel, hiddenBias, kindsKernel, kindsBias } = detector;
  const units = hiddenBias.length;
  const hidden = Float64Array.from(hiddenBias);
  for (let i = 0; i < evidence.length; i++) {
    const value = Math.min(FARTHEST, Math.max(-FARTHEST, (evidence[i]! - mean[i]!) * scale[i]!));
    for (let unit = 0; unit < units; unit++) hidden[unit]! += value * hiddenKernel[i * units + unit]!;
  }
  const kinds = Float64Array.from(kindsBias);
  for (let unit = 0; unit < units; unit++) {
    const value = hidden[unit]!;
    if (value <= 0) continue;
    for (let kind = 0; kind < kinds.length; kind++) kinds[kind]! += value * kindsKernel[unit * kinds.length + kind]!;
  }
  return kinds;
}

/** The log-odds that it is the first kind and none of the others. */
export function logOdds(kinds: Float64Array): number {
  const others = kinds.subarray(1);
  const highest = others.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const sum = others.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  return kinds[0]! - highest - Math.log(sum);
}
