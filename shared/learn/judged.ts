import type { Calibration, ClassScores } from '../contract/schemas/evaluation.ts';
import { lossOf, readingsOf, type Answers, type GivenLabels } from '../evaluation/answers.ts';
import { calibrationOf } from '../evaluation/calibration.ts';
import { classScores, shareOf } from '../evaluation/class-scores.ts';
import { confusionOf, type ConfusionCell } from '../evaluation/confusion.ts';
import { scaledAnswers } from '../evaluation/scores.ts';
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

export interface JudgedBy {
  /** Logits are divided by it. */
  readonly temperature: number;
  /** Answers of a lower confidence do not count. */
  readonly threshold: number;
}

/** Judges answers by their labels (of each image its class's place). */
export function judge(answers: Answers, labels: GivenLabels, { temperature, threshold }: JudgedBy): Judgement {
  const cooled = temperature === 1 ? answers : scaledAnswers(answers, temperature);
  const { predicted, confidence } = readingsOf(cooled);
  const calibration = calibrationOf(
    Array.from(labels, (label, i) => ({
      ...{ confidence: confidence[i]!, right: predicted[i] === label, loss: lossOf(cooled, i, label) },
    })),
  );
  const sure = [...labels.keys()].filter((i) =>
    predicted[i] === NO_ANSWER ? threshold === 0 : confidence[i]! >= threshold,
  );
  const right = sure.filter((i) => predicted[i] === labels[i]).length;
  const matrix = confusionOf(
    sure.map((i) => [labels[i]!, predicted[i]!]),
    answers.classes,
  );
  return {
    ...{ n: sure.length, of: labels.length, right, calibration },
    accuracy: shareOf(right, sure.length),
    interval: wilsonInterval(right, sure.length),
    confusion: matrix.cells,
    classes: classScores(matrix, answers.classes),
  };
}

/** Probabilities as they are at another temperature; `from` is the one that they were told at. Those of 0 stay 0. */
export function atTemperature(probabilities: readonly number[], temperature: number, from = 1): number[] {
  const powers = probabilities.map((p) => p ** (from / temperature));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}
