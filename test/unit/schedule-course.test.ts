import { describe, expect, it } from 'vitest';
import { scheduleSchema } from '../../shared/contract/schemas/recipe.ts';
import { plateauFactors, rateParts } from '../../shared/learn/schedule-course.ts';
import { scheduleFactor } from '../../shared/model/schedule.ts';

describe('the parts of a step’s learning rate', () => {
  it.each(['constant', 'step', 'cosine', 'oneCycle'] as const)('are what training multiplies: %s', (kind) => {
    const recipe = { schedule: scheduleSchema.parse({ kind }), warmUpEpochs: 1.5, epochs: 12 };
    for (let step = 1; step <= 120; step++) {
      const { eta, warm, factor, rate } = rateParts(recipe, 0.01, step, 10);
      expect(rate).toBe(0.01 * scheduleFactor(recipe, step, 10));
      expect(eta * warm * factor).toBeCloseTo(rate, 12);
      expect(warm).toBe(Math.min(1, step / 15));
    }
  });

  it('a plateau comes down where validation has not fallen for its patience, and not below its minimum', () => {
    const schedule = scheduleSchema.parse({ kind: 'plateau', factor: 0.5, patience: 2, minimum: 0.2 });
    const factors = plateauFactors(schedule, [1, 0.9, 0.95, null, 0.9, 0.91, 0.92, 0.93]);
    expect(factors).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.2]);
    expect(rateParts({ schedule, warmUpEpochs: 0, epochs: 9 }, 0.1, 41, 10, factors[4]).rate).toBeCloseTo(0.05, 12);
    expect(plateauFactors({ kind: 'constant' }, [3, 4])).toEqual([1, 1, 1]);
  });
});
