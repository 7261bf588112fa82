/** A place in a picture of values. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
};

/** Where a key moves a place to: arrows by one (or `by` as many), Page keys by five rows, Home and End to the first and the last; null for another key. */
export function movedBy({ key }: Pick<KeyboardEvent, 'key'>, from: Cell, extent: Extent, by = 1): Cell | null {
  if (key === 'Home') return { row: 0, column: 0 };
  if (key === 'End') return within({ row: Infinity, column: Infinity }, extent);
  const step = STEPS[key];
  return step ? within({ row: from.row + by * step[0], column: from.column + by * step[1] }, extent) : null;
}

/** The place itself, or the nearest one inside. */
export const within = ({ row, column }: Cell, { rows, columns }: Extent): Cell => ({
  row: Math.max(0, Math.min(rows - 1, row)),
  column: Math.max(0, Math.min(columns - 1, column)),
});

export const middleOf = ({ rows, columns }: Extent): Cell => ({
  row: Math.floor(rows / 2),
  column: Math.floor(columns / 2),
});

/** The place of the largest value, the first of several; the middle where none is above 0. */
export function strongestOf(values: ArrayLike<number>, extent: Extent): Cell {
  let at = -1;
  for (let i = 0; i < values.length; i++) if (values[i]! > (at < 0 ? 0 : values[at]!)) at = i;
  if (at < 0) return middleOf(extent);
  return { row: Math.floor(at / extent.columns), column: at % extent.columns };
}
