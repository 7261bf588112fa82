import { listText } from '../../shared/words/fill-words.ts';
import {
  duration,
  honestShare,
  isHuge,
  isLargeLoss,
  isTiny,
  lossDecimals,
  numberText,
  powerText,
} from '../../shared/words/numbers.ts';

/** The languages that Inkstone speaks; the tag is also the one for numbers and dates. */
export type Locale = 'en' | 'zh-CN';

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Intl sets Chinese units close to their number; every other word of ours has a space between the two. */
const spaced = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ');

/** The moments that there are, before and after the Unix epoch, milliseconds: logs that came by other hands may have any number. */
const LAST_MOMENT = 8.64e15;
const shownMoment = (time: number, format: Intl.DateTimeFormat): string =>
  Math.abs(time) <= LAST_MOMENT ? format.format(time) : '–';

/** Of numbers with a given number of digits: made once, since a new object of Intl takes a thousand times as long as its use. */
function byDigits(make: (digits: number) => Intl.NumberFormat): (digits: number) => Intl.NumberFormat {
  const made = new Map<number, Intl.NumberFormat>();
  return (digits) => {
    const format = made.get(digits) ?? make(digits);
    made.set(digits, format);
    return format;
  };
}

/** Numbers, times and amounts as a reader of one language expects them. Nothing here throws; NaN shows as a dash. */
export function createFormat(locale: Locale) {
  const numberFormat = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const shown = (value: number, format: Intl.NumberFormat): string => {
    if (!Number.isFinite(value)) return value === Infinity ? '∞' : '–';
    return format.format(value);
  };
  const decimals = byDigits((n) => numberFormat({ minimumFractionDigits: n, maximumFractionDigits: n }));
  const significants = byDigits((n) => numberFormat({ maximumSignificantDigits: n }));
  const percents = byDigits((n) =>
    numberFormat({ style: 'percent', minimumFractionDigits: n, maximumFractionDigits: n }),
  );
  const kept = new Map<string, Intl.NumberFormat>();
  function intl(value: number, options: Intl.NumberFormatOptions): string {
    const key = JSON.stringify(options);
    const format = kept.get(key) ?? numberFormat(options);
    kept.set(key, format);
    return shown(value, format);
  }

  /** 15,240 or, with digits, 0.50. What is 0 when it is rounded has no sign. */
  const number = (value: number, digits = 0): string =>
    shown(Math.abs(value) < 0.5 / 10 ** digits ? 0 : value, decimals(digits));

  /** As many digits as it has, at most `significant`: 0.001, 0.9, 15,240. Very small and huge ones as 2.5 × 10⁻⁷. */
  const plain = (value: number, significant = 6): string =>
    isTiny(value) || isHuge(value) ? numberText(value, significant) : shown(value, significants(significant));

  /** A learning rate and its like: three digits say all that anybody reads. */
  const rate = (value: number): string => plain(value, 3);

  /** A number that is a name rather than an amount, such as a seed: it is copied, not counted, so it has no grouping marks. */
  const seed = (value: number): string => String(value);

  /** A share of one: 0.9912 is 99.12% with two digits. Never rounds to a false 100%, nor to a false 0%: <0.01%. */
  function percent(share: number, digits = 1): string {
    const { share: honest, isLess } = honestShare(share, digits);
    return `${isLess ? '<' : ''}${shown(honest, percents(digits))}`;
  }

  /** The same without the sign, where the place says that it is per cent. */
  const perCent = (share: number, digits = 1): string => percent(share, digits).replace(/\s?%$/, '');

  /** An interval of shares beside its middle, without the sign: 98.7–99.1. */
  const perCentRange = ([low, high]: readonly [number, number]): string => `${perCent(low)}–${perCent(high)}`;

  /** A loss: three digits that say something, 2.30 0.0412 0.000871, and 6 × 10¹⁶ where training ran away. */
  const loss = (value: number): string => (isLargeLoss(value) ? powerText(value) : number(value, lossDecimals(value)));

  /** 1.2M or 120 万; with grouping marks as every other number has them: 1,280 and 1,520 万. */
  const compact = (value: number): string =>
    spaced(intl(value, { notation: 'compact', maximumSignificantDigits: 3, useGrouping: true }));

  /** Decimal bytes, as disks and systems' file managers count: 0.84 GB. */
  function bytes(value: number): string {
    let unit = 0;
    let amount = value;
    while (Math.abs(amount) >= 999.5 && unit < BYTE_UNITS.length - 1) {
      amount /= 1000;
      unit += 1;
    }
    const digits = unit === 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
    return intl(amount, {
      style: 'unit',
      unit: BYTE_UNITS[unit]!,
      unitDisplay: 'short',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }

  /** Milliseconds of a quick thing: 2.1 ms, 2.1 毫秒. */
  const milliseconds = (value: number): string =>
    spaced(
      intl(value, {
        style: 'unit',
        unit: 'millisecond',
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 ? 1 : 0,
      }),
    );

  /** Names one after the other: a, b or a、b. */
  const list = (names: readonly string[]): string => listText(names, locale);

  /** Whole sentences one after the other: Chinese ones have their space in the full stop. */
  const sentences = (all: readonly string[]): string => all.join(locale === 'en' ? ' ' : '');

  /** `time` is milliseconds since the Unix epoch: 24 Nov 2026, 14:05. */
  const dateTime = (time: number): string => shownMoment(time, dates.dateTime);
  const date = (time: number): string => shownMoment(time, dates.date);
  const time = (at: number): string => shownMoment(at, dates.time);

  const dates = {
    dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
  };

  return {
    locale,
    number,
    plain,
    rate,
    seed,
    percent,
    perCent,
    perCentRange,
    loss,
    compact,
    bytes,
    milliseconds,
    duration,
    list,
    sentences,
    dateTime,
    date,
    time,
  };
}

export type Format = ReturnType<typeof createFormat>;
