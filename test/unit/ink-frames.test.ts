import { describe, expect, it } from 'vitest';
import type { Frame } from '../../shared/contract/schemas/task.ts';
import { boxOf } from '../../shared/ink/box-of.ts';
import { centreOfMass } from '../../shared/ink/centre.ts';
import { extentOf, type Extent } from '../../shared/ink/fit.ts';
import { inkBox, MNIST_FRAME } from '../../shared/ink/frame.ts';
import { fromGrey } from '../../shared/ink/from-grey.ts';
import { inkSteps, rasterize } from '../../shared/ink/rasterize.ts';
import { reframe } from '../../shared/ink/reframe.ts';
import { createResizer } from '../../shared/ink/resample.ts';
import { extentAround, sheetAround } from '../../shared/ink/sheet-around.ts';
import type { Drawing } from '../../shared/ink/types.ts';
import { readMnist } from '../fixtures/mnist.ts';

const seven: Drawing = [
  [
    [10, 10],
    [60, 12],
    [38, 90],
  ],
];
const FRAMES: Frame[] = [
  { height: 20, width: 24, framing: 'centred' },
  { height: 32, width: 32, framing: 'centred' },
  { height: 64, width: 64, framing: 'centred' },
  { height: 15, width: 9, framing: 'centred' },
];

describe.each(FRAMES)('a frame of $height x $width', (frame) => {
  it('holds a drawing in its box, its centre of mass in the middle', () => {
    const image = rasterize(seven, { frame });
    expect(image).toHaveLength(frame.height * frame.width);
    const found = boxOf(image, frame.width, frame.height)!;
    const box = inkBox(frame);
    expect(Math.min(box.width - found.width, box.height - found.height)).toBeLessThanOrEqual(1);
    const [x, y] = centreOfMass(image, frame.width);
    expect(Math.abs(x - frame.width / 2)).toBeLessThanOrEqual(1);
    expect(Math.abs(y - frame.height / 2)).toBeLessThanOrEqual(1);
  });

  it('gives back what already is an image of it, and its negative', () => {
    const image = rasterize(seven, { frame });
    expect(fromGrey(image, frame.width, frame.height, frame)).toEqual(image);
    expect(
      fromGrey(
        image.map((level) => 255 - level),
        frame.width,
        frame.height,
        frame,
      ),
    ).toEqual(image);
  });

  it('is filled from MNIST’s images nearly as from strokes', () => {
    const framed = reframe(rasterize(seven), MNIST_FRAME, frame);
    const drawn = rasterize(seven, { frame });
    const difference = framed.reduce((sum, level, i) => sum + Math.abs(level - drawn[i]!), 0) / framed.length / 255;
    expect(difference).toBeLessThan(0.05);
  });
});

describe('a frame that keeps ink as written', () => {
  const frame: Frame = { height: 32, width: 32, framing: 'as-written' };
  const sheet = { x: 0, y: 0, width: 1, height: 1 };
  const mark = (x: number, y: number, size: number): Drawing => [
    [
      [x, y],
      [x + size, y + size],
    ],
  ];
  const boxAt = (drawing: Drawing) => boxOf(rasterize(drawing, { frame, sheet, penWidth: 0.06 }), 32, 32, 40)!;

  it('tells the same mark apart by its place and its size', () => {
    expect(boxAt(mark(0.1, 0.1, 0.2)).x).toBeLessThan(boxAt(mark(0.6, 0.1, 0.2)).x - 12);
    expect(boxAt(mark(0.1, 0.1, 0.6)).width).toBeGreaterThan(2 * boxAt(mark(0.1, 0.1, 0.2)).width);
  });

  it('has ink that leaves the sheet cut off', () => {
    expect(() => rasterize(mark(0.9, 0.9, 3), { frame, sheet })).not.toThrow();
    expect(inkSteps(mark(0.9, 0.9, 3), { frame, sheet }).shift).toEqual([0, 0]);
  });

  it('has room for all drawings together, the pen included, where nothing says what they were written on', () => {
    const drawings = [mark(100, 100, 80), mark(160, 0, 100), mark(20, 150, 10)];
    const points = drawings.map((drawing) => extentOf(drawing)!).reduce<Extent | null>(extentAround, null)!;
    expect(points).toEqual({ x: 20, y: 0, width: 240, height: 180 });
    const around = sheetAround(points, frame);
    const boxes = drawings.map((drawing) => boxOf(rasterize(drawing, { frame, sheet: around }), 32, 32, 40)!);
    // The widest of them reaches from edge to edge, its pen whole: as wide there as anywhere.
    expect(Math.min(...boxes.map(({ x }) => x))).toBe(0);
    expect(Math.max(...boxes.map(({ x, width }) => x + width))).toBe(32);
    expect(boxes[0]!.width).toBeGreaterThan(3 * boxes[2]!.width);
    expect(sheetAround({ x: 3, y: 4, width: 0, height: 0 }, frame)).toEqual({ x: 3, y: 4, width: 0, height: 0 });
  });

  it('takes a picture of a sheet as it stands', () => {
    const side = 160;
    const page = Uint8Array.from({ length: side * side }, (_, i) =>
      i % side > 100 && i % side < 110 && i > side * 100 && i < side * 140 ? 20 : 240,
    );
    const box = boxOf(fromGrey(page, side, side, frame), 32, 32, 40)!;
    expect([box.x, box.y]).toEqual([20, 20]);
  });
});

describe('reframing', () => {
  it('leaves MNIST’s images what they are, by and large', () => {
    const { images } = readMnist('test');
    let sum = 0;
    for (let i = 0; i < 200; i++) {
      const image = images.subarray(i * 784, (i + 1) * 784);
      sum += reframe(image, MNIST_FRAME, MNIST_FRAME).reduce((s, level, k) => s + Math.abs(level - image[k]!), 0);
    }
    expect(sum / 200 / 784 / 255).toBeLessThan(0.03);
  });

  it('keeps blank images blank, and proportions', () => {
    expect(reframe(new Uint8Array(784), MNIST_FRAME, FRAMES[0]!)).toEqual(new Uint8Array(480));
    const wide = createResizer({ width: 20, height: 10 }, { width: 10, height: 10 })(new Uint8Array(200).fill(90));
    expect(boxOf(wide, 10, 10)).toEqual({ x: 0, y: 2, width: 10, height: 5 });
  });
});
