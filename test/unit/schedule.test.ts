import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleSchema, type Schedule } from '../../shared/contract/schemas/recipe.ts';
import { PLATEAU_START, scheduleFactor, watchPlateau } from '../../shared/model/schedule.ts';

const PER_EPOCH = 10;
const recipe = (schedule: unknown, warmUpEpochs = 0, epochs = 10) => ({
  schedule: scheduleSchema.parse(schedule),
  warmUpEpochs,
  epochs,
});
const factors = (...args: Parameters<typeof recipe>): number[] =>
  Array.from({ length: args[2] === undefined ? 100 : args[2] * PER_EPOCH }, (_, i) =>
    scheduleFactor(recipe(...args), i + 1, PER_EPOCH),
  );

describe('the learning rate over a run', () => {
  it('is one where it is constant', () => {
    expect(new Set(factors({ kind: 'constant' }))).toEqual(new Set([1]));
  });

  it('falls by steps, after whole epochs', () => {
    const rates = factors({ kind: 'step', everyEpochs: 3, factor: 0.5 });
    expect([rates[0], rates[29], rates[30], rates[59], rates[60], rates[99]]).toEqual([1, 1, 0.5, 0.5, 0.25, 0.125]);
  });

  it('falls along half a cosine to its end', () => {
    const rates = factors({ kind: 'cosine', final: 0.1 });
    expect(rates[0]).toBe(1);
    expect(rates.at(-1)).toBeCloseTo(0.1, 12);
    expect((rates[49]! + rates[50]!) / 2).toBeCloseTo(0.55, 12);
  });

  it('rises and falls once', () => {
    const rates = factors({ kind: 'oneCycle', warmUp: 0.25, start: 0.1, final: 0.01 });
    expect(rates[0]).toBeCloseTo(0.1, 12);
    expect(rates.at(-1)).toBeCloseTo(0.01, 12);
    const top = rates.indexOf(Math.max(...rates));
    expect(Math.abs(top - 24.75)).toBeLessThan(1);
    expect(rates[top]).toBeGreaterThan(0.99);
    rates.forEach((rate, i) => i > 0 && expect(Math.sign(rate - rates[i - 1]!)).toBe(i <= top ? 1 : -1));
  });

  it('warms up evenly on top of any schedule, from the first step on', () => {
    const rates = factors({ kind: 'constant' }, 2);
    expect(rates[0]).toBeCloseTo(1 / 20, 12);
    expect(rates[9]).toBeCloseTo(0.5, 12);
    expect(rates[19]).toBe(1);
    expect(rates[99]).toBe(1);
  });

  it('is never below nothing nor above the optimizer’s own, whatever the schedule', () => {
    const any = fc.oneof(
      fc.record({ kind: fc.constant('cosine'), final: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ kind: fc.constant('oneCycle'), warmUp: fc.double({ min: 0.01, max: 0.99, noNaN: true }) }),
      fc.record({ kind: fc.constant('step'), everyEpochs: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 3 }), (schedule, epochs, warm) => {
        for (const factor of factors(schedule, warm, epochs)) {
          expect(factor).toBeGreaterThanOrEqual(0);
          expect(factor).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});

describe('a plateau', () => {
  const schedule: Schedule = { kind: 'plateau', factor: 0.5, patience: 2, minimum: 0.2 };
  const after = (...losses: number[]) =>
    losses.reduce((state, loss) => watchPlateau(schedule, state, loss), PLATEAU_START);

  it('comes down after its patience, counts anew, and not below its least', () => {
    expect(after(1, 0.9, 0.8).factor).toBe(1);
    expect(after(1, 1).factor).toBe(1);
    expect(after(1, 1, 1)).toEqual({ factor: 0.5, best: 1, waited: 0 });
    expect(after(1, 1, 1, 1).factor).toBe(0.5);
    expect(after(1, 1, 1, 1, 1).factor).toBe(0.25);
    expect(after(1, 1, 1, 1, 1, 1, 1).factor).toBe(0.2);
    expect(after(1, 1, 0.5, 0.6).factor).toBe(1);
  });

  it('is what the rate follows, and nothing to the other schedules', () => {
    expect(scheduleFactor({ schedule, warmUpEpochs: 0, epochs: 5 }, 7, PER_EPOCH, 0.25)).toBe(0.25);
    expect(watchPlateau({ kind: 'constant' }, PLATEAU_START, 1)).toBe(PLATEAU_START);
  });
});
