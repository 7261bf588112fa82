import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { strokeWidth } from '../../shared/ink/fit-ink.ts';
import { cut, type GreyImage } from '../../shared/ink/grey-image.ts';
import { cleanPage } from '../../shared/page/clean-page.ts';
import { findLines } from '../../shared/page/find-lines.ts';
import { lineImage } from '../../shared/page/line-image.ts';
import { PAGE_STEPS, type Page } from '../../shared/page/page.ts';
import { singleLine } from '../../shared/page/single-line.ts';
import type { Rect } from '../../shared/paper/page.ts';
import { stream } from '../../shared/random/random.ts';
import { PRINTED } from '../fixtures/printed-sheet.ts';
import { photograph, shadow, type Shot } from '../fixtures/sheet-photo.ts';
import { likeness } from '../fixtures/written-sheet.ts';
import { digitFields, writePage, type Ground, type WrittenPage } from '../fixtures/written-page.ts';

/** Whole pages are written, photographed and cleaned: seconds each on a busy machine. */
const TIMEOUT = 180_000;

const GROUNDS: readonly Ground[] = ['free', 'rule', 'boxes', 'comb', 'frame', 'security'];

/** As a scanner without any fault sees it. */
const scan = ({ light, width, height }: WrittenPage): GreyImage => ({
  levels: Uint8Array.from(light, (level) => Math.round(235 * level)),
  width,
  height,
});

/** Of each sign of a page's fields how much of pen and cleaned ink is common to both, as a share of what is in either. */
function kept(written: WrittenPage, page: Page, ground: Ground): number[] {
  const signs = written.fields.filter((field) => field.ground === ground).flatMap((field) => field.signs);
  return signs.map(({ x, y, width, height }) => {
    let [both, either] = [0, 0];
    for (let row = Math.round(y * PRINTED); row < (y + height) * PRINTED; row++) {
      for (let column = Math.round(x * PRINTED); column < (x + width) * PRINTED; column++) {
        const at = row * written.width + column;
        const [pen, ink] = [written.pen[at]! >= 0.5, page.ink[at]! >= 128];
        both += Number(pen && ink);
        either += Number(pen || ink);
      }
    }
    return both / either;
  });
}

const shareBelow = (values: readonly number[], least: number): number =>
  values.filter((value) => value < least).length / values.length;

describe('a scanned page', { timeout: TIMEOUT }, () => {
  const pages = [
    { seed: 1, thick: 0.25, print: 0.35 },
    { seed: 2, thick: 0.6, print: 0.6 },
    { seed: 3, thick: 0.4, print: 0.1 },
  ].map((style) => writePage(digitFields(18, GROUNDS, style.seed), style));
  let cleaned: Page[];
  beforeAll(() => {
    cleaned = pages.map((written) => cleanPage(scan(written)));
  }, TIMEOUT);

  it('has a line for each line that was written, from the top', () => {
    pages.forEach((written, i) => {
      const lines = findLines(cleaned[i]!);
      expect(lines).toHaveLength(18);
      lines.forEach(({ quad }, k) => {
        const { signs } = written.fields[k]!;
        const [left, right] = [signs[0]!.x, signs.at(-1)!.x + signs.at(-1)!.width];
        const [[x0, y0], [x1], [, y2]] = quad;
        // Before security print a pale stroke may be lost.
        const near = written.fields[k]!.ground === 'security' ? 4 : 1.5;
        expect(Math.abs(x0 / PRINTED - left)).toBeLessThan(near);
        expect(Math.abs(x1 / PRINTED - right)).toBeLessThan(near);
        expect(y0 / PRINTED).toBeGreaterThan(signs[0]!.y - 1.5);
        expect(y2 / PRINTED).toBeLessThan(signs[0]!.y + signs[0]!.height + 1.5);
      });
    });
  });

  it.each(['free', 'rule', 'boxes', 'comb', 'frame'] as const)(
    'keeps its signs whole where they stand on %s',
    (ground) => {
      const shares = pages.flatMap((written, i) => kept(written, cleaned[i]!, ground));
      expect(shares).toHaveLength(45);
      expect(Math.min(...shares)).toBeGreaterThan(0.6);
      expect(shareBelow(shares, 0.85)).toBeLessThan(0.05);
    },
  );

  it('keeps them readable before security print', () => {
    const shares = pages.flatMap((written, i) => kept(written, cleaned[i]!, 'security'));
    expect(Math.min(...shares)).toBeGreaterThan(0.45);
    expect(shareBelow(shares, 0.75)).toBeLessThan(0.15);
  });

  it('has nothing left of rules, boxes and combs', () => {
    pages.forEach((written, i) => {
      let [left, print] = [0, 0];
      const security = written.fields.filter(({ ground }) => ground === 'security');
      cleaned[i]!.ink.forEach((ink, at) => {
        const y = at / written.width / PRINTED;
        if (written.pen[at]! >= 0.1 || security.some((field) => Math.abs(y - field.y - 4) < 8)) return;
        left += Number(ink >= 128);
        print += Number(written.light[at]! < 0.8);
      });
      expect(print).toBeGreaterThan(10_000);
      expect(left / print).toBeLessThan(0.01);
    });
  });

  it('tells the cells of boxes and combs', () => {
    pages.forEach((written, i) => {
      const lines = findLines(cleaned[i]!);
      lines.forEach(({ cells }, k) => {
        const { ground } = written.fields[k]!;
        expect(cells, ground).toHaveLength(ground === 'boxes' || ground === 'comb' ? 5 : 0);
      });
    });
  });
});

describe('a photographed page', { timeout: TIMEOUT }, () => {
  const written = writePage(digitFields(12, GROUNDS, 3), { seed: 3 });
  const straight = cleanPage(scan(written));
  const expected = findLines(straight).map((line) => lineImage(straight, line));
  const shots: [string, Shot, { turned?: number; corners: boolean }][] = [
    ['skewed by 5 degrees in a scanner', { fill: 1.02, roll: 5, blurs: 0 }, { turned: 5, corners: false }],
    ['in perspective and shadow', { pitch: 16, yaw: -8, roll: 6, light: shadow, grain: 3 }, { corners: true }],
    ['bent by 4 degrees', { pitch: 10, roll: -4, curl: 4, light: shadow }, { corners: true }],
  ];
  it.each(shots)('%s has the same lines', (_name, shot, { turned, corners }) => {
    const picture = photograph(written, { width: 1500, height: 2000, ...shot });
    const page = cleanPage(picture);
    expect(page.corners !== null).toBe(corners);
    if (turned !== undefined) expect(Math.abs(page.turned - turned)).toBeLessThan(0.6);
    const lines = findLines(page);
    expect(lines).toHaveLength(12);
    lines.forEach((line, i) => {
      const image = lineImage(page, line);
      expect(Math.abs(image.width / expected[i]!.width - 1), String(i)).toBeLessThan(0.25);
      // A line's middle is ink in the picture as well: the way back is right.
      const [x, y] = image.toPicture(image.width / 2, 16);
      const [a, , c] = line.quad;
      expect(Math.hypot(x - (a[0] + c[0]) / 2, y - (a[1] + c[1]) / 2)).toBeLessThan(
        0.3 * Math.hypot(c[0] - a[0], c[1] - a[1]),
      );
    });
  });

  it('light on dark is the same as dark on light', () => {
    const picture = scan(written);
    const negative = cleanPage({ ...picture, levels: Uint8Array.from(picture.levels, (level) => 255 - level) });
    expect([straight.inverted, negative.inverted]).toEqual([false, true]);
    const images = findLines(negative).map((line) => lineImage(negative, line));
    expect(images).toHaveLength(12);
    images.forEach(({ ink, width }, i) => {
      if (width === expected[i]!.width) expect(likeness(ink, expected[i]!.ink)).toBeGreaterThan(0.8);
      else expect(Math.abs(width - expected[i]!.width)).toBeLessThan(16);
    });
  });
});

describe('a picture of one line', { timeout: TIMEOUT }, () => {
  const written = writePage(digitFields(18, GROUNDS, 2), { seed: 4 });
  const straight = cleanPage(scan(written));
  const whole = findLines(straight);
  const picture = scan(written);

  /** A field of the page, cut out with so many millimetres around it. */
  const cutOut = (field: Rect, around: number): GreyImage => {
    const [x, y] = [field.x - around, field.y - around].map((at) => Math.round(at * PRINTED)) as [number, number];
    const [width, height] = [field.width, field.height].map((side) => Math.round((side + 2 * around) * PRINTED)) as [
      number,
      number,
    ];
    return cut(picture, { x, y, width, height });
  };

  it.each([2, 0.5, -0.2])('with %d mm around its field is the line that the whole page has there', (around) => {
    written.fields.forEach((field, i) => {
      const found = singleLine(cutOut(field, around));
      expect(found, field.text).not.toBe(null);
      const { image } = found!;
      const { width } = lineImage(straight, whole[i]!);
      expect(Math.abs(image.width / width - 1), `${field.text} on ${field.ground}`).toBeLessThan(0.35);
      // Its middle lies in the picture where it lies on the page.
      const [x] = image.toPicture(image.width / 2, 16);
      const [left, right] = [whole[i]!.quad[0][0], whole[i]!.quad[1][0]];
      const middle = (left + right) / 2 - (field.x - around) * PRINTED;
      expect(Math.abs(x - middle)).toBeLessThan(0.12 * (right - left));
    });
  });

  it('by a thin pen is drawn with a thicker one', () => {
    const size = { width: 900, height: 300 };
    const levels = new Uint8Array(size.width * size.height).fill(240);
    for (let y = 60; y < 240; y++) {
      for (const left of [200, 350, 500]) {
        for (const x of [left + y / 2, left + 150 - y / 2]) {
          levels.fill(20, y * size.width + Math.round(x), y * size.width + Math.round(x) + 5);
        }
      }
    }
    const { image } = singleLine({ levels, ...size })!;
    expect(strokeWidth({ ...image, levels: image.ink })).toBeGreaterThan(1.4);
  });
});

describe('any picture at all', { timeout: TIMEOUT }, () => {
  const blank = (level: number, width: number, height: number): GreyImage => ({
    levels: new Uint8Array(width * height).fill(level),
    width,
    height,
  });

  it('of one colour is a page without a line', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 200],
      [200, 3],
      [28, 28],
      [600, 400],
    ] as const) {
      for (const level of [0, 127, 255]) {
        const page = cleanPage(blank(level, width, height));
        expect(findLines(page)).toEqual([]);
        expect(singleLine(blank(level, width, height))).toBe(null);
      }
    }
  });

  it('of noise alone has no line that is as high as a sign', () => {
    const random = stream(5, 'sample');
    const levels = Uint8Array.from({ length: 500 * 300 }, () => Math.max(0, Math.min(255, 200 + random.normal(0, 12))));
    expect(findLines(cleanPage({ levels, width: 500, height: 300 })).filter(({ digit }) => digit > 20)).toEqual([]);
  });

  it('is cleaned without an error, and comes to line images of the right form', () => {
    const side = fc.integer({ min: 1, max: 90 });
    const pictures = fc
      .tuple(side, side, fc.integer(), fc.constantFrom(2, 16, 256))
      .map(([width, height, seed, depth]) => {
        const random = stream(seed, 'sample');
        const levels = Uint8Array.from({ length: width * height }, () =>
          Math.floor((random.integer(depth) * 255) / (depth - 1)),
        );
        return { levels, width, height };
      });
    fc.assert(
      fc.property(pictures, (picture) => {
        const page = cleanPage(picture, { steps: true });
        expect(page.steps.map(({ step }) => step)).toEqual(PAGE_STEPS);
        for (const { image } of page.steps) expect(image.levels).toHaveLength(image.width * image.height);
        expect(page.ink).toHaveLength(page.width * page.height);
        for (const line of findLines(page)) {
          const { ink, width, height, toPicture } = lineImage(page, line);
          expect(ink).toHaveLength(32 * width);
          expect(height).toBe(32);
          expect([...toPicture(0, 0), ...line.quad.flat()].every(Number.isFinite)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when its levels are not as many as its pixels', () => {
    expect(() => cleanPage({ levels: new Uint8Array(5), width: 2, height: 2 })).toThrow(RangeError);
  });
});
