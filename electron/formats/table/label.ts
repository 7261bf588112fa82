/** Numbers in text, as programs write them. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** NaN and infinities as pandas, NumPy and JavaScript write them. */
const NO_NUMBER = /^[+-]?(nan|inf|infinity|<na>)$/i;

/** The label in a cell of a table: a whole number (also 5.0), or a name. Null: a number that stands for no class. */
export function labelOf(cell: string): number | string | null {
  if (NO_NUMBER.test(cell)) return null;
  if (!NUMBER.test(cell)) return cell;
  const number = Number(cell);
  return Number.isSafeInteger(number) ? number : null;
}
