/**
 * Programs that open a CSV take a cell that begins so for a formula, the wide signs of Chinese and Japanese too; a name that a person or a file
 * gave is none. A number with its minus is no formula, one that goes on otherwise is.
 */
const FORMULA = /^[=+@\t\r\n＝＋＠－]|^-(?!\d+([.,]\d+)*([eE][+-]?\d+)?$)/;

/**
 * A cell of a table as text (RFC 4180): nothing for what is not known or not finite; numbers with as many digits as float32 holds, whole ones
 * whole; words in quotes where a comma, a quote or a line end would part them, and with a ' before them where they would be taken for a formula.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return exactCsvCell(FORMULA.test(value) ? `'${value}` : value);
  if (!Number.isFinite(value)) return '';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
}

/** A text as it is, for tables that programs read back. */
export const exactCsvCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
