import type { ConfusionCell } from '../../../shared/evaluation/confusion.ts';
import { inSentence } from '../../charts/index.ts';
import { t, type Format } from '../../i18n/index.ts';
import { shadeOf } from './confusion-view.ts';

/** What is shown of a confusion matrix. */
export interface ShownMatrix {
  readonly classes: readonly string[];
  /** Those that are not 0. */
  readonly cells: readonly ConfusionCell[];
  /** Places of the classes, in their order. */
  readonly shown: readonly number[];
  /** Per cent of a row's images instead of counts. */
  readonly rates: boolean;
}

/** One cell of it, ready to be shown. */
export interface MatrixCell {
  readonly n: number;
  readonly number: string;
  readonly right: boolean;
  /** 0 where nothing is wrong. */
  readonly shade: number;
  readonly words: string;
}

export interface MatrixRow {
  /** The true class. */
  readonly truth: number;
  readonly line: readonly MatrixCell[];
}

/** A row for each class that is shown, with a cell for each that its images were read as. */
export function confusionRows({ classes, cells, shown, rates }: ShownMatrix, format: Format): MatrixRow[] {
  const counts = new Map(cells.map(([truth, as, n]) => [truth * classes.length + as, n]));
  const count = (truth: number, as: number): number => counts.get(truth * classes.length + as) ?? 0;
  const worst = Math.max(1, ...shown.flatMap((truth) => shown.map((as) => (as === truth ? 0 : count(truth, as)))));
  const support = new Map<number, number>();
  for (const [truth, , n] of cells) support.set(truth, (support.get(truth) ?? 0) + n);
  const cellOf = (truth: number, as: number): MatrixCell => {
    const n = count(truth, as);
    const right = truth === as;
    const share = n / support.get(truth)!;
    const isShare = n > 0 && rates;
    const words = t('run.result.cell', {
      truth: inSentence(classes[truth]!),
      read: inSentence(classes[as]!),
      n: isShare ? format.percent(share, 1) : String(n),
    });
    const number = isShare ? format.perCent(share, 1) : String(n);
    return { n, number, right, shade: right || n === 0 ? 0 : shadeOf(n, worst), words };
  };
  return shown.map((truth) => ({ truth, line: shown.map((as) => cellOf(truth, as)) }));
}
