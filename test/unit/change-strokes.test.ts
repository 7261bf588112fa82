import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PenStrokes } from '../../shared/contract/schemas/hand.ts';
import {
  recipeSchema,
  strokeAugmentationSchema,
  type StrokeAugmentation,
} from '../../shared/contract/schemas/recipe.ts';
import type { Frame } from '../../shared/contract/schemas/task.ts';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { boxOf } from '../../shared/ink/box-of.ts';
import {
  drawChanged,
  LIGHT_STROKES,
  NO_STROKE_AUGMENTATION,
  pointsAlone,
  type PenDrawing,
} from '../../shared/ink/change-strokes.ts';
import { extentOf } from '../../shared/ink/fit.ts';
import { MNIST_FRAME } from '../../shared/ink/frame.ts';
import { atOtherSpeed } from '../../shared/ink/pen-speed.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing, Point } from '../../shared/ink/types.ts';
import { wobbled } from '../../shared/ink/wobble.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { stream } from '../../shared/random/random.ts';

const WRITTEN: Frame = { height: 32, width: 24, framing: 'as-written' };
const only = (limits: Partial<StrokeAugmentation>): StrokeAugmentation => ({ ...NO_STROKE_AUGMENTATION, ...limits });
const KINDS = Object.keys(NO_STROKE_AUGMENTATION) as (keyof StrokeAugmentation)[];
const most = (kind: keyof StrokeAugmentation): number => strokeAugmentationSchema.shape[kind].unwrap().maxValue!;
const MOST = Object.fromEntries(KINDS.map((kind) => [kind, most(kind)])) as StrokeAugmentation;

/** A digit on a pad of 100 x 100 that it may reach the edges of, with times or without. */
const pen = fc
  .record({
    seed: fc.nat(),
    x: fc.double({ min: 0, max: 40, noNaN: true }),
    y: fc.double({ min: 0, max: 40, noNaN: true }),
    size: fc.double({ min: 5, max: 60, noNaN: true }),
    timed: fc.boolean(),
  })
  .map(({ seed, x, y, size, timed }): PenDrawing => {
    const { drawing } = syntheticDigit(stream(seed, 'synthetic'));
    const extent = extentOf(drawing)!;
    const larger = Math.max(extent.width, extent.height);
    let clock = 0;
    const strokes: PenStrokes = drawing.map((stroke) =>
      stroke.map(([px, py]) => {
        const point = [x + ((px - extent.x) * size) / larger, y + ((py - extent.y) * size) / larger] as const;
        return timed ? [...point, (clock += 8)] : [...point];
      }),
    );
    return { strokes, sheet: { x: 0, y: 0, width: 100, height: 100 } };
  });
const limits = fc.record(
  Object.fromEntries(KINDS.map((kind) => [kind, fc.double({ min: 0, max: most(kind), noNaN: true })])) as {
    [K in keyof StrokeAugmentation]: fc.Arbitrary<number>;
  },
);
const frame = fc.constantFrom(MNIST_FRAME, WRITTEN);

describe('a drawing that is drawn anew', () => {
  it('is the hand’s own image to the byte where nothing is changed', () => {
    fc.assert(
      fc.property(pen, frame, (drawing, own) => {
        const image = rasterize(pointsAlone(drawing.strokes), { frame: own, sheet: drawing.sheet });
        expect(drawChanged(drawing, own, NO_STROKE_AUGMENTATION, stream(1, 'strokes'))).toEqual(image);
        // Not by a way of its own: changes that come to nothing leave the bytes as they are, too.
        const nothing = only({ slant: 1e-300, scale: 1e-300, penWidth: 1e-300 });
        expect(drawChanged(drawing, own, nothing, stream(1, 'strokes'))).toEqual(image);
      }),
    );
  });

  it('is a function of drawing, limits and random numbers alone, and another one each time', () => {
    fc.assert(
      fc.property(pen, frame, fc.nat(), (drawing, own, seed) => {
        const drawn = (epoch: number) => drawChanged(drawing, own, MOST, stream(seed, 'strokes', epoch));
        expect(drawn(0)).toEqual(drawn(0));
        expect(drawn(0)).not.toEqual(drawn(1));
      }),
    );
  });

  it('has ink, whatever the limits, and keeps it in the frame’s box and on its sheet', () => {
    fc.assert(
      fc.property(pen, limits, fc.nat(), (drawing, own, seed) => {
        const centred = boxOf(drawChanged(drawing, MNIST_FRAME, own, stream(seed, 'strokes')), 28, 28)!;
        expect(Math.max(centred.width, centred.height)).toBeGreaterThanOrEqual(19);
        expect(Math.max(centred.width, centred.height)).toBeLessThanOrEqual(20);
        // The pad fills 24 of the frame's 32 rows; half a pen may reach beyond it.
        const written = boxOf(drawChanged(drawing, WRITTEN, own, stream(seed, 'strokes')), 24, 32)!;
        expect(written.y).toBeGreaterThanOrEqual(4 - 3);
        expect(written.y + written.height).toBeLessThanOrEqual(28 + 3);
      }),
    );
  });

  it.each(KINDS)('is changed by %s alone', (kind) => {
    const eight = { strokes: syntheticDigit(stream(5, 'synthetic'), 8).drawing.map((s) => s.map(([x, y]) => [x, y])) };
    const image = rasterize(pointsAlone(eight.strokes as PenStrokes));
    const random = stream(1, 'strokes');
    const differences = Array.from({ length: 20 }, () => {
      const changed = drawChanged(eight as PenDrawing, MNIST_FRAME, only({ [kind]: MOST[kind] }), random);
      return image.reduce((sum, level, i) => sum + Math.abs(level - changed[i]!), 0);
    });
    const ink = image.reduce((sum, level) => sum + level, 0);
    expect(Math.max(...differences) / ink).toBeGreaterThan(0.1);
  });

  it('stays a dot if it is one', () => {
    const dot: PenDrawing = { strokes: [[[3, 4, 0]], [[3, 4, 9]]] };
    const image = drawChanged(dot, MNIST_FRAME, MOST, stream(1, 'strokes'));
    const box = boxOf(image, 28, 28)!;
    expect(Math.max(box.width, box.height)).toBeLessThan(8);
  });
});

describe('the parts of a change', () => {
  const zigzag: PenStrokes = [
    [
      [0, 0, 0],
      [50, 100, 100],
      [100, 0, 200],
      [150, 100, 300],
    ],
  ];
  const lowest = (drawing: Drawing): number => Math.max(...drawing.flat().map(([, y]) => y));

  it('a wobble moves no point farther than its share of the size, and bends straight lines', () => {
    const line: Drawing = [
      [
        [0, 0],
        [200, 0],
      ],
    ];
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.2, noNaN: true }), fc.nat(), (share, seed) => {
        const [bent] = wobbled(line, share, stream(seed, 'strokes'));
        expect(bent!.length).toBeGreaterThan(10);
        expect(Math.max(...bent!.map(([, y]) => Math.abs(y)))).toBeLessThanOrEqual(200 * share);
        expect(new Set(bent!.map(([, y]) => y)).size).toBeGreaterThan(5);
        // Neighbours move alike: no jump is longer than the way between them and a part of a wave.
        bent!.slice(1).forEach(([, y], i) => expect(Math.abs(y - bent![i]![1])).toBeLessThan(200 * share));
      }),
    );
  });

  it('a fast hand cuts corners, a slow one draws them out', () => {
    const as = lowest(atOtherSpeed(zigzag, 0));
    expect(as).toBe(100);
    expect(lowest(atOtherSpeed(zigzag, 1))).toBeLessThan(95);
    expect(lowest(atOtherSpeed(zigzag, -1))).toBeGreaterThan(105);
    expect(lowest(atOtherSpeed(zigzag, 0.2))).toBeGreaterThan(lowest(atOtherSpeed(zigzag, 1)));
  });

  it('a corner where the pen was slow keeps its shape more', () => {
    const paused: PenStrokes = [
      [
        [0, 0, 0],
        [50, 100, 100],
        [50, 100, 150],
        [100, 0, 250],
      ],
    ];
    const hurried: PenStrokes = [
      [
        [0, 0, 0],
        [50, 100, 125],
        [100, 0, 250],
      ],
    ];
    const sharp = lowest(atOtherSpeed(paused, 1));
    expect(sharp).toBeGreaterThan(lowest(atOtherSpeed(hurried, 1)));
    expect(sharp).toBeLessThanOrEqual(100);
  });

  it('is of finite points, also where a clock went back or stood still', () => {
    const point = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e8, noNaN: true }),
    );
    const strokes = fc.array(fc.array(point, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(strokes, fc.double({ min: -1, max: 1, noNaN: true }), fc.nat(), (some, speed, seed) => {
        const changed = wobbled(atOtherSpeed(some, speed), 0.2, stream(seed, 'strokes'));
        for (const [x, y] of changed.flat() as Point[]) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
      }),
    );
  });

  it.each([Number.MIN_VALUE, 1e-320, 1e-300, 1e6])(
    'gets a bounded number of points, however small it is (%d)',
    (size) => {
      const small: PenStrokes[] = [
        [
          [
            [0, 0],
            [size, size],
            [0, size],
          ],
        ],
        [
          [
            [0, 0, 0],
            [1, 1, size],
            [0, 1, 2 * size],
          ],
        ],
      ];
      for (const strokes of small) {
        const paced = atOtherSpeed(strokes, 0.5);
        const shaken = wobbled(pointsAlone(strokes), 0.1, stream(1, 'strokes'));
        for (const drawing of [paced, shaken]) {
          expect(drawing.flat().length).toBeLessThan(200);
          expect(drawing.flat(2).every(Number.isFinite)).toBe(true);
        }
      }
    },
  );
});

describe('a recipe', () => {
  it('of before changes no strokes, and none is changed by more than its bounds', () => {
    const { strokeAugmentation, ...before } = findPreset('quick')!.recipe;
    expect(strokeAugmentation).toEqual(NO_STROKE_AUGMENTATION);
    expect(recipeSchema.parse(before).strokeAugmentation).toEqual(NO_STROKE_AUGMENTATION);
    expect(recipeSchema.parse({ ...before, strokeAugmentation: LIGHT_STROKES }).strokeAugmentation).toEqual(
      LIGHT_STROKES,
    );
    for (const kind of KINDS) {
      expect(recipeSchema.safeParse({ ...before, strokeAugmentation: { [kind]: most(kind) } }).success).toBe(true);
      for (const wrong of [-0.01, most(kind) + 0.01, NaN, '1'])
        expect(recipeSchema.safeParse({ ...before, strokeAugmentation: { [kind]: wrong } }).success).toBe(false);
    }
  });
});
