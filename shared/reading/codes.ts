import { automatonOf, digitOf } from './automaton.ts';
import { checkRule, type CheckDigit } from './check-digits.ts';
import type { Grammar } from './grammar.ts';

/**
 * Codes of `length` signs: digits, or any signs of the model where there is no check digit and `letters` are wanted. Of an ISBN-10 and a
 * resident's id the last sign may be an X. Throws RangeError if there is no such code of that length.
 */
export function codeGrammar(
  classes: readonly string[],
  { length, check = 'none', letters = false }: { length: number; check?: CheckDigit; letters?: boolean },
): Grammar {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`a code has 1 sign or more, not ${length}`);
  const rule = checkRule(check, length);
  const modulus = rule?.modulus ?? 1;
  return automatonOf(
    {
      start: { place: 0, sum: 0 },
      next({ place, sum }, sign) {
        if (place === length) return null;
        const digit = rule !== null && /^[Xx]$/.test(sign) ? 10 : digitOf(sign);
        if (rule === null) return digit !== null || letters ? { place: place + 1, sum } : null;
        const more = digit === null ? null : rule.adds(digit, place, length);
        return more === null ? null : { place: place + 1, sum: (sum + more) % modulus };
      },
      ends: ({ place, sum }) => place === length && sum === (rule?.leaves ?? 0) % modulus,
    },
    classes,
  );
}
