import { describe, expect, test } from 'vitest';
import type { Frame } from '../../shared/contract/schemas/task.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import { penWay } from '../../renderer/features/evaluate/pen-way.ts';
import { scrawl } from '../fixtures/hand-drawings.ts';

const centred: Frame = { height: 28, width: 28, framing: 'centred' };
const asWritten: Frame = { height: 32, width: 64, framing: 'as-written' };
const sheet = { x: -40, y: -120, width: 400, height: 300 };
const dot = [[[7, 9] as [number, number]]];

describe('the way of a drawing from the pen on', () => {
  test.each([
    ['a centred one', scrawl(3), null, centred],
    ['one on a sheet', scrawl(4), sheet, centred],
    ['one as it was written', scrawl(5), sheet, asWritten],
    ['one as written on a sheet that is not known', scrawl(6), null, asWritten],
    ['a dot', dot, null, centred],
  ])('ends at the image that its hand holds, and stands on the pad: %s', (_, strokes, page, frame) => {
    const way = penWay({ strokes, sheet: page, frame });
    const drawing = strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
    const held = rasterize(drawing, { frame, sheet: page ?? undefined });
    // To a level or two: the same numbers in another unit are rounded otherwise.
    const farthest = Math.max(...held.map((level, i) => Math.abs(level - way.ink.image[i]!)));
    expect(farthest).toBeLessThanOrEqual(2);
    expect(Math.max(...held)).toBeGreaterThan(100);
    for (const [x, y] of way.strokes.flat()) {
      for (const at of [x, y]) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(1);
      }
    }
    expect(way.brush).toBeGreaterThan(0);
  });
});
