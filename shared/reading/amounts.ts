import { automatonOf, digitOf } from './automaton.ts';
import type { Grammar } from './grammar.ts';

/** Signs of money, which stand before or behind an amount. */
const CURRENCY = /^[$€£¥￥₹₩元]$/;
/** What people close an amount with, so that nobody writes digits behind it: strokes, stars, hashes. */
const CLOSING = /^[-–—=*#/~]$/;
const SEPARATOR = /^[.,']$/;

/**
 * How far an amount is. `digits`: since the beginning or the last separator. `group`: the separator between thousands; empty: none
 * yet. `open`: the one that was just written and may be of either kind.
 */
interface AmountState {
  readonly part: 'before' | 'whole' | 'open' | 'grouped' | 'decimals' | 'after';
  readonly digits: number;
  readonly group: string;
}

/**
 * Amounts: signs of money and closing marks around them, thousands in groups of three by one separator or in none, one or two decimals
 * behind another (or the same, where there are no groups); `45,-` and `1.500.-` too. A single separator before three digits parts thousands.
 */
export const amountGrammar = (classes: readonly string[]): Grammar =>
  automatonOf<AmountState>({ start: START, next: afterInAmount, ends: endsAmount }, classes);

const START: AmountState = { part: 'before', digits: 0, group: '' };

function afterInAmount(state: AmountState, sign: string): AmountState | null {
  const { part, digits, group } = state;
  const done: AmountState = { part: 'after', digits: 0, group: '' };
  if (digitOf(sign) !== null) {
    if (part === 'before') return { part: 'whole', digits: 1, group };
    // Four in a row are as many as any number of them: no group begins so.
    if (part === 'whole') return { ...state, digits: Math.min(4, digits + 1) };
    if (part === 'after' || digits === (part === 'decimals' ? 2 : 3)) return null;
    return { ...state, digits: digits + 1 };
  }
  if (part === 'before') return CURRENCY.test(sign) || CLOSING.test(sign) ? state : null;
  if (SEPARATOR.test(sign)) {
    if (part === 'whole')
      return digits > 3 ? { part: 'decimals', digits: 0, group } : { part: 'open', digits: 0, group: sign };
    if ((part === 'open' || part === 'grouped') && digits === 3)
      return sign === group ? { part: 'grouped', digits: 0, group } : { part: 'decimals', digits: 0, group: '' };
    return null;
  }
  if (!CURRENCY.test(sign) && !CLOSING.test(sign)) return null;
  // A stroke in the place of the decimals.
  const stroke = part !== 'whole' && digits === 0 && CLOSING.test(sign);
  return part === 'after' || stroke || endsAmount(state) ? done : null;
}

function endsAmount({ part, digits }: AmountState): boolean {
  if (part === 'grouped') return digits === 3;
  if (part === 'open' || part === 'decimals') return digits > 0;
  return part !== 'before';
}

function isAmount(signs: readonly string[]): boolean {
  let state: AmountState | null = START;
  for (const sign of signs) state = state && afterInAmount(state, sign);
  return state !== null && endsAmount(state);
}

/** What an amount's text comes to, as a decimal number: `1234.50`. Null if it is none; spaces do not count. */
export function amountOf(text: string): string | null {
  const signs = [...text].filter((sign) => sign.trim() !== '');
  if (!isAmount(signs)) return null;
  const bare = signs.filter((sign) => digitOf(sign) !== null || SEPARATOR.test(sign)).join('');
  const parts = bare.split(/[.,']/);
  const separators = [...bare].filter((sign) => SEPARATOR.test(sign));
  const last = parts.at(-1)!;
  // Behind the last separator: thousands if there are three digits and no other separator parts them from those before.
  const decimals = separators.length > 0 && (last.length < 3 || new Set(separators).size > 1) ? last : null;
  const whole = (decimals === null ? parts : parts.slice(0, -1)).join('');
  const units = whole.replace(/^0+(?=\d)/, '');
  return decimals === null || decimals === '' ? units : `${units}.${decimals.padEnd(2, '0')}`;
}
