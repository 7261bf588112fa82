import { automatonOf, digitOf } from './automaton.ts';
import type { DateOrder } from '../contract/schemas/reading.ts';
import type { Grammar } from './grammar.ts';

/** The days of months, February's 29th being looked at with the year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const MOST = { day: 31, month: 12 } as const;
const [FIRST_YEAR, LAST_YEAR] = [1900, 2099] as const;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Years of one century that begin alike and go on alike are one: of `1984` is kept that it has a 29th of February, say. */
function shortYear(text: string): string {
  const century = text.slice(0, 2);
  if (text.length === 3) return century + (text[2] === '0' ? '0' : Number(text[2]) % 2 === 0 ? '2' : '1');
  return text.length === 4 ? century + (isLeap(Number(text)) ? '04' : '01') : text;
}

/** The first day, or month, that is as good as this one with any month, or day. */
const shortDay = (day: number): number => (day < 29 ? 1 : day);
const shortMonth = (month: number): number => [1, 2, 4].find((like) => DAYS[like - 1] === DAYS[month - 1])!;

const fieldsOf = (order: DateOrder) => order.split('-') as ('day' | 'month' | 'year')[];

/** The year that is meant by one of two digits. */
const fullYear = (year: number): number => (year < 70 ? 2000 + year : 1900 + year);

/** The fields that are read, and the digits of the one that is being written. */
interface DateState {
  readonly field: number;
  readonly text: string;
  readonly day: number | null;
  readonly month: number | null;
  /** Whether the year is one with a 29th of February; null: not known yet. */
  readonly leap: boolean | null;
  readonly separator: string;
}

/**
 * Days that there are, of the years 1900 to 2099: fields of one or two digits, the year of four or of two (which then is of this
 * century up to 69, else of the last), parted by one of - / . or, all with two digits (the year four), by nothing.
 */
export function dateGrammar(classes: readonly string[], order: DateOrder): Grammar {
  const fields = fieldsOf(order);
  const start: DateState = { field: 0, text: '', day: null, month: null, leap: null, separator: '' };
  const full = (field: 'day' | 'month' | 'year'): number => (field === 'year' ? 4 : 2);

  /** With one more digit of its field; null: no such field begins so. */
  function written(state: DateState, digit: string): DateState | null {
    const text = state.text + digit;
    const field = fields[state.field]!;
    if (field !== 'year') return Number(text) > MOST[field] ? null : { ...state, text };
    return text.length > 2 && !/^(19|20)/.test(text) ? null : { ...state, text: shortYear(text) };
  }

  /** With what was written taken as its field; null: there is no such day. */
  function closed(state: DateState): DateState | null {
    const value = Number(state.text);
    const field = fields[state.field]!;
    if (state.text === '') return null;
    const taken = { ...state, text: '', field: state.field + 1 };
    if (field === 'year') {
      if (state.text.length !== 2 && state.text.length !== 4) return null;
      const year = state.text.length === 4 ? value : fullYear(value);
      if (year < FIRST_YEAR || year > LAST_YEAR) return null;
      return checked({ ...taken, leap: isLeap(year) });
    }
    if (value < 1) return null;
    return checked({ ...taken, [field]: field === 'day' ? shortDay(value) : shortMonth(value) });
  }

  /** Of day and month only what is still to be looked at is kept, so that there are few states. */
  function checked(state: DateState): DateState | null {
    const { day, month, leap } = state;
    if (day === null || month === null) return state;
    if (day > DAYS[month - 1]!) return null;
    const late = day === 29 && month === 2;
    if (late && leap === false) return null;
    return late && leap === null ? state : { ...state, day: 1, month: 1 };
  }

  return automatonOf<DateState>(
    {
      start,
      next(state, sign) {
        if (state.field === fields.length) return null;
        const length = full(fields[state.field]!);
        if (digitOf(sign) !== null) {
          if (state.text.length < length) return written(state, sign);
          // Without separators the next field begins at once.
          if (state.separator !== '' && state.separator !== 'none') return null;
          const next = closed(state);
          return next === null || next.field === fields.length ? null : { ...next, text: sign, separator: 'none' };
        }
        if (!/^[-/.]$/.test(sign) || state.field === fields.length - 1) return null;
        if (state.separator !== '' && state.separator !== sign) return null;
        const next = closed(state);
        return next === null ? null : { ...next, separator: sign };
      },
      ends(state) {
        if (state.field !== fields.length - 1 || closed(state) === null) return false;
        return state.separator !== 'none' || state.text.length === full(fields[state.field]!);
      },
    },
    classes,
  );
}

/** The day that a text in this order names, as `2026-11-30`. Null: there is none. */
export function dayOf(text: string, order: DateOrder): string | null {
  const fields = fieldsOf(order);
  const widths = fields.map((field) => (field === 'year' ? 4 : 2));
  const parts = /^\d{8}$/.test(text)
    ? widths.map((width, i) => text.slice(sumOf(widths.slice(0, i)), sumOf(widths.slice(0, i)) + width))
    : text.split(/[-/.]/);
  const part = (field: 'day' | 'month' | 'year'): string => parts[fields.indexOf(field)] ?? '';
  if (parts.length !== 3 || !/^\d{1,2}$/.test(part('day')) || !/^\d{1,2}$/.test(part('month'))) return null;
  if (!/^(\d\d|\d{4})$/.test(part('year'))) return null;
  const year = part('year').length === 2 ? fullYear(Number(part('year'))) : Number(part('year'));
  const [month, day] = [Number(part('month')), Number(part('day'))];
  const isThere =
    month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 && !isLeap(year) ? 28 : DAYS[month - 1]!);
  if (!isThere || year < FIRST_YEAR || year > LAST_YEAR) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
