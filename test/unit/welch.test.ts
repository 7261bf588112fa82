import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalT, twoSidedT } from '../../shared/evaluation/student-t.ts';
import { welchTest } from '../../shared/evaluation/welch.ts';
import { compareGroups } from '../../shared/runs/compared-groups.ts';
import { testedOn, testSetsOf } from '../../shared/runs/tested-lines.ts';
import { comparedRun, comparedSeed } from '../fixtures/compared-runs.ts';

/** A share of the expected value: what the two may differ by. */
const close = (found: number, right: number, share = 1e-10): void =>
  expect(Math.abs(found - right)).toBeLessThanOrEqual(share * Math.abs(right));

describe('Student’s t', () => {
  it('has the two-sided p-values of the incomplete beta function, by mpmath with 30 digits', () => {
    for (const [t, freedom, p] of [
      [2, 1, 0.29516723530087],
      [0.5, 3, 0.65144796484815],
      [1.8608, 17.776, 0.07939657813978],
      [4.2, 2.5, 0.034964308725681],
      [0.01, 100, 0.99204121023443],
      [12, 6, 2.0307406195373e-5],
      [60, 4, 4.6210687276351e-7],
      [1.96, 1_000_000, 0.04999606758527],
    ] as const) {
      close(twoSidedT(t, freedom), p, 1e-9);
      close(twoSidedT(-t, freedom), p, 1e-9);
    }
    expect(twoSidedT(0, 7)).toBe(1);
    expect(twoSidedT(Infinity, 7)).toBe(0);
  });

  it('has the critical values of the tables', () => {
    for (const [freedom, t] of [
      [1, 12.706204736175],
      [2.5, 3.5746548420037],
      [10, 2.2281388519863],
      [17.776, 2.1028213103802],
      [300, 1.9679030112611],
    ] as const)
      close(criticalT(0.05, freedom), t);
  });
});

describe('Welch’s t-test', () => {
  it('gives what R gives for Student’s sleep data', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { t, freedom, p, interval95, difference } = welchTest(first, second)!;
    expect(t).toBeCloseTo(-1.8608, 4);
    expect(freedom).toBeCloseTo(17.776, 3);
    expect(p).toBeCloseTo(0.07939, 5);
    expect(interval95[0]).toBeCloseTo(-3.3654832, 7);
    expect(interval95[1]).toBeCloseTo(0.2054832, 7);
    expect(difference).toBeCloseTo(-1.58, 10);
  });

  it('says nothing of one measurement, or where nothing spreads', () => {
    expect(welchTest([0.9], [0.8, 0.81])).toBeNull();
    expect(welchTest([], [0.8, 0.81])).toBeNull();
    expect(welchTest([0.1, 0.1, 0.1], [0.3, 0.3, 0.3])).toBeNull();
    expect(welchTest([0.9, 0.9], [0.8, 0.81])).not.toBeNull();
  });

  it('turns with its groups, and its interval leaves out 0 exactly where p is below 0.05', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [there, back] = [welchTest(a, b), welchTest(b, a)];
        expect(there === null).toBe(back === null);
        if (!there || !back) return;
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.p).toBeCloseTo(there.p, 10);
        const outside = there.interval95[0] > 0 || there.interval95[1] < 0;
        if (Math.abs(there.p - 0.05) > 1e-9) expect(outside).toBe(there.p < 0.05);
      }),
    );
  });
});

describe('groups compared', () => {
  const seeds = [comparedSeed(0, 95), comparedSeed(1, 97), comparedSeed(2, 96)];
  const others = [91, 92, 90].map((right, i) => comparedRun(`other-${i}`, right));
  const alone = comparedRun('alone', 99);
  const key = testSetsOf([seeds])[0]!.key;
  const line = (id: string, runs: typeof seeds) => ({ id, runs });

  it('are tested pair by pair, corrected for their number, single runs left out by name', () => {
    const { pairs, tooFew, alike } = compareGroups(
      [line('a', seeds), line('b', others), line('c', seeds), line('d', [alone])],
      key,
    );
    expect(pairs.map(({ first, second }) => `${first}${second}`)).toEqual(['ab', 'ac', 'bc']);
    expect(pairs[0]!.difference).toBeCloseTo(0.05, 12);
    expect(pairs[0]!.adjusted).toBeCloseTo(3 * pairs[0]!.p, 12);
    expect(pairs[1]!.p).toBe(1);
    expect(tooFew).toEqual(['d']);
    expect(alike).toEqual([]);
  });

  it('that do not differ from run to run are told apart from those with too few', () => {
    const same = [comparedRun('x', 90), comparedRun('y', 90)];
    expect(compareGroups([line('a', same), line('b', same)], key)).toEqual({
      pairs: [],
      tooFew: [],
      alike: [['a', 'b']],
    });
    expect(compareGroups([line('a', seeds), line('b', others)], 'other images').tooFew).toEqual(['a', 'b']);
  });

  it('have the mean of all their runs, also of more than twenty', () => {
    const many = Array.from({ length: 30 }, (_, i) => comparedRun(`many-${i}`, i < 20 ? 90 : 99));
    expect(testedOn(many, key)!.accuracy).toBeCloseTo(0.93, 12);
  });
});
