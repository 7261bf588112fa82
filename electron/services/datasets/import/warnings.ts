import type { Staged, Warning, WarningCode } from '../../../../shared/contract/schemas/import.ts';
import { LOW_LEVEL } from '../../../../shared/data/mends.ts';
import type { DigitCheck } from './digit-check.ts';

/** Names that are listed in a warning; of more only the number. */
const LISTED = 10;

/**
 * What a person should know of staged data, the most important first. `testFraction` of each class would be set aside.
 */
export function warningsOf(staged: Staged, check: DigitCheck | null, testFraction: number): Warning[] {
  return [
    ...pixelWarnings(staged, check),
    ...labelWarnings(staged, check),
    ...countWarnings(staged, testFraction),
    ...staged.warnings,
  ];
}

function warning(code: WarningCode, params: Warning['params'] = {}, on = false): Warning {
  return { code, params, on };
}

function pixelWarnings(staged: Staged, check: DigitCheck | null): Warning[] {
  const { count, light, blank, highest, framed, pictures, transposedByName, height, width } = staged;
  const found: Warning[] = [];
  const knows = check !== null && check.after >= 0.5;
  const looksInverted = !framed && 2 * light > count - blank;
  const isInverted = knows ? check.pixels.includes('inverted') : looksInverted;
  // Ink is dark on paper in nearly every picture; in an array that is unusual, and may be meant.
  if (isInverted) found.push(warning('inverted', {}, pictures || (knows && check.isSure)));
  const isTransposed = knows ? check.pixels.includes('transposed') : transposedByName;
  if (isTransposed) found.push(warning('transposed', {}, transposedByName || (knows && check.isSure)));
  if (!framed && highest > 0 && highest < LOW_LEVEL)
    found.push(warning('values-low', { highest }, knows && check.isSure));
  if (framed) found.push(warning('framed', { height, width }));
  if (blank > 0) found.push(warning('blank-images', { count: blank }));
  return found;
}

function labelWarnings(staged: Staged, check: DigitCheck | null): Warning[] {
  const { classes, numeric, counts } = staged;
  const totals = totalsOf(counts);
  const present = classes.filter((_, i) => totals[i]! > 0);
  const empty = classes.filter((_, i) => totals[i] === 0);
  const found: Warning[] = [];
  const knows = check !== null && check.after >= 0.5;
  // Without a reader of digits, a 0 that never occurs among nearly all other numbers is suspicious enough.
  const looksShifted = numeric && empty[0] === '0' && empty.length === 1 && present.length >= 5;
  const endsInTen = numeric && classes[0] === '1' && classes.length === 10;
  const label = knows ? check.labels : endsInTen ? 'ten-is-zero' : looksShifted ? 'labels-shifted' : null;
  if (label === 'labels-shifted') found.push(warning('labels-shifted'));
  if (label === 'ten-is-zero' && endsInTen) found.push(warning('ten-is-zero'));
  if (present.length === 1) found.push(warning('one-class', { name: present[0]! }));
  if (empty.length > 0) {
    const names = empty.length > LISTED ? [...empty.slice(0, LISTED), '…'] : empty;
    found.push(warning('empty-classes', { count: empty.length, names }));
  }
  return found;
}

function countWarnings({ counts, duplicatesAcross, duplicatesWithin }: Staged, testFraction: number): Warning[] {
  const found: Warning[] = [];
  if (duplicatesAcross > 0) found.push(warning('duplicates-across', { count: duplicatesAcross }));
  if (duplicatesWithin > 0) found.push(warning('duplicates-within', { count: duplicatesWithin }));
  const tests = sum(counts.test) + sum(counts.whole.map((count) => Math.round(count * testFraction)));
  if (tests === 0) found.push(warning('no-test-images'));
  return found;
}

/** Images of each class in all parts together. */
export const totalsOf = ({ whole, train, test }: Staged['counts']): number[] =>
  whole.map((count, i) => count + train[i]! + test[i]!);

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
