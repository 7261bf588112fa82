import type { RunSummary } from '../../contract/schemas/run-summary.ts';
import { csvCell } from '../../csv-cell.ts';
import { RUN_FIELDS, testOf, type FieldValue } from './fields.ts';

/** One line for each run (RFC 4180), a column for each field, and the test's interval and images beside its accuracy. */
export function runsCsv(runs: readonly RunSummary[]): string {
  const head = [...RUN_FIELDS.map(({ key }) => key), 'test-low95', 'test-high95', 'test-images', 'test-data'];
  const lines = runs.map((run) => {
    const test = testOf(run);
    const cells: FieldValue[] = RUN_FIELDS.map(({ kind, value }) => {
      const found = value(run);
      return kind === 'moment' && typeof found === 'number' ? new Date(found).toISOString() : found;
    });
    return [...cells, test?.interval95[0] ?? null, test?.interval95[1] ?? null, test?.n ?? null, test?.dataset ?? null];
  });
  return [head, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: FieldValue): string {
  return csvCell(value !== null && typeof value === 'object' ? value.join(' ') : value);
}
