/** A cell of a confusion matrix: true class, predicted class, how many images. */
export type ConfusionCell = [truth: number, predicted: number, count: number];

/** The cells of counts[truth][predicted] that are not 0, row by row: a matrix of a thousand classes is nearly all 0. */
export function cellsOf(counts: readonly ArrayLike<number>[]): ConfusionCell[] {
  return counts.flatMap((row, truth) =>
    Array.from(row).flatMap((count, predicted): ConfusionCell[] => (count === 0 ? [] : [[truth, predicted, count]])),
  );
}
