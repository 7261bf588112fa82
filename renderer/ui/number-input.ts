export interface NumberRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whole numbers only. */
  readonly whole?: boolean | undefined;
}

export type NumberProblem = 'number' | 'whole' | 'min' | 'max' | 'range';

/**
 * Reads what a person typed, all of it: full-width digits and signs from a Chinese input method, a typographic minus,
 * exponents (1e-4, 10⁻⁴, 2.5 × 10^-4), grouping marks where they can be some, a comma before decimals where it cannot group.
 * Null when it is no number, when it could mean two, and when it is too large or too small to be kept.
 */
export function parseNumber(text: string): number | null {
  const found = PARTS.exec(plainSigns(text));
  if (found === null) return null;
  const [, sign = '', digits = '', exponent = '0'] = found;
  const decimal = plainDecimal(digits);
  if (decimal === null) return null;
  const value = Number(`${sign}${decimal}e${exponent}`);
  const vanished = value === 0 && /[1-9]/.test(decimal);
  return Number.isFinite(value) && !vanished ? value : null;
}

/** A sign, digits with marks between them, an exponent. */
const PARTS = /^([+-]?)([\d.,' ]+)(?:e([+-]?\d+))?$/i;
/** "× 10" with a raised exponent behind it, as it is printed, or with "^"; alone it is "1 × 10". */
const TIMES_TEN = /(^[+-]?|\s*[×x*]\s*)10\s*(?:\^|(?=[⁺⁻⁰¹²³⁴-⁹]))/iu;

/** One way of writing for each sign; "10⁻⁴" becomes "1e-4". */
const plainSigns = (text: string): string =>
  text
    .trim()
    .replace(/[−–－]/g, '-')
    .replace(TIMES_TEN, (_, before: string) => (/[×x*]/i.test(before) ? 'e' : `${before}1e`))
    .normalize('NFKC')
    .replace(/[。｡]/g, '.')
    .replace(/[、]/g, ',')
    .replace(/−/g, '-')
    .replace(/’/g, "'");

/**
 * The digits with a point before the decimals and no other mark. Groups are of three digits behind one to three that do not
 * begin with a nought; any other lone comma stands before decimals, but `10,00` may be meant as either and is refused.
 */
function plainDecimal(digits: string): string | null {
  const [whole = '', decimals, ...more] = digits.split('.');
  if (more.length > 0) return null;
  if (/^\d*$/.test(whole)) return `${whole}${decimals ?? ''}` === '' ? null : withPoint(whole, decimals);
  if (/^[1-9]\d{0,2}(?:([,' ])\d{3})(?:\1\d{3})*$/.test(whole)) return withPoint(whole.replace(/[,' ]/g, ''), decimals);
  const comma = decimals === undefined ? /^(\d*),(\d+)$/.exec(whole) : null;
  if (comma === null || /^[1-9]\d*,0+$/.test(whole)) return null;
  return withPoint(comma[1]!, comma[2]);
}

/** Nothing but digits stands behind the point. */
const withPoint = (whole: string, decimals = ''): string | null =>
  /^\d*$/.test(decimals) ? `${whole === '' ? '0' : whole}.${decimals === '' ? '0' : decimals}` : null;

/** What is wrong with a value, or null. With both bounds given, one sentence names both. */
export function problemOf(value: number | null, rule: NumberRule): NumberProblem | null {
  if (rule.whole === true && (value === null || !Number.isInteger(value))) return 'whole';
  if (value === null) return 'number';
  const { min = -Infinity, max = Infinity } = rule;
  if (value >= min && value <= max) return null;
  if (min > -Infinity && max < Infinity) return 'range';
  return value < min ? 'min' : 'max';
}

/** The next multiple of `step` up or down, within bounds, without binary errors (0.1 + 0.2). */
export function stepped(value: number, step: number, direction: 1 | -1, rule: NumberRule): number {
  const { min = -Infinity, max = Infinity } = rule;
  const position = value / step;
  const nearest = Math.round(position);
  const onGrid = Math.abs(position - nearest) < 1e-9;
  const next = onGrid ? nearest + direction : direction === 1 ? Math.ceil(position) : Math.floor(position);
  return Number(Math.min(max, Math.max(min, next * step)).toPrecision(12));
}

/** For an attribute that knows neither grouping marks nor exponents: 0.0000001. */
export const attributeNumber = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : PLAIN.format(value);

const PLAIN = new Intl.NumberFormat('en', { useGrouping: false, maximumSignificantDigits: 15 });
