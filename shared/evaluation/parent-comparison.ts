import { MOST_CHANGED, type Comparison, type RunWarning, type TestResult } from '../contract/schemas/run-result.ts';
import { mcnemarExact, pairedCounts } from './mcnemar.ts';
import { NO_ANSWER } from './softmax.ts';

/** What a model read in some test images: the predicted class of each, or NO_ANSWER. */
export interface Reading {
  readonly result: TestResult;
  readonly predicted: ArrayLike<number>;
}

export interface ComparedImages {
  readonly part: Comparison['part'];
  /** SHA-256 of the data set's test images, where it is known. */
  readonly images?: string | undefined;
  /** For each image its class, and its place in the data set's test part. */
  readonly labels: ArrayLike<number>;
  readonly places: ArrayLike<number>;
}

/** A fine-tuned model beside its parent, on the same images read in the same order. */
export function compareWithParent(images: ComparedImages, before: Reading, after: Reading): Comparison {
  const labels = Array.from(images.labels);
  const right = ({ predicted }: Reading): boolean[] => labels.map((label, i) => predicted[i] === label);
  const [wasRight, isRight] = [right(before), right(after)];
  const { bothRight, onlyFirst, onlySecond, bothWrong } = pairedCounts(wasRight, isRight);
  const differing = labels.map((_, i) => i).filter((i) => before.predicted[i] !== after.predicted[i]);
  // What was lost is what a person looks for first; then what was won; then the rest.
  const rank = (i: number): number => (wasRight[i] ? 0 : isRight[i] ? 1 : 2);
  const changed = differing.sort((a, b) => rank(a) - rank(b) || a - b).slice(0, MOST_CHANGED);
  return {
    part: images.part,
    ...(images.images !== undefined && { images: images.images }),
    before: before.result,
    after: after.result,
    bothRight,
    onlyBefore: onlyFirst,
    onlyAfter: onlySecond,
    bothWrong,
    p: mcnemarExact({ onlyFirst, onlySecond }),
    changed: changed.map((i) => ({
      index: images.places[i]!,
      label: labels[i]!,
      before: answerOf(before, i),
      after: answerOf(after, i),
    })),
  };
}

const answerOf = ({ predicted }: Reading, i: number): number | null =>
  predicted[i] === NO_ANSWER ? null : predicted[i]!;

/**
 * Where a fine-tuned model reads worse what its parent could read: below the parent's own 95 % interval; and whether some of
 * that could not be tested. `tested` says on which data sets the parent was tested; null where the two cannot be compared,
 * having other classes.
 */
export function forgetting(comparisons: readonly Comparison[], tested: readonly string[] | null): RunWarning[] {
  if (tested === null) return [];
  const of = comparisons.filter(({ part, before }) => part === 'original' || tested.includes(before.dataset));
  const isUntested = of.length === 0 || tested.some((id) => of.every(({ before }) => before.dataset !== id));
  const forgot = of
    .filter(({ before, after }) => after.accuracy < before.interval95[0])
    .map(({ before, after }) => ({
      code: 'forgetting' as const,
      dataset: before.dataset,
      before: before.accuracy,
      after: after.accuracy,
      interval95: before.interval95,
    }));
  return [...forgot, ...(isUntested ? [{ code: 'forgetting-untested' as const }] : [])];
}
