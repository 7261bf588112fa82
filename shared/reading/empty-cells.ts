import type { FoundLine, ReadingWish, ReadSymbol } from '../contract/schemas/reading.ts';
import { quadWithBox } from './in-picture.ts';

/** How an empty box is written in a text. */
export const EMPTY = '?';

type Cell = FoundLine['cells'][number];

/**
 * The boxes of a line in which a sign is missing, from left to right. Of those before the first sign and behind the last nobody knows
 * whether one should stand there, but where a code is as long as there are boxes.
 */
export function emptyCells({ cells }: Pick<FoundLine, 'cells'>, { kind, length }: ReadingWish): Cell[] {
  const isWhole = kind === 'code' && length === cells.length;
  const filled = cells.flatMap(({ empty }, place) => (empty ? [] : [place]));
  const [first, last] = isWhole ? [0, cells.length - 1] : [filled[0] ?? 0, filled.at(-1) ?? -1];
  return filled.length === 0 ? [] : cells.filter(({ empty }, place) => empty && place >= first && place <= last);
}

/** A line's symbols with its empty boxes among them, in the order in which one reads. */
export function withEmptyCells(
  symbols: readonly ReadSymbol[],
  empty: readonly Cell[],
  { quad: [start, end] }: Pick<FoundLine, 'quad'>,
): ReadSymbol[] {
  const along = ({ quad }: Pick<ReadSymbol, 'quad'>): number =>
    quad.reduce((sum, [x, y]) => sum + x * (end[0] - start[0]) + y * (end[1] - start[1]), 0);
  const boxes = empty.map(({ quad }): ReadSymbol => ({
    ...{ label: EMPTY, ...quadWithBox(quad), confidence: 0, candidates: [], empty: true },
  }));
  return [...symbols, ...boxes].sort((a, b) => along(a) - along(b));
}
