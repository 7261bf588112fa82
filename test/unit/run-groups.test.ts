import { describe, expect, it } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { groupRuns, summarizeGroup } from '../../shared/runs/group.ts';
import { spreadOf } from '../../shared/runs/spread.ts';
import { someRun, someSpec } from '../fixtures/scripted-host.ts';

const test = (accuracy: number) => ({
  dataset: 'mnist',
  accuracy,
  loss: 0.1,
  n: 10_000,
  interval95: [0, 1] as [number, number],
  confusion: [],
});

function member(index: number, accuracy: number | null, changes: Partial<Run> = {}): Run {
  const spec = { ...someSpec(), group: { id: 'group-1', kind: 'seeds' as const, index, count: 4 } };
  const result =
    accuracy === null ? null : { tests: [test(accuracy)], weightsSha256: '', imagesPerSecond: 1, seconds: 1 };
  return someRun(`run-${index}`, { spec, result, status: accuracy === null ? 'stopped' : 'finished', ...changes });
}

/** Student's distribution between -t and t, by Simpson's rule over its density with the gamma function's ratio as a product. */
function coverage(t: number, freedom: number): number {
  const density = (x: number): number => (1 + (x * x) / freedom) ** (-(freedom + 1) / 2);
  const integral = (to: number): number => {
    const [steps, width] = [20_000, to / 20_000];
    let sum = density(0) + density(to);
    for (let i = 1; i < steps; i++) sum += density(i * width) * (i % 2 ? 4 : 2);
    return (sum * width) / 3;
  };
  // Wallis's recurrence: normalisation(v) = 1/2 B(v/2, 1/2) sqrt(v), from B(1/2, 1/2) = pi and B(1, 1/2) = 2.
  let [beta, half] = freedom % 2 ? [Math.PI, 0.5] : [2, 1];
  for (; half < freedom / 2; half++) beta *= half / (half + 0.5);
  return integral(t) / ((Math.sqrt(freedom) * beta) / 2);
}

describe('the spread of a few accuracies', () => {
  it('is the sample standard deviation and Student’s interval', () => {
    // R: t.test(c(.991, .993, .992)): mean 0.992, sd 0.001, 0.9895159 to 0.9944841.
    const spread = spreadOf([0.991, 0.993, 0.992])!;
    expect(spread).toMatchObject({ n: 3, mean: expect.closeTo(0.992, 12), deviation: expect.closeTo(0.001, 12) });
    expect(spread.interval95![0]).toBeCloseTo(0.9895159, 7);
    expect(spread.interval95![1]).toBeCloseTo(0.9944841, 7);
  });

  it('covers 95 % of Student’s distribution for every number of runs that a group may have', () => {
    for (const n of [...Array.from({ length: 29 }, (_, i) => i + 2), 100, 1000]) {
      // Half at one height, half at the other, so that nothing is cut off.
      const shares = Array.from({ length: n }, (_, i) => 0.5 + (i % 2 ? 0.001 : -0.001));
      const { mean, deviation, interval95 } = spreadOf(shares)!;
      const t = (interval95![1] - mean) / (deviation! / Math.sqrt(n));
      expect(coverage(t, n - 1), `${n} runs`).toBeCloseTo(0.95, 5);
    }
  });

  it('says no more than it knows: one run has no deviation, none nothing, no interval leaves 0 to 1', () => {
    expect(spreadOf([])).toBeNull();
    expect(spreadOf([0.98])).toEqual({ n: 1, mean: 0.98, deviation: null, interval95: null });
    expect(spreadOf([0.999, 0.9])!.interval95).toEqual([expect.any(Number), 1]);
    expect(spreadOf([0.5, 0.5, 0.5])).toMatchObject({ deviation: 0, interval95: [0.5, 0.5] });
  });
});

describe('a group of runs', () => {
  it('counts the finished ones of those it was started with', () => {
    const summary = summarizeGroup([member(1, 0.993), member(2, null), member(0, 0.991)]);
    expect(summary).toMatchObject({ id: 'group-1', kind: 'seeds', count: 4, done: 2, validation: null });
    expect(summary!.test).toMatchObject({ n: 2, mean: expect.closeTo(0.992, 12) });
    expect(summarizeGroup([member(0, null)])).toMatchObject({ done: 0, test: null });
    expect(summarizeGroup([someRun('alone')])).toBeNull();
  });

  it('takes the validation of the weights that were kept', () => {
    const at = (accuracy: number) => ({ loss: 0.1, accuracy });
    const seen = { lastValidation: at(0.97), best: { epoch: 1, step: 10, validation: at(0.98) } };
    const run = member(0, 0.99, seen);
    expect(summarizeGroup([run])!.validation!.mean).toBe(0.97);
    const earlyStopping = { patience: 2, restoreBest: true };
    const restoring = { ...run, spec: { ...run.spec, recipe: { ...run.spec.recipe, earlyStopping } } };
    expect(summarizeGroup([restoring])!.validation!.mean).toBe(0.98);
  });

  it('is found among all runs, its members in their order', () => {
    const groups = groupRuns([someRun('alone'), member(2, null), member(0, null), member(1, null)]);
    expect([...groups.keys()]).toEqual(['group-1']);
    expect(groups.get('group-1')!.map(({ id }) => id)).toEqual(['run-0', 'run-1', 'run-2']);
  });
});
