import { MOST_ONLY_WRONG, type Compared, type EvaluationId } from '../contract/schemas/evaluation.ts';
import type { GivenLabels } from './answers.ts';
import { classScores, shareOf } from './class-scores.ts';
import { confusionOf } from './confusion.ts';
import { holmAdjusted } from './holm.ts';
import { mcnemarExact, pairedCounts } from './mcnemar.ts';
import { wilsonInterval } from './wilson.ts';

/** What several models read in the same images. */
export interface AllReadings {
  readonly readings: readonly { readonly id: EvaluationId; readonly predicted: Int32Array }[];
  /** As they count; -1 for an image that is left out. */
  readonly labels: GivenLabels;
  /** Of each row, its place in the data set's part. */
  readonly places: Uint32Array;
  readonly classes: number;
}

/** Each model's scores, each pair's McNemar test, corrected for their number, and the images that one alone has wrong. */
export function compareAll({ readings, labels, places, classes }: AllReadings): Compared {
  const counted = [...labels.keys()].filter((row) => labels[row]! >= 0);
  const right = readings.map(({ predicted }) => counted.map((row) => predicted[row] === labels[row]));
  const wrongCounts = counted.map((_, i) => right.reduce((sum, own) => sum + (own[i] ? 0 : 1), 0));
  const items = readings.map(({ id, predicted }, k) => {
    const matrix = confusionOf(
      counted.map((row) => [labels[row]!, predicted[row]!]),
      classes,
    );
    const rightCount = right[k]!.filter(Boolean).length;
    const onlyWrong = counted.filter((_, i) => wrongCounts[i] === 1 && !right[k]![i]);
    return {
      id,
      right: rightCount,
      accuracy: shareOf(rightCount, counted.length),
      interval95: wilsonInterval(rightCount, counted.length),
      classes: classScores(matrix, classes).map(({ support, right: ofClass, recall, recall95 }) => {
        return { support, right: ofClass, recall, recall95 };
      }),
      onlyWrong: { count: onlyWrong.length, places: onlyWrong.slice(0, MOST_ONLY_WRONG).map((row) => places[row]!) },
    };
  });
  return { n: counted.length, items, pairs: pairsOf(right) };
}

function pairsOf(right: readonly (readonly boolean[])[]): Compared['pairs'] {
  const pairs = right.flatMap((own, first) =>
    right.slice(first + 1).map((other, k) => {
      const paired = pairedCounts(own, other);
      return { first, second: first + 1 + k, ...paired, p: mcnemarExact(paired) };
    }),
  );
  const adjusted = holmAdjusted(pairs.map(({ p }) => p));
  return pairs.map((pair, i) => ({ ...pair, adjusted: adjusted[i]! }));
}
