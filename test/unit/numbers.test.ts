import { describe, expect, it } from 'vitest';
import { duration, lossText, numberText, powerText, rateText, typedNumber } from '../../shared/words/numbers.ts';
import { percent } from '../../electron/cli/output.ts';

describe('numbers in words', () => {
  it('are decimals down to a millionth, then powers of ten', () => {
    expect([0.01, 0.000364535, 0.1 + 0.2, 1e-6, 9.9999e-7, 1e-7, 2.5e-7, 0, NaN].map(rateText)).toEqual([
      ...['0.01', '0.000365', '0.3', '0.000001', '0.000001', '10⁻⁷', '2.5 × 10⁻⁷', '0', '–'],
    ]);
    expect(numberText(-1.5e-8, 3)).toBe('-1.5 × 10⁻⁸');
    expect([6e16, 1e16, -1e6, 0.00123, 0].map((value) => powerText(value))).toEqual([
      ...['6 × 10¹⁶', '10¹⁶', '-10⁶', '1.23 × 10⁻³', '0'],
    ]);
  });

  it('can be typed again where they are meant to be', () => {
    expect([0.00036, 1e-7, 4_294_967_295, 3.64535e-7].map((value) => typedNumber(value, 2))).toEqual([
      ...['0.00036', '1e-7', '4300000000', '3.6e-7'],
    ]);
    for (const value of [1e-12, 0.07 / 10, 4_294_967_295]) expect(Number(typedNumber(value))).toBeCloseTo(value, 15);
  });

  it('tell a loss with three digits, however large, and none with a dash', () => {
    expect([2.3026, 0.0412, 23.45, 1234.5, 6e16, null, NaN].map(lossText)).toEqual([
      ...['2.30', '0.0412', '23.4', '1235', '6 × 10¹⁶', '–', '–'],
    ]);
  });

  it('never round up to a false 100 %, nor to a minute of sixty seconds', () => {
    expect([0.99996, 1, 0.9912].map((share) => percent(share))).toEqual(['99.99%', '100.00%', '99.12%']);
    expect([59.7, 119.9, 3599.6, 4500].map(duration)).toEqual(['1:00', '2:00', '1:00:00', '1:15:00']);
  });
});
