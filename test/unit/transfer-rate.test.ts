import { describe, expect, it } from 'vitest';
import { Tasks } from '../../electron/services/datasets/tasks.ts';
import { TransferRate } from '../../electron/services/transfer-rate.ts';

describe('the time that is left', () => {
  it('is not told before there is a speed, and never by what was there already', () => {
    const rate = new TransferRate();
    // Ten seconds of connecting, then a megabyte at once that an earlier try had left.
    rate.add(1_000_000, 10_000);
    expect(rate.secondsFor(100, 10_000)).toBeNull();
    rate.add(50, 10_500);
    expect(rate.secondsFor(100, 10_500)).toBeNull();
    rate.add(50, 11_000);
    expect(rate.secondsFor(100, 11_000)).toBe(1);
  });

  it('follows a change of speed', () => {
    const rate = new TransferRate();
    for (let s = 0; s <= 60; s++) rate.add(s < 30 ? 100 : 10, s * 1000);
    expect(rate.secondsFor(100, 60_000)).toBeCloseTo(10, 0);
  });
});

describe('a task on a data set', () => {
  it('that begins with nine tenths done tells its time by the rest', async () => {
    let time = 0;
    const tasks = new Tasks(
      () => time,
      () => undefined,
    );
    const left: (number | null)[] = [];
    await tasks.run('mnist', 'import', async ({ progress }) => {
      for (const share of [0.9, 0.91, 0.92, 0.93]) {
        progress({ progress: share });
        const state = tasks.state('mnist');
        left.push(state?.state === 'working' ? state.etaSeconds : null);
        time += 1000;
      }
    });
    expect(left[0]).toBeNull();
    expect(left.slice(1).map((seconds) => Math.round(seconds!))).toEqual([9, 8, 7]);
  });
});
