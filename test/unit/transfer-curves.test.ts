import { describe, expect, it } from 'vitest';
import type { Run, RunStatus, TransferGroup } from '../../shared/contract/schemas/run.ts';
import { transferCurves } from '../../shared/runs/transfer-curves.ts';
import { transferSpecs } from '../../shared/runs/transfer-specs.ts';
import { someRun } from '../fixtures/scripted-host.ts';
import { someHalves, someTransfer, someTransferRuns, type Reached } from '../fixtures/transfer-runs.ts';

const tested = (runs: readonly Run[], reached: Reached): Run[] => someTransferRuns(reached, runs);

describe('the curves of a transfer experiment', () => {
  const planned = someTransferRuns();

  it('have a point for each size and arm, the smallest first, before anything is known', () => {
    const curves = transferCurves([...planned].reverse())!;
    expect(curves).toMatchObject({ count: 9, done: 0, state: 'going', finding: null });
    expect([curves.first, curves.second]).toEqual([
      ['0', '1', '2', '3', '4'],
      ['5', '6', '7', '8', '9'],
    ]);
    for (const points of Object.values(curves.arms)) {
      expect(
        points.map(({ perClass, images, runs, accuracy, interval, seconds }) => ({
          perClass,
          images,
          n: runs.length,
          accuracy,
          interval,
          seconds,
        })),
      ).toEqual([
        { perClass: 5, images: 5, n: 3, accuracy: null, interval: null, seconds: null },
        { perClass: null, images: 5880.8, n: 1, accuracy: null, interval: null, seconds: null },
      ]);
    }
    expect(curves.arms.transfer.map(({ trainable }) => trainable)).toEqual([205_573, 205_573]);
    expect(curves.arms.scratch.map(({ trainable }) => trainable)).toEqual([224_389, 224_389]);
  });

  it('are Wilson’s interval of one run, and Student’s of the mean of several', () => {
    const runs = tested(planned, ({ role, perClass, index }) =>
      role === 'base' ? 0.99 : perClass === null ? (role === 'transfer' ? 0.98 : 0.985) : 0.8 + index / 100,
    );
    const { arms, state, done } = transferCurves(runs)!;
    expect([state, done]).toEqual(['finished', 9]);
    const [few, all] = arms.transfer as [(typeof arms.transfer)[number], (typeof arms.transfer)[number]];
    // Members 1, 3 and 5: 0.81, 0.83, 0.85. R: t.test(c(.81, .83, .85)): 0.7803172 to 0.8796828.
    expect(few.accuracy).toBeCloseTo(0.83, 12);
    expect(few.interval![0]).toBeCloseTo(0.7803172, 6);
    expect(few.interval![1]).toBeCloseTo(0.8796828, 6);
    expect([few.done, few.intervalOf, few.seconds]).toEqual([3, 'runs', 4]);
    expect([all.accuracy, all.interval, all.intervalOf]).toEqual([0.98, [0.97, 0.99], 'images']);
  });

  it('tell what a reader wants to know: who is ahead with few images, and from where on it no longer matters', () => {
    const { finding } = transferCurves(
      tested(planned, ({ role, perClass }) =>
        perClass === null ? (role === 'scratch' ? 0.999 : 0.96) : role === 'scratch' ? 0.6 : 0.8,
      ),
    )!;
    expect(finding).toEqual({
      fewest: { perClass: 5, transfer: expect.closeTo(0.8, 12), scratch: expect.closeTo(0.6, 12), certainty: 'apart' },
      most: { perClass: null, transfer: 0.96, scratch: 0.999, certainty: 'apart' },
      turn: { kind: 'overtaken', perClass: null },
    });
    const ahead = transferCurves(tested(planned, ({ role }) => (role === 'scratch' ? 0.97 : 0.975)))!;
    expect(ahead.finding).toMatchObject({ turn: { kind: 'never' }, most: { certainty: 'overlap' } });
  });

  it('never call transfer ahead where it is not, whatever comes after', () => {
    const turnOf = (scratchAt: readonly number[]): unknown => {
      const specs = transferSpecs(someTransfer({ seeds: 1 }), someHalves(), 'tutorial-group');
      const runs = specs.map((spec, i) => someRun(`run-${i}`, { spec }));
      // Four sizes: members 2, 4, 6 and 8 are from scratch.
      const reached: Reached = ({ role, index }) => (role === 'scratch' ? scratchAt[index / 2 - 1]! : 0.9);
      return transferCurves(someTransferRuns(reached, runs))!.finding!.turn;
    };
    expect(turnOf([0.8, 0.85, 0.88, 0.89])).toEqual({ kind: 'never' });
    expect(turnOf([0.8, 0.85, 0.9, 0.95])).toEqual({ kind: 'overtaken', perClass: 500 });
    expect(turnOf([0.91, 0.92, 0.93, 0.94])).toEqual({ kind: 'overtaken', perClass: 5 });
    expect(turnOf([0.8, 0.85, 0.91, 0.89])).toEqual({ kind: 'changing', perClass: 500 });
    expect(turnOf([0.95, 0.85, 0.86, 0.97])).toEqual({ kind: 'changing', perClass: 5 });
  });

  it('count what is finished alone, and say when the rest has ended', () => {
    const partly = tested(planned, ({ index }) => (index < 3 ? 0.9 : null)).map((run) =>
      run.status === 'finished' ? run : { ...run, status: 'stopped' as RunStatus },
    );
    const curves = transferCurves(partly)!;
    expect(curves).toMatchObject({
      done: 3,
      state: 'ended',
      finding: { fewest: { perClass: 5, certainty: 'one-draw' } },
    });
    expect(curves.arms.transfer[0]).toMatchObject({ done: 1, intervalOf: 'images' });
    // A deleted run is missing for ever; a deleted base leaves the curves.
    const without = transferCurves(partly.filter(({ spec }) => (spec.group as TransferGroup).role !== 'base'))!;
    expect(without).toMatchObject({ base: null, first: [], done: 2, state: 'ended' });
    expect(transferCurves([])).toBeNull();
  });
});
