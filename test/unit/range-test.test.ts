import { describe, expect, it } from 'vitest';
import { learningRateCurveSchema } from '../../shared/contract/schemas/learning-rate.ts';
import { stream } from '../../shared/random/random.ts';
import { geometricRates, RANGE, RangeTest } from '../../shared/runs/range-test.ts';

const rates = geometricRates(RANGE);

/** Runs the test over a loss that is a function of the rate; how many steps it took. */
function over(loss: (rate: number) => number): { test: RangeTest; steps: number } {
  const test = new RangeTest();
  let steps = 0;
  for (const rate of rates) {
    steps += 1;
    if (!test.add(rate, loss(rate))) break;
  }
  return { test, steps };
}
/** From 2.3 down to 0.3 around a rate, a decade or so wide. */
const fallAt = (middle: number) => (rate: number) => 2.3 - 2 / (1 + (middle / rate) ** 2);

describe('a learning-rate range test', () => {
  it('tries rates that grow by the same factor from a millionth to ten', () => {
    expect(rates).toHaveLength(150);
    expect([rates[0], rates.at(-1)].map((rate) => rate!.toPrecision(5))).toEqual(['0.0000010000', '10.000']);
    const factors = [...rates.slice(1)].map((rate, i) => rate / rates[i]!);
    for (const factor of factors) expect(factor).toBeCloseTo(factors[0]!, 5);
  });

  it.each([1e-4, 1e-3, 0.1])('suggests where the loss falls fastest: about %s', (middle) => {
    const { test, steps } = over(fallAt(middle));
    expect(steps).toBe(150);
    const { suggestion, points } = learningRateCurveSchema.parse(test.curve());
    // The moving mean lags behind by a third of a decade or so.
    expect(suggestion! / middle).toBeGreaterThan(1);
    expect(suggestion! / middle).toBeLessThan(4);
    expect(points).toHaveLength(150);
  });

  it('is not led astray by the noise of batches', () => {
    const random = stream(1, 'shuffle');
    const { suggestion } = over((rate) => fallAt(1e-3)(rate) + random.normal(0, 0.05)).test.curve();
    expect(suggestion! / 1e-3).toBeGreaterThan(0.5);
    expect(suggestion! / 1e-3).toBeLessThan(6);
  });

  it('smooths without a bias at the start: what does not change stays', () => {
    for (const { loss } of over(() => 2.3).test.curve().points) expect(loss).toBeCloseTo(2.3, 10);
  });

  it('stops when the loss runs away or is none, and keeps what it saw', () => {
    const away = over((rate) => (rate > 0.05 ? 1e6 : fallAt(1e-3)(rate)));
    expect(away.steps).toBe(rates.findIndex((rate) => rate > 0.05) + 1);
    expect(away.test.curve().suggestion! / 1e-3).toBeLessThan(4);
    const none = over((rate) => (rate > 0.05 ? NaN : fallAt(1e-3)(rate)));
    expect(none.test.curve().points).toHaveLength(none.steps - 1);
    expect(learningRateCurveSchema.safeParse(none.test.curve()).success).toBe(true);
  });

  it('suggests nothing where nothing falls', () => {
    expect(over((rate) => 2.3 + rate).test.curve().suggestion).toBeNull();
    expect(over(() => 2.3).test.curve().suggestion).toBeNull();
    expect(over(() => NaN).test.curve()).toEqual({ points: [], suggestion: null });
  });
});
