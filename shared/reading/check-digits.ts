import type { CheckDigit } from '../contract/schemas/reading.ts';

/** A rule for a code's last digit, as a sum: each digit times its weight, and what the sum must leave. */
export interface CheckRule {
  /** The lengths that the rule is for; null: any of 2 or more. */
  readonly lengths: readonly number[] | null;
  readonly modulus: number;
  /** What the sum leaves when it is divided by the modulus. */
  readonly leaves: number;
  /** What `digit` (0 to 10, 10 being X) at `place` from the left adds in a code of `length`; null: it may not stand there. */
  adds(digit: number, place: number, length: number): number | null;
}

const onlyDigits = (digit: number, value: number): number | null => (digit < 10 ? value : null);

/** Luhn 1960, ISO/IEC 7812-1: from the right every second digit is doubled, and 9 taken off what is over. Cards, IMEI. */
const luhn: CheckRule = {
  ...{ lengths: null, modulus: 10, leaves: 0 },
  adds(digit, place, length) {
    const doubled = (length - place) % 2 === 0 ? 2 * digit : digit;
    return onlyDigits(digit, doubled > 9 ? doubled - 9 : doubled);
  },
};

/** GS1: from the right the digits count once and three times in turn. EAN-8, UPC-A, EAN-13, GTIN-14. */
const ean: CheckRule = {
  ...{ lengths: [8, 12, 13, 14], modulus: 10, leaves: 0 },
  adds: (digit, place, length) => onlyDigits(digit, (length - place) % 2 === 0 ? 3 * digit : digit),
};

/** ISO 2108 of before 2007: weights 10 to 1, modulo 11; X stands for 10, in the last place alone. */
const isbn10: CheckRule = {
  ...{ lengths: [10], modulus: 11, leaves: 0 },
  adds: (digit, place) => (digit === 10 && place !== 9 ? null : (10 - place) * digit),
};

/** EAN-13 that begins with 978 or 979. */
const isbn13: CheckRule = {
  ...ean,
  lengths: [13],
  adds(digit, place, length) {
    const begins = place > 2 || (place === 2 ? digit === 8 || digit === 9 : digit === [9, 7][place]);
    return begins ? ean.adds(digit, place, length) : null;
  },
};

/** GB 11643, ISO 7064 MOD 11-2: weights are powers of 2; X stands for 10, in the last place alone. */
const residentId: CheckRule = {
  ...{ lengths: [18], modulus: 11, leaves: 1 },
  adds: (digit, place) => (digit === 10 && place !== 17 ? null : (2 ** (17 - place) % 11) * digit),
};

/** The lengths of codes with this check digit; null: any of 2 or more. */
export const lengthsOf = (check: Exclude<CheckDigit, 'none'>): readonly number[] | null =>
  ({ luhn: null, ean: ean.lengths, isbn: [10, 13], 'resident-id': residentId.lengths })[check];

/** Whether there are codes of a length with this check digit. */
export function hasCodes(check: CheckDigit, length: number): boolean {
  if (check === 'none') return length >= 1;
  const lengths = lengthsOf(check);
  return lengths === null ? length >= 2 : lengths.includes(length);
}

/** The rule for codes of a length; null: none. Throws RangeError if there is no such code of that length. */
export function checkRule(check: CheckDigit, length: number): CheckRule | null {
  if (!hasCodes(check, length)) throw new RangeError(`no code of ${length} signs has the check digit ${check}`);
  return check === 'none'
    ? null
    : { luhn, ean, isbn: length === 10 ? isbn10 : isbn13, 'resident-id': residentId }[check];
}
