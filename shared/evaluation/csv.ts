import type { EvaluatedImage } from '../contract/schemas/evaluated-image.ts';
import type { RobustnessCurve } from '../contract/schemas/robustness.ts';
import { csvCell } from '../csv-cell.ts';
import type { Task } from '../contract/schemas/task.ts';
import type { Answers } from './answers.ts';
import { softmax } from './softmax.ts';

/** With more cells than this, each class's probability is left out: a text that long cannot be made, nor opened. */
const MOST_CELLS = 4_000_000;

/**
 * One line for each image (RFC 4180): its place, labels by name, how it was read, and each class's probability. What is not finite or
 * not known is empty. `items` are the answers' rows in order.
 */
export function answersCsv(answers: Answers, items: readonly EvaluatedImage[], { classes }: Task): string {
  const probabilities = answers.count * classes.length <= MOST_CELLS;
  const columns = ['place', 'label', 'given', 'predicted', 'right', 'confidence', 'loss', 'doubt', 'known'];
  const head = [...columns, ...(probabilities ? classes.map((name) => `p(${name})`) : [])];
  const lines = items.map((item, row) => {
    const { place, label, given, predicted, confidence, loss, doubt, known } = item;
    const names = [
      label === null ? '' : classes[label]!,
      classes[given]!,
      predicted === null ? '' : classes[predicted]!,
    ];
    const right = label === null ? '' : Number(label === predicted);
    const own = [place, ...names, right, confidence, loss, doubt, known];
    const each = probabilities ? softmax(answers.logits, row * answers.classes, answers.classes) : [];
    return [...own, ...each.map((value) => (Number.isFinite(value) ? value : null))].map(csvCell).join(',');
  });
  return [head.map(csvCell).join(','), ...lines, ''].join('\r\n');
}

/**
 * One line for each amount of each change: images that were read, those that were read right, the share with its interval, and whether
 * that was by the labels that are `current` or by `older` ones, which were corrected since.
 */
export function robustnessCsv(curves: readonly RobustnessCurve[], current: boolean): string {
  const labels = current ? 'current' : 'older';
  const lines = curves.flatMap(({ disturbance, points }) =>
    points.map(({ amount, n, right, accuracy, interval95 }) =>
      [disturbance, amount, n, right, accuracy, ...interval95, labels].map(csvCell).join(','),
    ),
  );
  return ['change,amount,images,right,accuracy,low95,high95,labels', ...lines, ''].join('\r\n');
}
