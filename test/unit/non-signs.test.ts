import { describe, expect, it } from 'vitest';
import { createNonSigns } from '../../shared/data/non-signs/generate.ts';
import { NON_SIGN_KINDS, type NonSignKind } from '../../shared/data/non-signs/kinds.ts';
import { isAlike, LETTERS } from '../../shared/data/non-signs/letters.ts';
import { penWidthOf } from '../../shared/data/non-signs/pen-width.ts';
import { renderDigit, syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { distort } from '../../shared/ink/distort.ts';
import { frameLike, shapeOf } from '../../shared/ink/shape.ts';
import { resize } from '../../shared/ink/resample.ts';
import { stream } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { readMnist } from '../fixtures/mnist.ts';

const { images: mnist } = readMnist('test');
const digit = (i: number): Uint8Array => mnist.subarray(i * 784, (i + 1) * 784);
const signs = Array.from({ length: 100 }, (_, i) => digit(i));
const makers = (classes: readonly string[] = DIGITS.classes) => createNonSigns({ signs, classes, pen: () => 2.5 });

const boxOf = (image: Uint8Array, width: number) => {
  const inked = [...image.keys()].filter((i) => image[i]! >= 32);
  const [xs, ys] = [inked.map((i) => i % width), inked.map((i) => Math.floor(i / width))];
  return [Math.max(...xs) - Math.min(...xs) + 1, Math.max(...ys) - Math.min(...ys) + 1];
};

describe('non-signs', () => {
  it('are the same for the same stream, of every kind, none of them blank, each framed as MNIST is', () => {
    const [one, two] = [makers(), makers()];
    const [a, b] = [stream(3, 'known'), stream(3, 'known')];
    const kinds = new Set<NonSignKind>();
    for (let i = 0; i < 400; i++) {
      const made = one(a);
      expect(two(b)).toEqual(made);
      kinds.add(made.kind);
      expect(made.image.length).toBe(784);
      expect(made.image.some((level) => level > 96)).toBe(true);
      expect(Math.max(...boxOf(made.image, 28))).toBeLessThanOrEqual(20);
    }
    expect([...kinds].sort()).toEqual([...NON_SIGN_KINDS].sort());
  });

  it('leave out letters that a class may be taken for, by name or by shape', () => {
    expect(isAlike('O', DIGITS.classes)).toBe(true);
    expect(isAlike('l', DIGITS.classes)).toBe(true);
    expect(isAlike('M', DIGITS.classes)).toBe(false);
    expect(isAlike('A', ['A', 'B'])).toBe(true);
    expect(isAlike('a', ['A', 'B'])).toBe(true);
    expect(isAlike('k', ['A', 'B'])).toBe(false);
    expect(isAlike('k', ['kilo', 'A'])).toBe(false);
  });

  it('have no letter left where all letters are classes', () => {
    const names = [...new Set(LETTERS.map(([name]) => name))];
    const [make, random] = [makers(names), stream(4, 'known')];
    const kinds = Array.from({ length: 200 }, () => make(random).kind);
    expect(kinds).not.toContain('letter');
    expect(kinds).toContain('scribble');
  });

  it('that are parts of a sign are no longer that sign, nor next to nothing', () => {
    const [make, random] = [makers(), stream(5, 'known')];
    const parts = Array.from({ length: 600 }, () => make(random)).filter(({ kind }) => kind === 'part');
    expect(parts.length).toBeGreaterThan(30);
    for (const { image } of parts)
      expect(signs.some((sign) => image.every((level, i) => level === sign[i]))).toBe(false);
  });
});

describe('penWidthOf', () => {
  it('is wider for a wider pen, and 0 without ink', () => {
    const random = stream(6, 'known');
    const widths = [1.6, 2.5, 3.8].map((pen) => {
      const drawn = Array.from({ length: 40 }, () => makersWith(pen)(random)).filter(({ kind }) => kind === 'letter');
      return drawn.reduce((sum, { image }) => sum + penWidthOf(image), 0) / drawn.length;
    });
    expect(widths[0]!).toBeLessThan(widths[1]! - 0.3);
    expect(widths[1]!).toBeLessThan(widths[2]! - 0.3);
    expect(penWidthOf(new Uint8Array(784))).toBe(0);
  });
  const makersWith = (pen: number) => createNonSigns({ signs, classes: DIGITS.classes, pen: () => pen });
});

describe('shapeOf', () => {
  it('leaves an MNIST image nearly as it is, and finds it again in an image of any size', () => {
    for (let i = 0; i < 50; i++) {
      const framed = shapeOf(digit(i), 28, 28);
      expect(framed.reduce((sum, level, k) => sum + Math.abs(level - digit(i)[k]!), 0) / 784).toBeLessThan(12);
    }
    const whole = renderDigit(syntheticDigit(stream(9, 'known'), 3), stream(9, 'known'));
    expect(Math.max(...boxOf(shapeOf(whole, 28, 28), 28))).toBe(20);
    const wide = resize(digit(7), { width: 28, height: 28 }, { width: 90, height: 60 });
    const back = shapeOf(wide, 90, 60);
    const apart = back.reduce((sum, level, i) => sum + Math.abs(level - digit(7)[i]!), 0) / back.length;
    expect(apart).toBeLessThan(20);
    expect(shapeOf(new Uint8Array(90 * 60), 90, 60)).toEqual(new Uint8Array(784));
  });

  it('frames a drawing as large as a sign, and where it is', () => {
    const random = stream(7, 'known');
    const small = new Uint8Array(40 * 32);
    // A sign of 12 x 6 pixels near the lower right corner.
    for (let y = 24; y < 30; y++) small.fill(255, y * 40 + 26, y * 40 + 38);
    const drawing = renderDigit(syntheticDigit(random, 8), random);
    const framed = frameLike(drawing, small, 40, 32);
    expect(Math.max(...boxOf(framed, 40))).toBe(12);
    const inked = [...framed.keys()].filter((i) => framed[i]! >= 32);
    expect(Math.min(...inked.map((i) => i % 40))).toBeGreaterThan(20);
    expect(Math.min(...inked.map((i) => Math.floor(i / 40)))).toBeGreaterThan(15);
    expect(frameLike(digit(3), digit(4), 28, 28).some((level) => level > 200)).toBe(true);
    expect(frameLike(new Uint8Array(784), small, 40, 32)).toEqual(new Uint8Array(40 * 32));
  });
});

describe('distort', () => {
  it('changes an image a little, anew each time, and keeps its ink', () => {
    const random = stream(8, 'known');
    const [a, b] = [distort(digit(0), 28, 28, random), distort(digit(0), 28, 28, random)];
    expect(a).not.toEqual(b);
    const ink = (image: Uint8Array) => image.reduce((sum, level) => sum + level, 0);
    for (const image of [a, b]) expect(Math.abs(ink(image) / ink(digit(0)) - 1)).toBeLessThan(0.4);
  });
});
