import type { Size } from '../found-set.ts';
import { squareOf } from '../arrays/roles.ts';

/** How a table's rows are images and labels. */
export interface Columns extends Size {
  readonly label: number;
  /** Whether the first row has names instead of numbers. */
  readonly hasHeader: boolean;
  /** Whether it was the columns' contents alone that told which one has the labels. */
  readonly guessed: boolean;
}

/**
 * How the first rows of a table are images with labels: one column of labels and, for each pixel, another. Null: they are
 * not. A label's column goes by its name; without names it is the first or the last, whichever does not look like a
 * pixel in the corner of an image: paper in every row.
 */
export function columnsOf(rows: readonly (readonly string[])[]): Columns | null {
  const [first, second] = rows;
  if (!first) return null;
  // A name above a number is a header; a name above a name may be a label.
  const hasHeader = first.some((cell, i) => !isNumber(cell) && isNumber(second?.[i] ?? ''));
  const size = sizeOf(first, hasHeader);
  if (!size) return null;
  const named = hasHeader
    ? first.findIndex((name) => /^(label|class|target|y|digit|letter|character)s?$/i.test(name))
    : -1;
  if (named >= 0) return { ...size, label: named, hasHeader, guessed: false };
  const body = hasHeader ? rows.slice(1) : rows;
  const last = first.length - 1;
  const [startsAs, endsAs] = [valuesOf(body, 0), valuesOf(body, last)];
  // Kaggle's order, unless it is the last column alone that could be labels.
  const isLast = startsAs.size === 1 && (startsAs.has('0') || startsAs.has('255')) && endsAs.size > 1;
  return { ...size, label: isLast ? last : 0, hasHeader, guessed: !isLast && endsAs.size > 1 && startsAs.size > 1 };
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));

const valuesOf = (rows: readonly (readonly string[])[], column: number): Set<string> =>
  new Set(rows.map((row) => row[column] ?? ''));

/** By names like 28x28 of the last pixel, else the square that the count of columns is. */
function sizeOf(first: readonly string[], hasHeader: boolean): Size | null {
  const pixels = first.length - 1;
  if (hasHeader) {
    for (const name of [first.at(-1)!, first.at(-2) ?? '']) {
      const [, height, width] = /^(\d+)x(\d+)$/.exec(name) ?? [];
      if (Number(height) * Number(width) === pixels) return { height: Number(height), width: Number(width) };
    }
  }
  const square = squareOf(pixels);
  return square && { height: square.height, width: square.width };
}
