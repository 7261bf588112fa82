import { describe, expect, it } from 'vitest';
import {
  accuracyAxis,
  boundsOf,
  logAxis,
  logTicks,
  lossAxis,
  niceTicks,
  stepAxisEnd,
  stepTicks,
} from '../../renderer/charts/axis.ts';
import { decimate } from '../../renderer/charts/decimate.ts';
import { toCsv } from '../../renderer/charts/save.ts';
import { indexAt } from '../../renderer/charts/series.ts';
import { smooth } from '../../renderer/charts/smooth.ts';
import { spread } from '../../renderer/charts/spread.ts';
import { channels, withAlpha } from '../../renderer/styles/color.ts';

describe('decimation', () => {
  const count = 100_000;
  const x = Uint32Array.from({ length: count }, (_, i) => i + 1);
  const y = Float32Array.from(x, (step) => Math.sin(step / 5000));
  y[54_321] = 9;
  y[54_400] = -9;

  it('keeps few points, both ends and every spike', () => {
    const points = decimate(x, y, count, 600);
    expect(points.length).toBeLessThanOrEqual(600 * 4 + 4);
    expect(points[0]).toEqual({ x: 1, y: y[0] });
    expect(points.at(-1)).toEqual({ x: count, y: y[count - 1] });
    expect(points).toContainEqual({ x: 54_322, y: 9 });
    expect(points).toContainEqual({ x: 54_401, y: -9 });
    for (let i = 1; i < points.length; i++) expect(points[i]!.x).toBeGreaterThan(points[i - 1]!.x);
  });

  it('leaves short curves alone', () => expect(decimate(x, y, 5, 600)).toHaveLength(5));
  it('knows only `length` points', () => expect(decimate(x, y, 10_000, 100).at(-1)!.x).toBe(10_000));
});

describe('smoothing', () => {
  it('starts at the data and reaches a constant at once', () => {
    expect([...smooth([3, 3, 3], 3, 0.95)]).toEqual([3, 3, 3].map(Math.fround));
  });

  it('leaves values that are not finite as gaps', () => {
    const out = smooth([1, NaN, 1], 3, 0.9);
    expect(out[1]).toBeNaN();
    expect(out[2]).toBeCloseTo(1, 6);
  });
});

describe('labels at the lines’ ends', () => {
  it('stand where they wish when there is room', () => expect(spread([20, 80], 16, 0, 100)).toEqual([20, 80]));

  it('make room for each other, in the order of their lines', () => {
    const [a, b, c] = spread([50, 49, 51], 16, 0, 100) as [number, number, number];
    expect(a - b).toBeGreaterThanOrEqual(16);
    expect(c - a).toBeGreaterThanOrEqual(16);
    expect((a + b + c) / 3).toBeCloseTo(50);
  });

  it('stay inside', () => {
    expect(spread([0, 0], 16, 0, 100)).toEqual([8, 24]);
    expect(spread([100, 99], 16, 0, 100)).toEqual([92, 76]);
  });

  it('join blocks that come to touch', () => {
    const places = [...spread([10, 12, 30, 31], 16, 0, 200)].sort((a, b) => a - b);
    for (let i = 1; i < 4; i++) expect(places[i]! - places[i - 1]!).toBeGreaterThanOrEqual(16);
  });
});

describe('axes', () => {
  it('do not let the first steps flatten the rest', () => {
    const falling = Array.from({ length: 100 }, (_, i) => (i < 10 ? 50 : 0.4));
    expect(lossAxis(boundsOf([falling], [100])).high).toBeLessThan(1);
  });

  it('keep zero and one where they belong', () => {
    expect(lossAxis({ low: 0.1, high: 0.57 })).toEqual({ low: 0, high: 0.6 });
    expect(accuracyAxis({ low: 0.88, high: 0.99 })).toEqual({ low: 0.85, high: 1 });
    expect(accuracyAxis(null)).toEqual({ low: 0, high: 1 });
  });

  it('have ticks free of binary dust', () => {
    expect(niceTicks(0, 0.6, 4)).toEqual([0, 0.2, 0.4, 0.6]);
    expect(logTicks(logAxis({ low: 0.03, high: 2.2 }))).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
  });

  it('mark epochs, or steps while there are few epochs', () => {
    expect(stepTicks(4690, 469, 6)).toEqual([0, 938, 1876, 2814, 3752, 4690]);
    expect(stepTicks(469, 469, 6)).toEqual([0, 100, 200, 300, 400]);
    expect(stepTicks(60 * 469, 469, 6).length).toBeLessThanOrEqual(7);
  });
});

describe('the step axis', () => {
  it('grows by epochs and ends where the run does', () => {
    const ends = [0, 100, 422, 423, 900, 3000, 4220].map((last) => stepAxisEnd(last, 4220, 422));
    expect(ends).toEqual([422, 422, 422, 844, 1688, 3376, 4220]);
    expect(stepAxisEnd(0, 0, 0)).toBe(1);
    expect(stepAxisEnd(77, 0, 0)).toBe(77);
  });
});

describe('reading and export', () => {
  it('finds the newest value at a step', () => {
    const x = [5, 10, 15, 99];
    expect([4, 5, 12, 15, 1000].map((at) => indexAt(x, 3, at))).toEqual([-1, 0, 1, 2, 2]);
  });

  it('writes a row for each step of any curve', () => {
    const csv = toCsv('step', [
      { id: 'a', name: 'Train', color: 1, x: [1, 2, 3], y: Float32Array.of(0.1, 0.2, 0.3), length: 3 },
      { id: 'b', name: 'Best, "so far"', color: 2, x: [2, 4], y: [1, 2], length: 2 },
    ]);
    expect(csv).toBe('step,Train,"Best, ""so far"""\r\n1,0.1,\r\n2,0.2,1\r\n3,0.3,\r\n4,,2\r\n');
  });
});

describe('colours', () => {
  it('are read in their long and short form', () => {
    expect(channels('#17181c')).toEqual([23, 24, 28]);
    expect(channels('#fff')).toEqual([255, 255, 255]);
    expect(withAlpha('#0072b2', 0.25)).toBe('rgba(0, 114, 178, 0.25)');
  });
});
