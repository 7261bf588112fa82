/**
 * A cell of a table as text (RFC 4180): nothing for what is not known or not finite; numbers with as many digits as float32 holds, whole ones
 * whole; words in quotes where a comma, a quote or a line end would part them.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  if (!Number.isFinite(value)) return '';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
}
