import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepts, type Grammar } from '../../shared/reading/grammar.ts';
import { amountGrammar, amountOf } from '../../shared/reading/amounts.ts';
import { codeGrammar } from '../../shared/reading/codes.ts';
import { dateGrammar } from '../../shared/reading/dates.ts';

const CLASSES = [...'0123456789.,-/*#$€X'];
const has = (grammar: Grammar, text: string): boolean =>
  accepts(
    grammar,
    [...text].map((sign) => CLASSES.indexOf(sign)),
  );

describe('a code', () => {
  it.each([
    ['luhn', '79927398713'],
    ['luhn', '4539578763621486'],
    ['ean', '4006381333931'],
    ['ean', '73513537'],
    ['ean', '036000291452'],
    ['isbn', '9780306406157'],
    ['isbn', '0306406152'],
    ['isbn', '080442957X'],
    ['resident-id', '11010519491231002X'],
  ] as const)('with the check digit %s is right as %s, and with any other last digit wrong', (check, code) => {
    const grammar = codeGrammar(CLASSES, { length: code.length, check });
    const ends = [...'0123456789X'].filter((last) => has(grammar, code.slice(0, -1) + last));
    expect(ends).toEqual([code.at(-1)]);
    expect(has(grammar, code.slice(1))).toBe(false);
  });

  it('without one has any digits, of its length alone', () => {
    const grammar = codeGrammar(CLASSES, { length: 5 });
    expect(['48213', '4821', '482130', '48-13', '4821X'].map((text) => has(grammar, text))).toEqual([
      ...[true, false, false, false, false],
    ]);
  });

  it('of a length that there is none of is refused', () => {
    expect(() => codeGrammar(CLASSES, { length: 9, check: 'ean' })).toThrow(/9 signs/);
    expect(() => codeGrammar(CLASSES, { length: 0 })).toThrow(/not 0/);
  });
});

describe('an amount', () => {
  const grammar = amountGrammar(CLASSES);
  it.each([
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1234.5', '1234.50'],
    ['$45.00', '45.00'],
    ['12€', '12'],
    ['1,234', '1234'],
    ['1,234,567', '1234567'],
    ['45,-', '45'],
    ['1.500,-', '1500'],
    ['1.500.-', '1500'],
    ['1500.-', '1500'],
    ['*317.20*', '317.20'],
    ['250.00-', '250.00'],
    ['$1,000#', '1000'],
    ['007', '7'],
    ['12,5', '12.50'],
  ])('%s comes to %s', (text, value) => {
    expect(has(grammar, text)).toBe(true);
    expect(amountOf(text)).toBe(value);
  });

  it.each(['', '$', '1,23,456', '1,2345', '1.234.50', '12.', '.50', '1-2', '12*3', '1234,567', '1,234,5'])(
    '%j is none',
    (text) => expect([has(grammar, text), amountOf(text)]).toEqual([false, null]),
  );

  it('that was typed may have spaces, and is none with anything else in it', () => {
    expect(['1 234.50', ' 12 € ', '12.5678', '12a', 'Nr. 12', '1.23.45'].map(amountOf)).toEqual([
      ...['1234.50', '12'],
      ...[null, null, null, null],
    ]);
  });

  it('of any text that the grammar has comes to a number, and of no other', () => {
    const texts = fc.string({ unit: fc.constantFrom(...CLASSES), maxLength: 9 });
    fc.assert(
      fc.property(texts, (text) => {
        if (has(grammar, text)) expect(amountOf(text)).toMatch(/^\d+(\.\d\d)?$/);
        else expect(amountOf(text)).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a date', () => {
  it.each([
    ['day-month-year', '29.2.2024', true],
    ['day-month-year', '29.2.2023', false],
    ['day-month-year', '29.02.00', true],
    ['day-month-year', '29021900', false],
    ['day-month-year', '31/12/1999', true],
    ['day-month-year', '31/11/1999', false],
    ['day-month-year', '31/12-1999', false],
    ['day-month-year', '311299', false],
    ['day-month-year', '31121999', true],
    ['day-month-year', '1.1.1', false],
    ['month-day-year', '12/31/99', true],
    ['month-day-year', '31/12/99', false],
    ['year-month-day', '2024-02-29', true],
    ['year-month-day', '2023-02-29', false],
    ['year-month-day', '20240229', true],
    ['year-month-day', '1824-01-01', false],
    ['year-month-day', '2024-2-9', true],
  ] as const)('as %s: %s', (order, text, legal) => expect(has(dateGrammar(CLASSES, order), text)).toBe(legal));

  it('has few states, so that reading one is quick', () => {
    for (const order of ['day-month-year', 'month-day-year', 'year-month-day'] as const)
      expect(dateGrammar(CLASSES, order).states).toBeLessThan(2000);
  });
});
