import type { ConfusionCell } from '../../../shared/evaluation/confusion.ts';
import { MANY_CLASSES } from '../../charts/index.ts';

/** Which classes of a confusion matrix are shown, and what is left out. */
export interface ConfusionView {
  /** Places of the classes, in their order. */
  readonly shown: readonly number[];
  /** Classes that are not shown. */
  readonly leftOut: number;
  /** Mistakes in all, and those of them in which a class is part that is not shown. */
  readonly mistakes: number;
  readonly mistakesLeftOut: number;
}

/** All of so many classes where they are few; of more than twenty, the `most` that take part in the most mistakes. */
export function mostConfused(
  cells: readonly ConfusionCell[],
  classes: number,
  most: number = MANY_CLASSES,
): ConfusionView {
  const wrong = cells.filter(([truth, read]) => truth !== read);
  const part = new Array<number>(classes).fill(0);
  for (const [truth, read, n] of wrong) {
    part[truth]! += n;
    part[read]! += n;
  }
  const all = [...part.keys()];
  const shown =
    classes <= MANY_CLASSES
      ? all
      : all
          .sort((a, b) => part[b]! - part[a]!)
          .slice(0, most)
          .sort((a, b) => a - b);
  const seen = new Set(shown);
  const sum = (some: readonly ConfusionCell[]): number => some.reduce((total, [, , n]) => total + n, 0);
  return {
    shown,
    leftOut: classes - shown.length,
    mistakes: sum(wrong),
    mistakesLeftOut: sum(wrong.filter(([truth, read]) => !seen.has(truth) || !seen.has(read))),
  };
}

/** The shades that a mistake may have: --scale-1 to --scale-5 (styles/tokens.css). */
const SHADES = 5;

/** A mistake's shade, 1 to 5; the square root keeps single ones visible beside a frequent one. */
export const shadeOf = (n: number, worst: number): number => Math.max(1, Math.ceil(SHADES * Math.sqrt(n / worst)));
