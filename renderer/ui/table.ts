/** A column of any table, as its head shows it. */
export interface HeadColumn {
  readonly key: string;
  readonly label: string;
  /** The label is read out, but not seen: what stands in the column says enough. */
  readonly bare?: boolean | undefined;
  /** A track of grid-template-columns: `120px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly align?: 'start' | 'end' | undefined;
  readonly sortable?: boolean | undefined;
}

/** A column of UiDataTable. Cells come from the slot `cell-KEY`, or else from `text`. */
export interface Column<Row> extends Omit<HeadColumn, 'sortable'> {
  readonly text?: ((row: Row) => string) | undefined;
  /** What to sort by; without it the column is not sortable. Null goes last either way. */
  readonly sortBy?: ((row: Row) => number | string | null) | undefined;
}

/** The active row has moved by key; `selects`: with Shift. */
export interface GridMove<Row> {
  readonly from: Row | null;
  readonly to: Row;
  readonly selects: boolean;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** Where a key leads from row `index` of `count`, or null when the key does not move. `page` is rows in sight. */
export function rowAfter(key: string, index: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const within = (to: number): number => Math.min(count - 1, Math.max(0, to));
  if (key === 'ArrowDown') return within(index + 1);
  if (key === 'ArrowUp') return within(index - 1);
  if (key === 'PageDown') return within(index + Math.max(1, page));
  if (key === 'PageUp') return within(index - Math.max(1, page));
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** A sorted copy; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const by = columns.find((column) => column.key === sort?.key)?.sortBy;
  if (sort === null || by === undefined) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y)) : x - y;
    return sign * order;
  });
}
