import { wilsonInterval } from '../evaluation/wilson.ts';
import type { ReviewSubject, ReviewWarning } from './subject.ts';

/** Models that are worth comparing differ by about a point; with a wider interval validation cannot tell them apart. */
const MATTERS = 0.01;
/** The accuracy at which the interval is taken: where such models are. */
const USUAL = 0.98;
/** More than this is too much to take from the training. */
const MOST_PERCENT = 30;
/** Fewer images of a class are hardly learnt. */
const FEW = 10;
/** Times the rarest class that the most frequent one may have. */
const UNEVEN = 5;
const MOST_NAMED = 8;
const USUAL_SPLIT = { validation: 'stratified', validationPercent: 10 } as const;

/** What is wrong with how many images there are, of which classes, and how they are split. */
export const dataWarnings = (subject: ReviewSubject): ReviewWarning[] => [
  ...validationWarnings(subject),
  ...classWarnings(subject),
];

function validationWarnings({ recipe, validationCount, trainCount, available, tuned }: ReviewSubject): ReviewWarning[] {
  const { validation, earlyStopping, schedule } = recipe;
  if (validation.kind === 'none') {
    const needed = earlyStopping !== null || schedule.kind === 'plateau';
    const code = needed ? 'validation-missing-for-choice' : 'no-validation';
    return [{ code, severity: needed ? 'fault' : 'note', params: {}, mend: USUAL_SPLIT }];
  }
  const half = halfWidth(validationCount);
  // Of all folds together every image is validated once.
  if (validation.kind === 'fold' || half <= MATTERS) return [];
  const used = trainCount + validationCount;
  const percent = Math.ceil((100 * enough()) / used);
  const mend =
    percent <= MOST_PERCENT
      ? { validation: 'stratified' as const, validationPercent: percent }
      : used < available
        ? { limit: null }
        : tuned
          ? null
          : { validation: 'fold' as const };
  return [{ code: 'validation-too-small', severity: 'warning', params: { n: validationCount, half }, mend }];
}

/** Half the 95 % confidence interval of an accuracy on so many images. */
function halfWidth(n: number): number {
  const [low, high] = wilsonInterval(USUAL * n, n);
  return (high - low) / 2;
}

/** The fewest images with which models can be told apart. */
function enough(): number {
  let n = 100;
  while (halfWidth(n) > MATTERS) n += 50;
  return n;
}

function classWarnings({ counts, trainCount, task, recipe }: ReviewSubject): ReviewWarning[] {
  const sum = counts?.reduce((total, count) => total + count, 0) ?? 0;
  if (counts === null || sum === 0) return [];
  const share = Math.min(1, trainCount / sum);
  const images = counts.map((count) => count * share);
  const found: ReviewWarning[] = [];
  const rare = task.classes.filter((_, i) => images[i]! < FEW);
  if (rare.length > 0) {
    const names = rare.length > MOST_NAMED ? [...rare.slice(0, MOST_NAMED), '…'] : rare;
    found.push({ code: 'class-few', severity: 'warning', params: { n: rare.length, names, few: FEW }, mend: null });
  }
  const present = images.filter((count) => count > 0);
  const times = Math.max(...present) / Math.min(...present);
  if (times >= UNEVEN && recipe.classBalance === 'none') {
    const params = { times: Math.round(times) };
    found.push({ code: 'imbalance', severity: 'warning', params, mend: { balanced: true } });
  }
  return found;
}
