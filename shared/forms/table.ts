import type { BatchPage, Decision } from '../contract/schemas/batch.ts';
import type { FormField } from '../contract/schemas/form.ts';
import { csvCell } from '../csv-cell.ts';
import { cellOf, type Cell } from './cell.ts';

/** A page of the table: a cell for each field, in their order. */
export interface TableRow {
  readonly page: BatchPage;
  readonly cells: readonly Cell[];
}

export function rowOf(
  fields: readonly FormField[],
  page: BatchPage,
  decisions: Readonly<Record<string, Decision>> | ReadonlyMap<string, Decision>,
): TableRow {
  const decided = decisions instanceof Map ? decisions : new Map(Object.entries(decisions));
  const readings = new Map(page.fields.map((reading) => [reading.field, reading]));
  return {
    page,
    cells: fields.map((field) => cellOf(field, readings.get(field.id) ?? null, decided.get(field.id) as Decision)),
  };
}

/**
 * The table's head as a line of CSV: the page, then four columns for each field: its value, what that rests on (CELL_STATUS), how sure it was, and
 * what was read. The words are the same in all languages, for scripts.
 */
export const csvHead = (fields: readonly FormField[]): string =>
  [
    ...['file', 'page', 'form', 'error'],
    ...fields.flatMap(({ name }) => [name, `${name} status`, `${name} confidence`, `${name} read`].map(csvCell)),
  ].join(',') + '\r\n';

/** A row as a line of CSV. `form`: how well the form was found. */
export const csvRow = ({ page, cells }: TableRow): string =>
  [
    ...[csvCell(page.file), csvCell(page.part + 1), csvCell(rounded(page.quality)), csvCell(page.error?.code)],
    ...cells.flatMap(({ value, status, confidence, read }) => [
      ...[csvCell(value), status, csvCell(rounded(confidence)), csvCell(read)],
    ]),
  ].join(',') + '\r\n';

/** Shares with four decimals. */
export const rounded = (share: number | null): number | null => share && Number(share.toFixed(4));

/** A row as plain data, fields by their names: for JSON. */
export const jsonRow = (fields: readonly FormField[], { page, cells }: TableRow) => ({
  file: page.file,
  page: page.part + 1,
  form: rounded(page.quality),
  error: page.error,
  fields: fields.map(({ id, name, kind }, i) => {
    const { value, status, confidence, read } = cells[i]!;
    return { id, name, kind, value, status, confidence: rounded(confidence), read };
  }),
});
