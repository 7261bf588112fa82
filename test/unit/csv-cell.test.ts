import { expect, test } from 'vitest';
import { csvCell, exactCsvCell } from '../../shared/csv-cell.ts';

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

test('a text that a spreadsheet would take for a formula has a mark before it, and numbers have none', () => {
  const formulas = ['=1+1', '+1', '@x', '\tx', '-1+1', "-2+3+cmd|' /C calc'!A0", '-x', '-', '＝1+1', '－1'];
  expect(formulas.map(csvCell)).toEqual(formulas.map((text) => `'${text}`));
  expect(csvCell('=a,"b"')).toBe(`"'=a,""b"""`);
  const plain = ['-12', '-12.50', '-1,234.50', '-1e-7', '-2.5E+10', 'a-1', '1=1', "'=1"];
  expect(plain.map(csvCell)).toEqual(['-12', '-12.50', '"-1,234.50"', '-1e-7', '-2.5E+10', 'a-1', '1=1', "'=1"]);
  expect(csvCell(-12.5)).toBe('-12.5');
  // Tables that programs read back have their texts as they are.
  expect(['=12=', 'a,b'].map(exactCsvCell)).toEqual(['=12=', '"a,b"']);
});
