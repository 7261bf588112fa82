import type { Locale } from '../i18n/index.ts';

export interface NumberRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whole numbers only. */
  readonly whole?: boolean | undefined;
}

export type NumberProblem = 'number' | 'whole' | 'min' | 'max' | 'range';

/**
 * Reads what a person typed in their locale: grouping marks, full-width digits from a Chinese input method,
 * a typographic minus, an exponent (1e-4). Null when it is no number.
 */
export function parseNumber(text: string, locale: Locale): number | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(-1234567.5);
  const sign = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const plain = text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replaceAll('−', '-')
    .replaceAll('×10^', 'e')
    .replaceAll(sign('group') || ',', '')
    .replaceAll(/\s/g, '')
    .replace(sign('decimal') || '.', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** What is wrong with a value, or null. With both bounds given, one sentence names both. */
export function problemOf(value: number | null, rule: NumberRule): NumberProblem | null {
  if (value === null) return 'number';
  if (rule.whole === true && !Number.isInteger(value)) return 'whole';
  const { min = -Infinity, max = Infinity } = rule;
  if (value >= min && value <= max) return null;
  if (min > -Infinity && max < Infinity) return 'range';
  return value < min ? 'min' : 'max';
}

/** The next value up or down: on the step's grid, within bounds, free of binary dust (0.1 + 0.2). */
export function stepped(value: number, step: number, direction: 1 | -1, rule: NumberRule): number {
  const { min = -Infinity, max = Infinity } = rule;
  const origin = Number.isFinite(min) ? min : 0;
  const position = (value - origin) / step;
  const nearest = Math.round(position);
  const onGrid = Math.abs(position - nearest) < 1e-9;
  const next = onGrid ? nearest + direction : direction === 1 ? Math.ceil(position) : Math.floor(position);
  return Number(Math.min(max, Math.max(min, origin + next * step)).toPrecision(12));
}
