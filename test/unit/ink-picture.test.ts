import { describe, expect, it } from 'vitest';
import { fromGrey } from '../../shared/ink/from-grey.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import { resample } from '../../shared/ink/resample.ts';
import { BOX, SIDE, type Drawing } from '../../shared/ink/types.ts';
import { boxOf } from '../../shared/ink/box-of.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';

const mnist = readMnist('test').images;
const mnistImage = (i: number): Uint8Array => mnist.subarray(i * 784, (i + 1) * 784);
const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, level, i) => sum + Math.abs(level - b[i]!), 0) / 784 / 255;

const seven: Drawing = [
  [
    [0, 0],
    [0.6, 0],
    [0.25, 1],
  ],
];

/** A picture of the seven by plain painting: nothing of the code under test. */
function painted(side: number, pen: number, ink: number, paper: number, grain = 0): Uint8Array {
  const random = stream(1, 'synthetic');
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [((i % side) / side - 0.3) / 0.5, (Math.floor(i / side) / side - 0.25) / 0.5];
    const near = seven[0]!.slice(1).some((to, k) => {
      const from = seven[0]![k]!;
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const t = Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)));
      return Math.hypot(x - from[0] - t * dx, y - from[1] - t * dy) * 0.5 * side <= pen / 2;
    });
    return Math.max(0, Math.min(255, Math.round((near ? ink : paper) + random.normal(0, grain))));
  });
}

describe('a picture of a digit', () => {
  it('that is an MNIST image already comes back as it is, and so does its negative', () => {
    for (let i = 0; i < 10_000; i++) {
      const image = mnistImage(i);
      if (difference(fromGrey(image, SIDE, SIDE), image) !== 0) expect.fail(`image ${i} was changed`);
    }
    for (let i = 0; i < 200; i++) {
      const negative = mnistImage(i).map((level) => 255 - level);
      expect(fromGrey(negative, SIDE, SIDE)).toEqual(mnistImage(i));
    }
  });

  it('looks as the same strokes would, dark on light or light on dark, at any size, on grainy paper', () => {
    const expected = rasterize(seven, { penWidth: 0.12 });
    for (const side of [60, 200, 500]) {
      const pen = 0.06 * side;
      for (const [ink, paper, grain] of [
        [0, 255, 0],
        [255, 0, 0],
        [60, 210, 6],
        [200, 40, 6],
      ] as const) {
        expect(difference(fromGrey(painted(side, pen, ink, paper, grain), side, side), expected)).toBeLessThan(0.03);
      }
    }
  });

  it('drawn with a hair-thin pen is thickened to lines that MNIST knows', () => {
    const image = fromGrey(painted(600, 3, 20, 250), 600, 600);
    expect(Math.max(...image)).toBeGreaterThan(240);
    expect(difference(image, rasterize(seven))).toBeLessThan(0.05);
  });

  it('has specks taken away that would shrink the digit', () => {
    const picture = painted(200, 12, 0, 255);
    const expected = fromGrey(picture, 200, 200);
    for (const at of [5 * 200 + 5, 190 * 200 + 180, 100 * 200 + 190]) picture[at] = 0;
    expect(fromGrey(picture, 200, 200)).toEqual(expected);
  });

  it('in which there is nothing is blank', () => {
    const random = stream(2, 'synthetic');
    const grain = Uint8Array.from({ length: 10_000 }, () => 200 + random.normal(0, 4));
    for (const picture of [new Uint8Array(10_000), new Uint8Array(10_000).fill(255), grain]) {
      expect(fromGrey(picture, 100, 100).every((level) => level === 0)).toBe(true);
    }
    expect(fromGrey(new Uint8Array(0), 0, 0)).toEqual(new Uint8Array(784));
  });

  it('an MNIST digit enlarged and put into a corner finds its way back', () => {
    let worst = 0;
    for (let i = 0; i < 40; i++) {
      const large = resample(mnistImage(i), SIDE, { x: 0, y: 0, width: SIDE, height: SIDE }, 140, 140);
      const page = new Uint8Array(400 * 300).fill(230);
      large.forEach((level, k) => (page[(Math.floor(k / 140) + 150) * 400 + (k % 140) + 10] = 230 - level * 0.8));
      const image = fromGrey(page, 400, 300);
      const { width, height } = boxOf(image, SIDE, SIDE)!;
      expect(Math.max(width, height)).toBe(BOX);
      worst = Math.max(worst, difference(image, mnistImage(i)));
    }
    expect(worst).toBeLessThan(0.09);
  });

  it('must have as many bytes as it says', () => {
    expect(() => fromGrey(new Uint8Array(10), 4, 4)).toThrow(RangeError);
  });
});

describe('luminance', () => {
  it('weighs colours as the eye does', () => {
    expect([...luminance(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9), 3)]).toEqual([76, 150, 29, 9]);
  });

  it('puts paper behind what is transparent: white behind dark strokes, black behind light ones', () => {
    expect([...luminance(Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 0), 4)]).toEqual([0, 255]);
    expect([...luminance(Uint8Array.of(255, 255, 0, 0), 2)]).toEqual([255, 0]);
    expect([...luminance(Uint8Array.of(250, 255, 30, 255), 2)]).toEqual([250, 30]);
  });
});

describe('resampling', () => {
  it('keeps an even grey even, and the mean of anything', () => {
    const whole = { x: 0, y: 0, width: 9, height: 7 };
    expect(
      [...resample(new Uint8Array(63).fill(80), 9, whole, 4, 13)].every((level) => Math.abs(level - 80) < 1e-3),
    ).toBe(true);
    const spot = new Uint8Array(28 * 28);
    spot[14 * 28 + 14] = 196;
    const small = resample(spot, 28, { x: 0, y: 0, width: 28, height: 28 }, 7, 7);
    expect(small.reduce((sum, level) => sum + level, 0)).toBeCloseTo(196 / 16, 3);
  });
});
