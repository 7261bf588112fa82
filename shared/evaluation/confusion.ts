import { NO_ANSWER } from './softmax.ts';

/** A cell of a confusion matrix: true class, predicted class, how many images. */
export type ConfusionCell = [truth: number, predicted: number, count: number];

/** What a model read in some images: the cells, and of each class how many of its images it gave no answer to, which no cell counts. */
export interface Confusion {
  readonly cells: ConfusionCell[];
  readonly unanswered: Uint32Array;
}

/** `pairs`: of each image its class and the class that was read, or NO_ANSWER. */
export function confusionOf(pairs: Iterable<readonly [truth: number, predicted: number]>, classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => new Uint32Array(classes));
  const unanswered = new Uint32Array(classes);
  for (const [truth, predicted] of pairs) {
    if (predicted === NO_ANSWER) unanswered[truth]!++;
    else counts[truth]![predicted]!++;
  }
  return { cells: cellsOf(counts), unanswered };
}

/** The cells of counts[truth][predicted] that are not 0, row by row: a matrix of a thousand classes is nearly all 0. */
export function cellsOf(counts: readonly ArrayLike<number>[]): ConfusionCell[] {
  return counts.flatMap((row, truth) =>
    Array.from(row).flatMap((count, predicted): ConfusionCell[] => (count === 0 ? [] : [[truth, predicted, count]])),
  );
}
