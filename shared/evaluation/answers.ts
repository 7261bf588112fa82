import { argMax, crossEntropy, NO_ANSWER } from './softmax.ts';

/** What a model answered to some images: the one thing that is kept of an evaluation; all else follows from it and the labels. */
export interface Answers {
  readonly count: number;
  readonly classes: number;
  /** count x classes logits, image by image. */
  readonly logits: Float32Array;
  /** For each image the probability that it is a sign of the task; null where the model cannot tell. */
  readonly known: Float32Array | null;
}

/** For each image the place of its class in the model's task; -1 for one that does not count. */
export type GivenLabels = Int32Array;

/** What can be said of each image without its label, as columns; NaN where a logit is not finite. */
export interface Readings {
  /** The likeliest class, the first of equals; NO_ANSWER where a logit is NaN. */
  readonly predicted: Int32Array;
  /** Its probability. */
  readonly confidence: Float64Array;
  /** 1 less the distance between the two highest probabilities. */
  readonly doubt: Float64Array;
}

/** Reads all answers once. */
export function readingsOf({ count, classes, logits }: Answers): Readings {
  const predicted = new Int32Array(count);
  const [confidence, doubt] = [new Float64Array(count).fill(NaN), new Float64Array(count).fill(NaN)];
  for (let i = 0; i < count; i++) {
    const start = i * classes;
    const best = argMax(logits, start, classes);
    predicted[i] = best;
    if (best === NO_ANSWER) continue;
    const highest = logits[start + best]!;
    let [sum, second] = [0, -Infinity];
    for (let c = 0; c < classes; c++) {
      const logit = logits[start + c]!;
      sum += Math.exp(logit - highest);
      if (c !== best && !(logit <= second)) second = logit;
    }
    const finite = Number.isFinite(sum) && Number.isFinite(highest) && second > -Infinity;
    if (!finite) continue;
    confidence[i] = 1 / sum;
    doubt[i] = 1 - (1 - Math.exp(second - highest)) / sum;
  }
  return { predicted, confidence, doubt };
}

/** The class that an image was read as; null where the model gave no answer. */
export const answerAt = ({ predicted }: Readings, row: number): number | null =>
  predicted[row] === NO_ANSWER ? null : predicted[row]!;

/** Cross-entropy of image i's answer against a class; NaN or infinite where a logit is not finite. */
export const lossOf = ({ logits, classes }: Answers, i: number, label: number): number =>
  crossEntropy(logits, i * classes, classes, label);

/** Whether all of image i's logits are numbers. */
export function isFinite({ logits, classes }: Answers, i: number): boolean {
  for (let c = i * classes; c < (i + 1) * classes; c++) if (!Number.isFinite(logits[c]!)) return false;
  return true;
}

/** The label's place among the classes by their logits, from 0: how many are likelier, or as likely and before it. */
export function rankOf({ logits, classes }: Answers, i: number, label: number): number {
  const [start, own] = [i * classes, logits[i * classes + label]!];
  let rank = 0;
  for (let c = 0; c < classes; c++) {
    const logit = logits[start + c]!;
    if (logit > own || (logit === own && c < label)) rank++;
  }
  return rank;
}
