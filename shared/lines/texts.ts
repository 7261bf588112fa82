import type { Random } from '../random/random.ts';

/** What the lines that a model learns from say. `signs`: any signs of the data, in any order. */
export type TextKind = 'signs' | 'amount' | 'date';

export interface TextOptions {
  readonly kind: TextKind;
  /** The names that `signs` are taken of, and the digits among which amounts and dates are. */
  readonly signs: readonly string[];
  readonly shortest: number;
  readonly longest: number;
}

/** A line's text, as names of classes. Amounts and dates are of digits and of marks (see marks.ts). */
export function drawText(random: Random, { kind, signs, shortest, longest }: TextOptions): string[] {
  if (kind === 'amount') return amount(random, longest);
  if (kind === 'date') return date(random);
  const length = shortest + random.integer(longest - shortest + 1);
  return Array.from({ length }, () => signs[random.integer(signs.length)]!);
}

const pick = <T>(random: Random, all: readonly T[]): T => all[random.integer(all.length)]!;

/** Amounts of up to `longest` digits and decimals, every digit as frequent as any other: not as in the world, where ones are. */
function amount(random: Random, longest: number): string[] {
  const decimals = random.chance(0.55) ? 2 : 0;
  const most = Math.max(1, Math.min(7, longest - decimals));
  const length = 1 + random.integer(most);
  const digits = Array.from({ length }, (_, i) =>
    String(i === 0 && length > 1 ? 1 + random.integer(9) : random.integer(10)),
  );
  const [group, point] = pick(random, [
    [',', '.'],
    ['.', ','],
    ['', '.'],
    ['', ','],
  ] as const);
  const whole = digits.flatMap((digit, i) => {
    const left = digits.length - i;
    return group !== '' && i > 0 && left % 3 === 0 ? [group, digit] : [digit];
  });
  const part = decimals === 0 ? [] : [point, String(random.integer(10)), String(random.integer(10))];
  const stroke = decimals === 0 && random.chance(0.15) ? [point, '-'] : [];
  const money = pick(random, ['$', '€', '£', '¥']);
  // No slashes: beside digits nobody can tell them from ones. And one stroke alone: two in a row look like a longer one.
  const guard = pick(random, ['-', '*', '#']);
  const guards = (): string[] => Array<string>(guard === '-' ? 1 : 1 + random.integer(2)).fill(guard);
  const before = random.chance(0.2) ? [money] : random.chance(0.2) ? guards() : [];
  const after = random.chance(0.08) ? [money] : random.chance(0.4) ? guards() : [];
  return [...before, ...whole, ...part, ...stroke, ...after];
}

function date(random: Random): string[] {
  const padded = random.chance(0.5);
  const number = (value: number): string => (padded ? String(value).padStart(2, '0') : String(value));
  const full = 1950 + random.integer(100);
  const moment = new Date(Date.UTC(full, 0, 1 + random.integer(365)));
  const [day, month] = [number(moment.getUTCDate()), number(moment.getUTCMonth() + 1)];
  const year = random.chance(0.7) ? String(full) : String(full % 100).padStart(2, '0');
  const separator = pick(random, ['.', '-', '/']);
  return [
    ...pick(random, [
      [day, month, year],
      [month, day, year],
      [String(full), month, day],
    ]).join(separator),
  ];
}
