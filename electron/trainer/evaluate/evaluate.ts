import type { TestResult } from '../../../shared/contract/schemas/run.ts';
import { imagesAt, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { confusionOf, type ConfusionCell } from '../../../shared/evaluation/confusion.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { READ_BATCH, type Reader } from './reader.ts';
import { argMax, crossEntropy } from '../../../shared/evaluation/softmax.ts';
import { wilsonInterval } from '../../../shared/evaluation/wilson.ts';

export interface Evaluation {
  readonly accuracy: number;
  /** How many were read right. */
  readonly right: number;
  /** Mean cross-entropy; null if it is not finite. */
  readonly loss: number | null;
  readonly n: number;
  /** The cells of the confusion matrix that are not 0. */
  readonly confusion: ConfusionCell[];
  /** The class that each image was read as, in the order of the indices; NO_ANSWER where the model gave none. */
  readonly predicted: Int32Array;
}

/**
 * Reads the images at `indices`, of the model's own task, outside training mode. Other work of the process is served
 * between batches. Returns null when `interrupted` is true there. Sums are taken in double precision and in a fixed
 * order, so that equal weights give equal numbers.
 */
export async function evaluate(
  reader: Reader,
  set: LabelledImages,
  indices: Int32Array,
  interrupted: () => boolean = () => false,
): Promise<Evaluation | null> {
  const classes = set.task.classes.length;
  const predictions = new Int32Array(indices.length);
  let lossSum = 0;
  let right = 0;
  for (let start = 0; start < indices.length; start += READ_BATCH) {
    await nextTurn();
    if (interrupted()) return null;
    const batch = indices.subarray(start, start + READ_BATCH);
    const values = await reader.read(imagesAt(set, batch));
    batch.forEach((index, i) => {
      const label = set.labels[index]!;
      const predicted = argMax(values, i * reader.width, classes);
      predictions[start + i] = predicted;
      if (label === predicted) right++;
      lossSum += crossEntropy(values, i * reader.width, classes, label);
    });
  }
  const n = indices.length;
  const { cells: confusion } = confusionOf(
    Array.from(indices, (index, i): [number, number] => [set.labels[index]!, predictions[i]!]),
    classes,
  );
  return {
    accuracy: n === 0 ? 0 : right / n,
    right,
    loss: n === 0 ? 0 : finite(lossSum / n),
    n,
    confusion,
    predicted: predictions,
  };
}

const finite = (loss: number): number | null => (Number.isFinite(loss) ? loss : null);

/** The result as a run's record keeps it. `characterErrorRate` and `edits` are those of lines. */
export function testResult(
  dataset: string,
  { accuracy, right, loss, n, confusion, ...lines }: Evaluation & Pick<TestResult, 'characterErrorRate' | 'edits'>,
): TestResult {
  const interval95 = wilsonInterval(right, n);
  const { characterErrorRate, edits } = lines;
  const ofLines = characterErrorRate !== undefined && edits !== undefined && { characterErrorRate, edits };
  return { dataset, accuracy, loss, n, interval95, confusion, ...ofLines };
}
