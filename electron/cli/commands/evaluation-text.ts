import type { Suspect, Suspects } from '../../../shared/contract/schemas/corrections.ts';
import type { Comparison, EvaluationId, EvaluationInfo, Scores } from '../../../shared/contract/schemas/evaluation.ts';
import type { RobustnessCurve } from '../../../shared/contract/schemas/robustness.ts';
import { amountText } from '../../../shared/evaluation/disturb.ts';
import { numberText } from '../../../shared/words/numbers.ts';
import { percent, table } from '../output.ts';

/** What another model made of the same images. */
export interface Beside {
  readonly model: string;
  readonly evaluation: EvaluationId;
  readonly comparison: Comparison;
}

/** Training images whose label is likely wrong, with the names of their classes. */
export interface NamedSuspects extends Pick<Suspects, 'count' | 'folds' | 'estimated'> {
  readonly suspects: readonly (Omit<Suspect, 'given' | 'likely'> & {
    readonly given: string;
    readonly likely: string;
  })[];
}

/** So many are named; --json has all. */
const NAMED = 10;

const share = (value: number | null): string => (value === null ? '-' : percent(value));
const nats = (loss: number | null): string => loss?.toFixed(4) ?? '-';

/** An evaluation's numbers for a person: those that the lab shows. */
export function scoresText({ dataset, task, model }: EvaluationInfo, scores: Scores): string[] {
  const [low, high] = scores.interval95.map((value) => percent(value));
  const { n, right, accuracy } = scores;
  return [
    `${dataset.id}: accuracy ${share(accuracy)} of ${n} images (95%: ${low!} to ${high!}), ${n - right} wrong`,
    ...classesText(task.classes, scores),
    ...confusionText(task.classes, scores),
    `top two ${share(scores.top2.share)}, log loss ${nats(scores.loss)}`,
    ...calibrationText(model.temperature, scores),
    ...imagesText(scores),
  ];
}

function classesText(classes: readonly string[], { classes: scores }: Scores): string[] {
  const head = ['class', 'images', 'precision', 'recall', 'F1'];
  const rows = scores.map(({ support, precision, recall, f1 }, c) => [
    classes[c]!,
    String(support),
    share(precision),
    share(recall),
    share(f1),
  ]);
  return table([head, ...rows]);
}

function confusionText(classes: readonly string[], { confusion }: Scores): string[] {
  const confused = confusion.filter(([truth, predicted]) => truth !== predicted).sort((a, b) => b[2] - a[2]);
  const words = confused
    .slice(0, 5)
    .map(([truth, predicted, count]) => `${classes[truth]!} read as ${classes[predicted]!}: ${count}`);
  return words.length === 0 ? [] : [`most often: ${words.join(', ')}`];
}

function calibrationText(kept: number | null, { calibration, scaled }: Scores): string[] {
  const lines = [`calibration error ${share(calibration.ece)}`];
  if (kept !== null) lines[0] += `, with the temperature ${kept.toFixed(3)} that the model keeps`;
  if (!scaled) return lines;
  const { temperature, calibration: after } = scaled;
  return [
    ...lines,
    `calibration error with the temperature ${temperature.toFixed(3)}: ${share(after.ece)}, log loss ${nats(after.loss)} ` +
      '(each half of the images with the other half’s temperature)',
  ];
}

/** What the model and corrections make of images, but for reading them. */
function imagesText({ known, notFinite, relabelled, leftOut }: Scores): string[] {
  const lines: string[] = [];
  if (known) {
    const { acceptedShare, accepted, refused } = known;
    lines.push(`accepted as a known sign: ${share(acceptedShare)} (${accepted} images, ${refused} refused)`);
  }
  if (notFinite > 0) lines.push(`without a finite answer: ${notFinite} images`);
  if (relabelled + leftOut > 0) lines.push(`corrected: ${relabelled} labels, ${leftOut} images left out`);
  return lines;
}

/** How accuracy falls as the images are changed. */
export function robustnessText(curves: readonly RobustnessCurve[]): string[] {
  const rows = curves.map(({ disturbance, points }) => [
    disturbance,
    points
      .map(
        ({ amount, accuracy }) =>
          `${amountText(disturbance, amount)} ${accuracy === null ? '-' : percent(accuracy, 1)}`,
      )
      .join(', '),
  ]);
  return [`accuracy on ${curves[0]!.points[0]!.n} of the images as they are changed:`, ...table(rows)];
}

/** Two models image by image. */
export function besideText(name: string, { model, comparison }: Beside): string[] {
  const { n, bothRight, onlyFirst, onlySecond, bothWrong, p } = comparison;
  return [
    `beside ${model}, on ${n} images: both right ${bothRight}, only ${name} ${onlyFirst}, only ${model} ${onlySecond}, ` +
      `both wrong ${bothWrong}; McNemar’s p ${numberText(p, 3)}`,
  ];
}

export function suspectsText({ count, estimated, suspects }: NamedSuspects): string[] {
  const rows = suspects
    .slice(0, NAMED)
    .map(({ place, given, likely, givenProbability, likelyProbability }) => [
      String(place),
      `${given} (${share(givenProbability)})`,
      `${likely} (${share(likelyProbability)})`,
    ]);
  return [
    `labels that are likely wrong: ${suspects.length} of ${count} training images, ${estimated} by estimate`,
    ...(rows.length === 0 ? [] : table([['image', 'label', 'likelier'], ...rows])),
  ];
}
