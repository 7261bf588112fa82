import { expect, test } from 'vitest';
import { csvCell } from '../../shared/csv-cell.ts';

test('a cell holds nothing, a number of float32’s digits, or words that no comma parts', () => {
  expect([null, undefined, NaN, Infinity].map(csvCell)).toEqual(['', '', '', '']);
  expect([0, -3, 60_000, 1_763_000_000_000, 0.1 + 0.2, Math.fround(0.001), 1e-12].map(csvCell)).toEqual([
    '0',
    '-3',
    '60000',
    '1763000000000',
    '0.3',
    '0.001',
    '1e-12',
  ]);
  expect(['plain', 'a,b', 'so "called"', 'two\nlines', '', '砚'].map(csvCell)).toEqual([
    'plain',
    '"a,b"',
    '"so ""called"""',
    '"two\nlines"',
    '',
    '砚',
  ]);
});
