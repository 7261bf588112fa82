import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { centreOfMass } from '../../shared/ink/centre.ts';
import { boxOf } from '../../shared/ink/box-of.ts';
import { DEFAULT_PEN, PEN_RANGE } from '../../shared/ink/fit.ts';
import { inkSteps, rasterize } from '../../shared/ink/rasterize.ts';
import { BOX, SIDE, type Drawing, type Point } from '../../shared/ink/types.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';

const seven: Drawing = [
  [
    [0, 2],
    [60, 0],
    [25, 95],
  ],
];
const digit = fc.record({ seed: fc.nat(), label: fc.integer({ min: 0, max: 9 }) }).map(({ seed, label }) => {
  return syntheticDigit(stream(seed, 'synthetic'), label).drawing;
});
const mapped = (drawing: Drawing, move: (point: Point) => Point): Drawing => drawing.map((stroke) => stroke.map(move));
const mass = (image: Uint8Array): number => image.reduce((sum, level) => sum + level, 0);
const boxSide = (image: Uint8Array): number => {
  const box = boxOf(image, SIDE, SIDE);
  return box === null ? 0 : Math.max(box.width, box.height);
};

describe("MNIST's own preprocessing, measured on MNIST", () => {
  it('its images obey the two rules that rasterize follows', () => {
    const { images, count } = readMnist('test');
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * 784, (i + 1) * 784);
      const [x, y] = centreOfMass(image, SIDE);
      if (boxSide(image) <= BOX && Math.floor(x) === 14 && Math.floor(y) === 14) kept++;
    }
    expect(kept).toBe(count);
  });

  it('ours obey them too: ink fills 20 pixels, its centre of mass lies in the pixel below the middle', () => {
    fc.assert(
      fc.property(digit, (drawing) => {
        const steps = inkSteps(drawing);
        expect(boxSide(steps.image)).toBe(BOX);
        centreOfMass(steps.image, SIDE).forEach((middle, axis) => {
          // At the 28 x 28 image's edge the rule gives way: the ink stays whole.
          const held = steps.shift[axis] === 0 || steps.shift[axis] === SIDE - BOX;
          if (!held) expect(Math.floor(middle)).toBe(14);
        });
      }),
    );
  });

  it('proportions are kept', () => {
    const { width, height } = boxOf(rasterize(mapped(seven, ([x, y]) => [x / 3, y])), SIDE, SIDE)!;
    expect(height).toBe(20);
    expect(width).toBeLessThanOrEqual(8);
  });
});

describe('the same drawing elsewhere and at another size', () => {
  it('gives the same image', () => {
    const place = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const scale = fc.double({ min: -4, max: 4, noNaN: true }).map((exponent) => 10 ** exponent);
    fc.assert(
      fc.property(digit, place, place, scale, (drawing, dx, dy, size) => {
        const image = inkSteps(drawing);
        const moved = inkSteps(mapped(drawing, ([x, y]) => [(x + dx) * size, (y + dy) * size]));
        moved.fitted.forEach((level, i) => expect(Math.abs(level - image.fitted[i]!)).toBeLessThanOrEqual(1));
      }),
    );
  });

  it('byte for byte where arithmetic is exact', () => {
    fc.assert(
      fc.property(digit, fc.integer({ min: -60, max: 60 }), (drawing, exponent) => {
        expect(rasterize(mapped(drawing, ([x, y]) => [x * 2 ** exponent, y * 2 ** exponent]))).toEqual(
          rasterize(drawing),
        );
      }),
    );
  });

  it('does not change what it was given', () => {
    const before = JSON.stringify(seven);
    rasterize(seven);
    expect(JSON.stringify(seven)).toBe(before);
  });
});

describe('odd drawings', () => {
  it('without points are blank', () => {
    for (const drawing of [[], [[]], [[], []]]) {
      expect(mass(rasterize(drawing))).toBe(0);
      expect(inkSteps(drawing).bbox).toBeNull();
    }
  });

  it('of one point are a dot of the pen, in the middle', () => {
    for (const drawing of [
      [[[5, 5]]],
      [[[1e9, -1e9]]],
      [
        [
          [3, 3],
          [3, 3],
          [3, 3],
        ],
      ],
      [[[0, 0]], [[0, 0]]],
    ] as Drawing[]) {
      const image = rasterize(drawing);
      expect(Math.abs(mass(image) / 255 - Math.PI * (DEFAULT_PEN / 2) ** 2)).toBeLessThan(1);
      expect(boxSide(image)).toBeLessThanOrEqual(4);
    }
  });

  it('of one straight line fill the height, or the width, and are as thick as any', () => {
    const upright = rasterize([
      [
        [7, 0],
        [7, 300],
      ],
    ]);
    expect(boxOf(upright, SIDE, SIDE)).toMatchObject({ height: 20 });
    expect(boxOf(upright, SIDE, SIDE)!.width).toBeLessThanOrEqual(4);
    expect(mass(upright) / 255 / 20).toBeCloseTo(DEFAULT_PEN, 0);
    expect(
      boxOf(
        rasterize([
          [
            [0, 7],
            [1e-3, 7],
          ],
        ]),
        SIDE,
        SIDE,
      ),
    ).toMatchObject({ width: 20 });
  });

  it('of coordinates beyond reason still fit', () => {
    for (const size of [1e-300, 1e-9, 1e9, 1e300]) {
      expect(rasterize(mapped(seven, ([x, y]) => [x * size, y * size]))).toEqual(rasterize(seven));
    }
    expect(
      boxSide(
        rasterize([
          [
            [0, 0],
            [0, 5e-324],
          ],
        ]),
      ),
    ).toBeLessThanOrEqual(4);
  });

  it('with a coordinate that is no finite number are refused: which stroke, which point', () => {
    const bad = [NaN, Infinity, -Infinity];
    for (const value of bad) {
      const drawing: Drawing = [
        ...seven,
        [
          [1, 1],
          [2, value],
        ],
      ];
      expect(() => rasterize(drawing)).toThrow(AppError);
      expect(() => rasterize(drawing)).toThrow(/drawing-invalid.*"stroke":2,"point":2/);
    }
    expect(() =>
      rasterize([
        [
          [-1e308, 0],
          [1e308, 0],
        ],
      ]),
    ).toThrow(AppError);
  });

  it('of thousands of points are the same as of few', () => {
    const many = seven.map((stroke) =>
      stroke.flatMap((to, i) => {
        const from = stroke[i - 1] ?? to;
        return Array.from({ length: 2000 }, (_, k): Point => [
          from[0] + ((to[0] - from[0]) * k) / 1999,
          from[1] + ((to[1] - from[1]) * k) / 1999,
        ]);
      }),
    );
    const few = rasterize(seven);
    rasterize(many).forEach((level, i) => expect(Math.abs(level - few[i]!)).toBeLessThan(6));
  });
});

describe('the pen', () => {
  it('of the drawing is honoured, within bounds', () => {
    // 95 high and 5 thick: 20 pixels for 100 units
    expect(inkSteps(seven, { penWidth: 10 }).penWidth).toBeCloseTo((20 * 10) / (95 - 0 + 10), 5);
    expect(inkSteps(seven, { penWidth: 0.01 }).penWidth).toBe(PEN_RANGE.min);
    expect(inkSteps(seven, { penWidth: 60 }).penWidth).toBe(PEN_RANGE.max);
    expect(mass(rasterize(seven, { penWidth: 18 }))).toBeGreaterThan(1.2 * mass(rasterize(seven, { penWidth: 10 })));
    for (const penWidth of [10, 0.01, 60]) expect(boxSide(rasterize(seven, { penWidth }))).toBe(BOX);
  });

  it('makes a dot of a mark no larger than itself', () => {
    expect(
      boxSide(
        rasterize(
          [
            [
              [0, 0],
              [2, 1],
            ],
          ],
          { penWidth: 18 },
        ),
      ),
    ).toBeLessThanOrEqual(7);
  });

  it('has to be a width', () => {
    for (const penWidth of [0, -1, NaN, Infinity]) expect(() => rasterize(seven, { penWidth })).toThrow(RangeError);
  });
});

describe('the steps', () => {
  it('lead to the image, and say where they came from', () => {
    fc.assert(
      fc.property(digit, (drawing) => {
        const { bbox, scale, penWidth, fitted, shift, image } = inkSteps(drawing);
        expect(image).toEqual(rasterize(drawing));
        expect(mass(fitted)).toBe(mass(image));
        expect(Math.max(bbox!.width, bbox!.height) * scale).toBeCloseTo(BOX, 6);
        expect(penWidth).toBe(DEFAULT_PEN);
        fitted.forEach((level, i) => {
          expect(image[(Math.floor(i / BOX) + shift[1]) * SIDE + (i % BOX) + shift[0]]).toBe(level);
        });
      }),
      { numRuns: 30 },
    );
  });
});
