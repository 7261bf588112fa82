import type { CheckDigit } from '../contract/schemas/reading.ts';
import { anyOfThese, automatonOf, digitOf } from './automaton.ts';
import { checkRule, lengthsOf } from './check-digits.ts';
import type { Grammar } from './grammar.ts';

export interface CodeWish {
  /** Null: any length; with a check digit any that its rule is for. */
  readonly length: number | null;
  readonly check?: CheckDigit;
}

/** Codes of digits. Of an ISBN-10 and a resident's id the last sign may be an X. Throws RangeError if there is no such code of that length. */
export function codeGrammar(classes: readonly string[], { length, check = 'none' }: CodeWish): Grammar {
  if (length !== null) return ofOneLength(classes, length, check);
  if (check === 'none') return ofAnyLength(classes);
  const lengths = lengthsOf(check);
  return lengths === null
    ? luhnOfAnyLength(classes)
    : anyOfThese(
        lengths.map((each) => ofOneLength(classes, each, check)),
        classes,
      );
}

function ofOneLength(classes: readonly string[], length: number, check: CheckDigit): Grammar {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`a code has 1 sign or more, not ${length}`);
  const rule = checkRule(check, length);
  const modulus = rule?.modulus ?? 1;
  return automatonOf(
    {
      start: { place: 0, sum: 0 },
      next({ place, sum }, sign) {
        if (place === length) return null;
        const digit = rule !== null && /^[Xx]$/.test(sign) ? 10 : digitOf(sign);
        if (rule === null) return digit !== null ? { place: place + 1, sum } : null;
        const more = digit === null ? null : rule.adds(digit, place, length);
        return more === null ? null : { place: place + 1, sum: (sum + more) % modulus };
      },
      ends: ({ place, sum }) => place === length && sum === (rule?.leaves ?? 0) % modulus,
    },
    classes,
  );
}

const ofAnyLength = (classes: readonly string[]): Grammar =>
  automatonOf(
    { start: 0, next: (_some, sign) => (digitOf(sign) !== null ? 1 : null), ends: (some) => some === 1 },
    classes,
  );

/** Of which digits are doubled nothing is known before the end: the sums of both ways are kept. */
const luhnOfAnyLength = (classes: readonly string[]): Grammar =>
  automatonOf(
    {
      start: { length: 0, last: 0, before: 0 },
      next({ length, last, before }, sign) {
        const digit = digitOf(sign);
        if (digit === null) return null;
        const doubled = digit > 4 ? 2 * digit - 9 : 2 * digit;
        return { length: Math.min(2, length + 1), last: (before + digit) % 10, before: (last + doubled) % 10 };
      },
      ends: ({ length, last }) => length === 2 && last === 0,
    },
    classes,
  );
