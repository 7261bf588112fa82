import { describe, expect, it } from 'vitest';
import { classColors } from '../../renderer/charts/class-colors.ts';
import {
  closestPair,
  isInside,
  type MapPoint,
  middles,
  nearestTo,
  nextTowards,
} from '../../renderer/features/evaluate/map/map-points.ts';
import {
  fromCanvas,
  isSeen,
  moved,
  showing,
  toCanvas,
  WHOLE,
  zoomed,
} from '../../renderer/features/evaluate/map/map-view.ts';
import { channels } from '../../renderer/styles/color.ts';

const point = (place: number, x: number, y: number, label: number | null = 0): MapPoint => ({
  place,
  x,
  y,
  label,
  predicted: 0,
});

describe('a line around points', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 4 },
    { x: 0, y: 4 },
  ];
  it('holds what lies inside', () => {
    expect(isInside(square, { x: 1, y: 3 })).toBe(true);
    for (const [x, y] of [
      [-1, 1],
      [5, 1],
      [1, -1],
      [1, 5],
    ])
      expect(isInside(square, { x: x!, y: y! })).toBe(false);
  });
  it('may be bent inwards, and cross itself', () => {
    const bent = [...square.slice(0, 3), { x: 2, y: 1 }, square[3]!];
    expect(isInside(bent, { x: 2, y: 3 })).toBe(false);
    expect(isInside(bent, { x: 0.5, y: 2 })).toBe(true);
    const bow = [square[0]!, square[2]!, square[1]!, square[3]!];
    expect(isInside(bow, { x: 0.5, y: 2 })).toBe(true);
    expect(isInside(bow, { x: 2, y: 0.5 })).toBe(false);
  });
  it('of one or two places holds nothing', () => {
    expect(isInside([], { x: 1, y: 1 })).toBe(false);
    expect(isInside(square.slice(0, 2), { x: 1, y: 0 })).toBe(false);
  });
});

describe('points of a map', () => {
  const points = [point(1, 0.1, 0.1), point(2, 0.5, 0.1), point(3, 0.5, 0.4), point(4, 0.9, 0.9, 1)];

  it('are found by a place near them', () => {
    expect(nearestTo(points, { x: 0.52, y: 0.12 })?.place).toBe(2);
    expect(nearestTo(points, { x: 0.3, y: 0.6 }, 0.05)).toBeNull();
    expect(nearestTo([], { x: 0, y: 0 })).toBeNull();
  });
  it('are walked by directions, to the edge', () => {
    expect(nextTowards(points, points[0]!, 1, 0)?.place).toBe(2);
    expect(nextTowards(points, points[1]!, 0, 1)?.place).toBe(3);
    expect(nextTowards(points, points[2]!, 0, -1)?.place).toBe(2);
    expect(nextTowards(points, points[0]!, -1, 0)).toBeNull();
  });
  it('have a middle for each class, and say which two are close', () => {
    const some = middles([...points, point(5, 0.5, 0.2), point(6, 0.6, 0.9, 2), point(7, 0, 0, null)], 4);
    expect(some).toEqual([{ x: 0.5, y: 0.2 }, { x: 0.9, y: 0.9 }, { x: 0.6, y: 0.9 }, null]);
    expect(closestPair(some)).toEqual([1, 2]);
    expect(closestPair([some[0]!, null])).toBeNull();
  });
});

describe('what is seen of a map', () => {
  it('goes to the canvas and back', () => {
    const view = zoomed(WHOLE, 4, { x: 0.7, y: 0.3 });
    const there = toCanvas(view, 300, { x: 0.6, y: 0.35 });
    expect(fromCanvas(view, 300, there).x).toBeCloseTo(0.6, 9);
    expect(fromCanvas(view, 300, there).y).toBeCloseTo(0.35, 9);
  });
  it('is magnified around a place that stays, and never leaves the map', () => {
    const at = { x: 0.4, y: 0.6 };
    const before = toCanvas(WHOLE, 300, at);
    expect(toCanvas(zoomed(WHOLE, 3, at), 300, at)).toEqual({
      x: expect.closeTo(before.x, 6),
      y: expect.closeTo(before.y, 6),
    });
    expect(zoomed(zoomed(WHOLE, 3, at), 1 / 30, at)).toEqual(WHOLE);
    expect(zoomed(WHOLE, 1e9, at).zoom).toBe(40);
    expect(moved(zoomed(WHOLE, 2, at), { x: 9, y: -9 })).toEqual({ zoom: 2, x: 0.5, y: 0 });
  });
  it('follows a point that is looked at', () => {
    const view = zoomed(WHOLE, 10, { x: 0, y: 0 });
    expect(isSeen(view, { x: 0.8, y: 0.8 })).toBe(false);
    expect(isSeen(showing(view, { x: 0.8, y: 0.8 }), { x: 0.8, y: 0.8 })).toBe(true);
    expect(showing(view, { x: 0.05, y: 0.05 })).toBe(view);
  });
});

describe('colours of classes', () => {
  const luminance = (hex: string): number => {
    const [r, g, b] = channels(hex).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const GROUNDS = { light: '#ffffff', dark: '#1a1b1f' } as const;

  it.each(['light', 'dark'] as const)('are seen on the %s theme’s surface, and no two are the same', (theme) => {
    for (const count of [2, 5, 10, 26, 62]) {
      const colors = classColors(count, theme);
      expect(new Set(colors).size).toBe(count);
      for (const color of colors) {
        const [low, high] = [luminance(color), luminance(GROUNDS[theme])].sort((a, b) => a - b) as [number, number];
        expect((high + 0.05) / (low + 0.05), `${color} of ${count}`).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
