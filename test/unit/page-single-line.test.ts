import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../shared/ink/grey-image.ts';
import { singleLine } from '../../shared/page/single-line.ts';
import { stream } from '../../shared/random/random.ts';

const SIZE = { width: 260, height: 100 };

/** Digits as thick strokes draw them, `ink` of the paper's light left on them: a 0, a 4 and a 7, so many times, so far apart; light falls as `lightAt` says. */
function written(apart: number, ink: number, lightAt: (x: number, y: number) => number, times = 2): GreyImage {
  const random = stream(3, 'sample');
  const shapes: readonly (readonly [number, number, number, number])[][] = [
    [
      [0, 0, 24, 0],
      [24, 0, 24, 40],
      [24, 40, 0, 40],
      [0, 40, 0, 0],
    ],
    [
      [0, 0, 0, 22],
      [0, 22, 24, 22],
      [20, 0, 20, 40],
    ],
    [
      [0, 0, 24, 0],
      [24, 0, 8, 40],
    ],
  ];
  const strokes = Array.from({ length: times }, () => shapes).flat();
  const isInk = (x: number, y: number): boolean =>
    strokes.some((all, sign) =>
      all.some(([x0, y0, x1, y1]) => {
        const [dx, dy] = [x - 30 - sign * (24 + apart) - x0, y - 30 - 3 * (sign % 3) - y0];
        const [ux, uy] = [x1 - x0, y1 - y0];
        const along = Math.max(0, Math.min(1, (dx * ux + dy * uy) / (ux * ux + uy * uy)));
        return Math.hypot(dx - along * ux, dy - along * uy) <= 2.5;
      }),
    );
  const levels = Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) => {
    const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
    return Math.max(0, Math.min(255, lightAt(x, y) * (isInk(x, y) ? ink : 1) + random.normal(0, 3)));
  });
  return { levels, ...SIZE };
}

/** Light that falls slantingly, `slope` more of it on the right, and of it on the left of a shadow's soft edge at 230 nearly half taken away. */
const shadowed =
  (soft: number, slope: number) =>
  (x: number, y: number): number =>
    190 *
    (1 + slope * (x / SIZE.width - 0.5) - 0.2 * (y / SIZE.height - 0.5)) *
    (1 - 0.45 / (1 + Math.exp((x - 230) / soft)));

describe('a picture of one line', () => {
  it.each([
    { ink: 0.2, soft: 12, slope: 0.3 },
    { ink: 0.2, soft: 4, slope: 0.3 },
    { ink: 0.5, soft: 12, slope: 0 },
    { ink: 0.5, soft: 4, slope: 0.3 },
  ])('mostly in shadow is dark on light: ink $ink, soft over $soft, slope $slope', ({ ink, soft, slope }) => {
    const picture = written(8, ink, shadowed(soft, slope));
    const found = singleLine(picture)!;
    expect(found.page.inverted).toBe(false);
    expect(found.line.parts.filter((part) => part.bottom - part.top > 0.8 * found.line.digit)).toHaveLength(6);
    const negative = singleLine({ ...picture, levels: Float32Array.from(picture.levels, (level) => 255 - level) })!;
    expect(negative.page.inverted).toBe(true);
  });

  it('whose signs all touch is found as one mark', () => {
    const { quad } = singleLine(written(-1, 0.2, () => 220, 3))!.line;
    expect(quad[1][0] - quad[0][0]).toBeGreaterThan(195);
    expect(quad[2][1] - quad[1][1]).toBeGreaterThan(36);
  });

  it('keeps a sign whole whose strokes have run into one', () => {
    const [width, height] = [150, 56];
    const isInk = (x: number, y: number): boolean =>
      [35, 75, 115].some((middle) => ((x - middle) / 13) ** 2 + ((y - height / 2) / 21) ** 2 <= 1);
    const levels = Float32Array.from({ length: width * height }, (_, i) =>
      isInk(i % width, Math.floor(i / width)) ? 20 : 240,
    );
    const { page } = singleLine({ levels, width, height })!;
    const inside = [35, 75, 115].map((middle) => page.ink[(height / 2) * page.width + middle]!);
    expect(Math.min(...inside)).toBeGreaterThan(240);
  });

  it('that has a rule alone, or nothing, is none', () => {
    const blank = written(0, 1, () => 220);
    expect(singleLine(blank)).toBe(null);
    const rule = Float32Array.from(written(0, 1, () => 220).levels);
    rule.fill(60, 50 * SIZE.width, 52 * SIZE.width);
    expect(singleLine({ levels: rule, ...SIZE })).toBe(null);
  });
});
