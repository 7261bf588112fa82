import type { Calibration, ClassScores } from '../contract/schemas/evaluation.ts';
import { readingsOf, type Answers, type GivenLabels } from '../evaluation/answers.ts';
import { calibrationOf, type Judged } from '../evaluation/calibration.ts';
import { classScores, shareOf } from '../evaluation/class-scores.ts';
import { confusionOf, type ConfusionCell } from '../evaluation/confusion.ts';
import { NO_ANSWER } from '../evaluation/softmax.ts';
import { wilsonInterval } from '../evaluation/wilson.ts';

/** What a model's answers come to at a temperature, where only those count that are as sure as a threshold. */
export interface Judgement {
  /** Images that are sure enough, and of all. */
  readonly n: number;
  readonly of: number;
  readonly right: number;
  /** Null where none is sure enough. */
  readonly accuracy: number | null;
  /** Wilson's, 95 %. */
  readonly interval: readonly [number, number];
  readonly confusion: readonly ConfusionCell[];
  readonly classes: readonly ClassScores[];
  /** Of all images, sure or not. */
  readonly calibration: Calibration;
}

/** Answers with what was read in each image, which no temperature changes. `labels`: of each image its class's place. */
export interface ReadAnswers {
  readonly answers: Answers;
  readonly labels: GivenLabels;
  readonly predicted: Int32Array;
}

export const readAnswers = (answers: Answers, labels: GivenLabels): ReadAnswers => ({
  ...{ answers, labels },
  predicted: readingsOf(answers).predicted,
});

/**
 * How sure the model is of each image when its logits are divided by a temperature, and its cross-entropy then. One power of e for each logit: a page
 * asks for it with every move of a slider.
 */
export function sureAt(
  { answers: { classes, logits }, labels, predicted }: ReadAnswers,
  temperature: number,
): Judged[] {
  const judged = new Array<Judged>(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const [start, best, label] = [i * classes, predicted[i]!, labels[i]!];
    const highest = best === NO_ANSWER ? NaN : logits[start + best]!;
    let sum = 0;
    for (let c = start; c < start + classes; c++) sum += Math.exp((logits[c]! - highest) / temperature);
    const loss = Math.log(sum) + (highest - logits[start + label]!) / temperature;
    judged[i] = { confidence: 1 / sum, right: best === label, loss };
  }
  return judged;
}

/** What answers come to where only those count that are as sure as the threshold. Calibration is of all. `sure`: see `sureAt`. */
export function judge(
  { answers: { classes }, labels, predicted }: ReadAnswers,
  sure: readonly Judged[],
  threshold: number,
): Judgement {
  const pairs: [truth: number, predicted: number][] = [];
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    // An image without an answer is as sure as nothing.
    if (predicted[i] === NO_ANSWER ? threshold > 0 : !(sure[i]!.confidence >= threshold)) continue;
    pairs.push([labels[i]!, predicted[i]!]);
    if (sure[i]!.right) right++;
  }
  const matrix = confusionOf(pairs, classes);
  return {
    ...{ n: pairs.length, of: labels.length, right, calibration: calibrationOf(sure) },
    accuracy: shareOf(right, pairs.length),
    interval: wilsonInterval(right, pairs.length),
    confusion: matrix.cells,
    classes: classScores(matrix, classes),
  };
}

/** Probabilities as they are at another temperature; `from` is the one that they were told at. Those of 0 stay 0. */
export function atTemperature(probabilities: readonly number[], temperature: number, from = 1): number[] {
  const powers = probabilities.map((p) => p ** (from / temperature));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}
