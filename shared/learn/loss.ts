/** A class as numbers: 1 at its own place, 0 at all others. */
export const oneHot = (index: number, classes: number): number[] =>
  Array.from({ length: classes }, (_, i) => Number(i === index));

/** The slope of the cross-entropy of softmax against `label` by each logit: probability minus one-hot. */
export const logitGradient = (probabilities: readonly number[], label: number): number[] =>
  probabilities.map((p, i) => p - Number(i === label));
