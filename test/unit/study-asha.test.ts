import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective, Trial } from '../../shared/contract/schemas/study.ts';
import { asha, isRung, prunerOf } from '../../shared/study/asha.ts';
import { MAXIMIZE, MINIMIZE, reportedTrial } from '../fixtures/studies.ts';

/** Trials, each with how it would do after each epoch, and whose turn it is to train one more. */
const scene = fc.record({
  curves: fc.array(
    fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { freq: 12 }), { minLength: 12, maxLength: 12 }),
    {
      minLength: 1,
      maxLength: 12,
    },
  ),
  turns: fc.array(fc.nat(), { maxLength: 150 }),
  minimum: fc.integer({ min: 1, max: 3 }),
  reduction: fc.integer({ min: 2, max: 4 }),
  maximizes: fc.boolean(),
});

/**
 * The same written as slowly and plainly as it can be: every rung keeps the list of the values that came to it. Who comes is let through
 * if, sorted, its value stands among the first len / reduction of the list.
 */
class SlowRungs {
  private readonly rungs = new Map<number, number[]>();
  private readonly minimum: number;
  private readonly reduction: number;
  private readonly sign: number;

  constructor(minimum: number, reduction: number, objective: Objective) {
    this.minimum = minimum;
    this.reduction = reduction;
    this.sign = objective.direction === 'maximize' ? -1 : 1;
  }

  goesOn(epoch: number, value: number | null): boolean {
    const power = Math.log(epoch / this.minimum) / Math.log(this.reduction);
    if (epoch < this.minimum || Math.abs(power - Math.round(power)) > 1e-9) return true;
    if (value === null) return false;
    const list = this.rungs.get(epoch) ?? [];
    list.push(this.sign * value);
    this.rungs.set(epoch, list);
    const sorted = [...list].sort((a, b) => a - b);
    const last = Math.max(Math.floor(list.length / this.reduction), 1) - 1;
    return this.sign * value <= sorted[last]!;
  }
}

describe('ASHA', () => {
  it('lets through whom a slow reference lets through, whoever trains when', () => {
    fc.assert(
      fc.property(scene, ({ curves, turns, minimum, reduction, maximizes }) => {
        const objective = maximizes ? MAXIMIZE : MINIMIZE;
        const pruner = asha(minimum, reduction);
        const slow = new SlowRungs(minimum, reduction, objective);
        const trials: Trial[] = curves.map((_, number) => reportedTrial(number, []));
        for (const turn of turns) {
          const number = turn % curves.length;
          const trial = trials[number]!;
          const epoch = trial.reports.length + 1;
          if (trial.status !== 'running' || epoch > curves[number]!.length) continue;
          const value = curves[number]![epoch - 1]!;
          trials[number] = { ...trial, reports: [...trial.reports, { epoch, value }] };
          const isPruned = pruner.isPruned(trials[number], trials, objective);
          expect(isPruned).toBe(!slow.goesOn(epoch, value));
          if (isPruned) trials[number] = { ...trials[number], status: 'pruned' };
        }
      }),
    );
  });

  it('keeps one in three at each rung in the long run, the best ones', () => {
    const pruner = asha(1, 3);
    const trials: Trial[] = [];
    // Worse and worse: only the first of all is among the best third when it comes.
    for (let number = 0; number < 30; number++) {
      const trial = reportedTrial(number, [number]);
      trials.push(trial);
      expect(pruner.isPruned(trial, trials, MINIMIZE)).toBe(number > 0);
    }
    // Better and better: all are.
    for (let number = 30; number < 60; number++) {
      const trial = reportedTrial(number, [-number]);
      trials.push(trial);
      expect(pruner.isPruned(trial, trials, MINIMIZE)).toBe(false);
    }
  });

  it('looks at its rungs alone, and at no trial that repeats another', () => {
    expect([1, 2, 3, 4, 8, 9, 27].filter((epoch) => isRung(epoch, 1, 3))).toEqual([1, 3, 9, 27]);
    expect([1, 2, 4, 8, 16].filter((epoch) => isRung(epoch, 2, 4))).toEqual([2, 8]);
    const repeats = reportedTrial(0, [0.99], { repeats: 5 });
    const trial = reportedTrial(1, [0.5]);
    expect(asha(1, 2).isPruned(trial, [repeats, trial], MAXIMIZE)).toBe(false);
  });

  it('is left out where a study asks for none', () => {
    const worst = reportedTrial(0, [null]);
    expect(prunerOf({ kind: 'none' }).isPruned(worst, [worst], MAXIMIZE)).toBe(false);
    expect(prunerOf({ kind: 'asha', minimum: 1, reduction: 3 }).isPruned(worst, [worst], MAXIMIZE)).toBe(true);
  });
});
