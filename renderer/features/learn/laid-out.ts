import type { LayerInfo } from '../../../shared/model/info.ts';
import type { Extent } from './cells.ts';

/** A vector of n values as a picture, row by row: about twice as wide as high, and full where a width allows that. */
export function laidOut(n: number): Extent {
  const around = Math.sqrt(2 * n);
  const widths = Array.from({ length: n }, (_, i) => i + 1).filter((width) => n % width === 0);
  const fitting = widths.filter((width) => width >= around / 2 && width <= 2 * around);
  const columns = fitting.find((width) => width >= around) ?? fitting.at(-1) ?? Math.ceil(around);
  return { columns, rows: Math.ceil(n / columns) };
}

/** The same of what a Flatten gives: an image of one channel as it was, of several a row each place and a column each channel. */
export function laidOutAfter(n: number, before: LayerInfo | undefined): Extent {
  const [height, width, channels] = before?.type === 'Flatten' ? before.inputShape : [];
  if (height === undefined || width === undefined || channels === undefined) return laidOut(n);
  return channels === 1 ? { rows: height, columns: width } : { rows: height * width, columns: channels };
}
