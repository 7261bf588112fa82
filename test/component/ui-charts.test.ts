import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { provideAlignment, useAlignment } from '../../renderer/charts/alignment.ts';
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
import { curvesOf, lastKnown, tickText, valueAxis } from '../../renderer/charts/chart-model.ts';
import { decimate } from '../../renderer/charts/decimate.ts';
import { toCsv } from '../../renderer/charts/save.ts';
import { indexAt } from '../../renderer/charts/series.ts';
import type { LineSeries } from '../../renderer/charts/series.ts';
import { smooth } from '../../renderer/charts/smooth.ts';
import { spread } from '../../renderer/charts/spread.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
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
    for (const value of smooth([3, 3, 3], 3, 20)) expect(value).toBeCloseTo(3, 6);
    expect([...smooth([3], 1, 20)]).toEqual([3]);
  });

  it('leaves values that are not finite as gaps', () => {
    const out = smooth([1, NaN, 1, Infinity], 4, 10);
    expect(out[1]).toBeNaN();
    expect(out[2]).toBeCloseTo(1, 6);
    expect(out[3]).toBe(Infinity);
    expect([...smooth([NaN, NaN], 2, 10)]).toEqual([NaN, NaN]);
  });

  it('does not lag: a straight line comes out as it went in, from its first step to its last', () => {
    const line = Array.from({ length: 200 }, (_, i) => 2.3 - i / 100);
    const out = smooth(line, line.length, 20);
    for (const [i, value] of line.entries()) expect(out[i]).toBeCloseTo(value, 5);
    // With gaps in it, too.
    const torn = line.map((value, i) => (i % 7 === 3 ? NaN : value));
    const mended = smooth(torn, torn.length, 20);
    for (const [i, value] of torn.entries()) if (!Number.isNaN(value)) expect(mended[i]).toBeCloseTo(value, 5);
  });

  it('stands beside the validation of the same step: by the mean of a falling curve around it', () => {
    const falling = Array.from({ length: 400 }, (_, i) => Math.exp(-i / 100) + (i % 2 === 0 ? 0.1 : -0.1));
    const out = smooth(falling, falling.length, 20);
    for (const at of [100, 200, 300]) expect(Math.abs(out[at]! - Math.exp(-at / 100))).toBeLessThan(0.03);
  });

  it('never leaves the range of the data', () => {
    const steps = Array.from({ length: 100 }, (_, i) => (i < 5 ? 0.1 : 1));
    for (const value of smooth(steps, steps.length, 20)) {
      expect(value).toBeGreaterThanOrEqual(0.0999);
      expect(value).toBeLessThanOrEqual(1);
    }
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

  it('come to an end for numbers that lie side by side, or at the edges of what numbers there are', () => {
    for (const [low, high] of [
      [0.3, 0.30000000000000004],
      [1e16, 1e16 + 2],
      [5e-324, 1e-323],
      [0, 5e-324],
      [-1.7e308, 1.7e308],
      [0, Infinity],
      [1e308, 1.7e308],
    ] as const) {
      const ticks = niceTicks(low, high, 4);
      expect(ticks.length, `${low} to ${high}`).toBeLessThan(10);
      expect(new Set(ticks).size).toBe(ticks.length);
    }
    for (const bounds of [
      { low: 0, high: 1 },
      { low: 1, high: Infinity },
      { low: 5e-324, high: 1.7e308 },
    ])
      expect(logTicks(bounds).length).toBeLessThan(10);
    expect(stepTicks(12e9, 1, 6).length).toBeLessThanOrEqual(7);
  });

  it('mark epochs, or steps while there are few epochs', () => {
    expect(stepTicks(4690, 469, 6)).toEqual([0, 938, 1876, 2814, 3752, 4690]);
    expect(stepTicks(469, 469, 6)).toEqual([0, 100, 200, 300, 400]);
    expect(stepTicks(60 * 469, 469, 6).length).toBeLessThanOrEqual(7);
  });
});

describe('a training that ran away', () => {
  const series = (id: string, y: number[]): LineSeries => ({
    ...{ id, name: id, color: 1, x: y.map((_, i) => i + 1), y, length: y.length },
  });
  const healthy = Array.from({ length: 100 }, (_, i) => 2.3 - i / 100);
  const away = Array.from({ length: 100 }, (_, i) => (i < 50 ? 2.3 : 6e16));
  const axisOf = (all: LineSeries[], log = false) => valueAxis(curvesOf(all, false), 'loss', log, 300);

  it('does not flatten the rest on an even scale', () => {
    expect(axisOf([series('train', healthy), series('validation', [6e16, 7e16])]).high).toBeLessThanOrEqual(10);
    expect(axisOf([series('train', away)]).high).toBeLessThanOrEqual(10);
    expect(axisOf([series('train', [NaN, ...away.slice(0, 50), NaN])]).high).toBeLessThanOrEqual(3);
    // A loss that is high from the start has not diverged.
    expect(
      axisOf([
        series(
          'train',
          healthy.map((loss) => 30 * loss),
        ),
      ]).high,
    ).toBeGreaterThan(60);
  });

  it('is whole on a logarithmic one, with few labels', () => {
    const axis = axisOf([series('train', away)], true);
    expect(axis.low).toBeLessThanOrEqual(2.3);
    expect(axis.high).toBeGreaterThanOrEqual(6e16);
    expect(axis.ticks.length).toBeLessThanOrEqual(9);
    const format = createFormat('en');
    const words = axis.ticks.map((tick) => tickText(format, 'loss', tick, [tick]));
    for (const text of words) expect(text.length).toBeLessThanOrEqual(6);
    expect(words).toContain('10¹⁵');
  });

  it('is labelled by its last loss that was one', () => {
    expect(lastKnown(curvesOf([series('train', [2, 3, NaN, NaN])], false)[0]!)).toBe(1);
    expect(lastKnown(curvesOf([series('train', [NaN])], false)[0]!)).toBe(-1);
  });
});

describe('charts one above the other', () => {
  it('give their numbers and labels the room of the widest, and take it back when it is gone', async () => {
    const seen = new Map<string, ReturnType<typeof useAlignment>>();
    const Part = defineComponent({
      props: { name: { type: String, required: true } },
      setup({ name }) {
        seen.set(name, useAlignment());
        return () => h('div');
      },
    });
    const third = ref(true);
    const Column = defineComponent(() => {
      provideAlignment();
      return () => ['a', 'b', ...(third.value ? ['c'] : [])].map((name) => h(Part, { key: name, name }));
    });
    const column = mount(Column);
    seen.get('a')!.wish({ left: 46, right: 112 });
    seen.get('b')!.wish({ left: 60, right: 96 });
    seen.get('c')!.wish({ left: 46, right: 200 });
    for (const { margins } of seen.values()) expect(margins.value).toEqual({ left: 60, right: 200 });
    third.value = false;
    await nextTick();
    expect(seen.get('a')!.margins.value).toEqual({ left: 60, right: 112 });
    column.unmount();
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
    const gap = toCsv('step', [{ id: 'a', name: 'Train', color: 1, x: [1, 2], y: [0.5, NaN], length: 2 }]);
    expect(gap).toBe('step,Train\r\n1,0.5\r\n2,\r\n');
  });
});

describe('colours', () => {
  it('are read in their long and short form', () => {
    expect(channels('#17181c')).toEqual([23, 24, 28]);
    expect(channels('#fff')).toEqual([255, 255, 255]);
    expect(withAlpha('#0072b2', 0.25)).toBe('rgba(0, 114, 178, 0.25)');
  });
});
