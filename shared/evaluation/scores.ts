import type { Scores } from '../contract/schemas/evaluation.ts';
import { type Answers, type GivenLabels, isFinite, lossOf, rankOf, type Readings, readingsOf } from './answers.ts';
import { calibrationOf, type Judged } from './calibration.ts';
import { classScores, macroScores, shareOf } from './class-scores.ts';
import { confusionOf } from './confusion.ts';
import { similarityOrder } from './similarity.ts';
import { fitTemperature, isBound } from './temperature.ts';
import { wilsonInterval } from './wilson.ts';

export interface ScoredLabels {
  /** As they count, corrections applied. */
  readonly labels: GivenLabels;
  /** As the data set has them. */
  readonly given: GivenLabels;
}

/** All scores of a model's answers. `threshold`: from which probability on it takes an image for a sign. */
export function scoresOf(answers: Answers, { labels, given }: ScoredLabels, threshold: number | null): Scores {
  const readings = readingsOf(answers);
  const { predicted } = readings;
  const counted = [...labels.keys()].filter((i) => labels[i]! >= 0);
  let [right, amongTwo] = [0, 0];
  for (const i of counted) {
    const label = labels[i]!;
    if (predicted[i] === label) right++;
    if (predicted[i] === label || (isFinite(answers, i) && rankOf(answers, i, label) < 2)) amongTwo++;
  }
  const matrix = confusionOf(
    counted.map((i) => [labels[i]!, predicted[i]!]),
    answers.classes,
  );
  const confusion = matrix.cells;
  const classes = classScores(matrix, answers.classes);
  const calibration = calibrationOf(counted.map((i) => judged(answers, labels, readings, i)));
  const n = counted.length;
  return {
    n,
    right,
    accuracy: shareOf(right, n),
    interval95: wilsonInterval(right, n),
    top2: { right: amongTwo, share: shareOf(amongTwo, n) },
    loss: calibration.loss,
    classes,
    macro: macroScores(classes),
    confusion,
    similarity: similarityOrder(confusion, answers.classes),
    calibration,
    scaled: scaledCalibration(answers, labels, readings, counted),
    known: knownCounts(answers, counted, threshold),
    notFinite: counted.filter((i) => !isFinite(answers, i)).length,
    relabelled: counted.filter((i) => labels[i] !== given[i]).length,
    leftOut: labels.length - n,
  };
}

function judged(answers: Answers, labels: GivenLabels, { predicted, confidence }: Readings, i: number): Judged {
  const label = labels[i]!;
  return { confidence: confidence[i]!, right: predicted[i] === label, loss: lossOf(answers, i, label) };
}

/** Each half of the images with the temperature of the other: one fitted to the images that it is measured on flatters itself. */
function scaledCalibration(
  answers: Answers,
  labels: GivenLabels,
  readings: Readings,
  counted: readonly number[],
): Scores['scaled'] {
  const usable = counted.filter((i) => isFinite(answers, i));
  const halves = [0, 1].map((half) => usable.filter((_, at) => at % 2 === half));
  const [temperature, ...ofHalves] = [usable, ...halves].flatMap((images) => {
    const found = fitTemperature(answers, labels, images);
    return found === null || isBound(found) ? [] : [found];
  });
  if (temperature === undefined || ofHalves.length < halves.length) return null;
  const images = halves.flatMap((half, which) => {
    const cooled = scaledAnswers(answers, ofHalves[1 - which]!);
    const confidence = readingsOf(cooled).confidence;
    return half.map((i) => judged(cooled, labels, { ...readings, confidence }, i));
  });
  return { temperature, calibration: calibrationOf(images) };
}

/** The answers with their logits divided by a temperature: the same classes, other probabilities. */
export const scaledAnswers = (answers: Answers, temperature: number): Answers => ({
  ...answers,
  logits: answers.logits.map((logit) => logit / temperature),
});

function knownCounts({ known }: Answers, counted: readonly number[], threshold: number | null): Scores['known'] {
  if (known === null || threshold === null) return null;
  const accepted = counted.filter((i) => known[i]! >= threshold).length;
  const n = counted.length;
  return { accepted, refused: n - accepted, acceptedShare: shareOf(accepted, n), threshold };
}
