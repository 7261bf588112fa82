import { describe, expect, it } from 'vitest';
import { fromHalfBits, halfBits } from '../../shared/data/half-floats.ts';
import { fromMultiples, multiplesOf, stepsOf } from '../../shared/data/int8-steps.ts';
import { stream } from '../../shared/random/random.ts';

describe('half precision', () => {
  it('gives every half back as it was', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = fromHalfBits(bits);
      if (Number.isFinite(value)) expect(halfBits(value)).toBe(bits);
    }
  });

  it.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65_504, 0x7bff],
    [1e9, 0x7bff],
    [2 ** -24, 1],
    [2 ** -26, 0],
    // Half of a step: to the even one.
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
  ])('rounds %d to %s', (value, bits) => expect(halfBits(value)).toBe(bits));

  it('keeps what is no number', () => expect(fromHalfBits(halfBits(NaN))).toBeNaN());
});

describe('multiples of a step', () => {
  const random = stream(3, 'init');
  const values = Float32Array.from({ length: 600 }, (_, i) => random.normal(0, 10 ** -(i % 6)));

  it.each([1, 6, 60])('of %i channels are as near as half a step, and stay what they are', (count) => {
    const steps = stepsOf(values, { count });
    const once = fromMultiples(multiplesOf(values, steps), steps);
    once.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(steps[i % count]! * 0.501));
    const again = stepsOf(once, { count });
    expect(again).toEqual(steps);
    expect(fromMultiples(multiplesOf(once, again), again)).toEqual(once);
  });

  it('may lie one channel after the other', () => {
    const rows = Float32Array.of(1, -2, 100, 50);
    const steps = stepsOf(rows, { count: 2, first: true });
    expect([...multiplesOf(rows, steps, true)]).toEqual([63, -127, 127, 63]);
  });

  it('of zeros alone are zeros', () => {
    const steps = stepsOf(new Float32Array(4), { count: 2 });
    expect([...fromMultiples(multiplesOf(new Float32Array(4), steps), steps)]).toEqual([0, 0, 0, 0]);
  });
});
