import type { DateOrder, ReadingWish } from '../contract/schemas/reading.ts';
import { dateOrderSchema } from '../contract/schemas/reading.ts';
import { amountGrammar, amountOf } from './amounts.ts';
import { anyOfThese, digitOf } from './automaton.ts';
import { codeGrammar } from './codes.ts';
import { dateGrammar, dayOf } from './dates.ts';
import { anyOf, type Grammar } from './grammar.ts';

/** What a line is to be, for one model's classes. */
export interface Kind {
  readonly grammar: Grammar;
  /** The places of those signs that a reading's text has: all but what only stands around it. */
  kept(signs: readonly string[]): readonly number[];
  /** As `LineReading.value`. */
  valueOf(text: string): string | null;
  /** Whether a sign may stand in a place at all, as far as the kind says. */
  allows(sign: string): boolean;
}

const all = (signs: readonly string[]): number[] => signs.map((_, place) => place);

/** A date's grammar takes a tenth of a second to make, and all fields of a form are of few kinds. */
const known = new Map<string, Kind>();
const MOST_KNOWN = 64;

/** The kind of a line that is wished for. Throws RangeError for a code that there is none of. */
export function kindOf(classes: readonly string[], { kind, length, check, order }: ReadingWish): Kind {
  const key = JSON.stringify([classes, kind, length, check, order]);
  const made = known.get(key) ?? makeKind(classes, { kind, length, check, order });
  // A Map keeps the order of insertion: its first is the one that was not used for longest.
  known.delete(key);
  known.set(key, made);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!);
  return made;
}

function makeKind(classes: readonly string[], { kind, length, check, order }: ReadingWish): Kind {
  const plain = { kept: all, valueOf: () => null, allows: () => true };
  if (kind === 'amount') return { ...plain, grammar: amountGrammar(classes), kept: keptOfAmount, valueOf: amountOf };
  if (kind === 'code') {
    const allows = (sign: string): boolean => digitOf(sign) !== null || /^[Xx]$/.test(sign);
    return { ...plain, grammar: codeGrammar(classes, { length, check }), allows };
  }
  if (kind === 'date') {
    const orders = order === null ? dateOrderSchema.options : [order];
    const grammar = anyOfThese(
      orders.map((each) => dateGrammar(classes, each)),
      classes,
    );
    return { ...plain, grammar, valueOf: (text) => onlyDay(text, orders) };
  }
  return { ...plain, grammar: anyOf() };
}

/** Digits and what parts them; not a separator that only a closing stroke follows. */
function keptOfAmount(signs: readonly string[]): number[] {
  const inside = all(signs).filter((place) => digitOf(signs[place]!) !== null || /^[.,']$/.test(signs[place]!));
  return digitOf(signs[inside.at(-1) ?? 0] ?? '') === null ? inside.slice(0, -1) : inside;
}

/** The day that a text names in all orders in which it names one; null where these are two. */
export function onlyDay(text: string, orders: readonly DateOrder[]): string | null {
  const days = new Set(orders.flatMap((order) => dayOf(text, order) ?? []));
  return days.size === 1 ? [...days][0]! : null;
}

/** Whether two texts of a kind say the same: the very text, or one amount or day, whatever stands between its digits. */
export function saysTheSame(kind: Kind, one: string, other: string): boolean {
  if (one === other) return true;
  const value = kind.valueOf(one);
  return value !== null && value === kind.valueOf(other);
}
