import { extentOf } from '../../shared/ink/fit.ts';
import { fromGrey } from '../../shared/ink/from-grey.ts';
import { IMAGE_BYTES, SIDE, type Drawing, type Point } from '../../shared/ink/types.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import type { PenDigit } from '../../scripts/starter/pens.ts';
import { byHand, ink, scribbleOf, polygonOf } from './drawings.ts';
import { isOther, isPenLetter, looksLikeDigit, readGlyphs } from './glyphs.ts';

/** Images of 28 x 28 of one kind, none of them a digit. */
export interface NonDigits {
  readonly kind: string;
  readonly images: readonly Uint8Array[];
  /** Whether a person could take them for a digit: they are told apart, and count for nothing. */
  readonly ambiguous: boolean;
}

export interface Digits {
  /** MNIST's images that pairs and halves are made of: count x 784 bytes. */
  readonly images: Uint8Array;
  readonly pens: readonly PenDigit[];
}

/**
 * What detectors are measured with, the same for the same seed: none of it is made as what they learn from is. `share`, 0 to 1:
 * so much of each kind.
 */
export function heldOutNonDigits({ images, pens }: Digits, seed: number, share = 1): NonDigits[] {
  const random = stream(seed, 'synthetic');
  const glyphs = readGlyphs().filter((_, i) => (i * share) % 1 < share);
  const [alike, unlike] = [glyphs.filter(looksLikeDigit), glyphs.filter((glyph) => !looksLikeDigit(glyph))];
  const write = (from: typeof glyphs, times: number): Uint8Array[] =>
    from.flatMap(({ strokes }) => Array.from({ length: times }, () => ink(byHand(strokes, random), random)));
  const make = (count: number, one: (i: number) => Uint8Array): Uint8Array[] =>
    Array.from({ length: Math.ceil(count * share) }, (_, i) => one(i));
  const kinds: Readonly<Record<string, readonly Uint8Array[]>> = {
    'drawn letters': write(unlike.filter(isPenLetter), 4),
    'other writing systems': write(unlike.filter(isOther), 1),
    'two digits, images': make(600, () => pairOfImages(images, random)),
    'two digits, drawn': make(400, () => ink(pairOfPens(pens, random), random)),
    'halves, centred': make(800, (i) => fromGrey(negative(half(images, i, random)), SIDE, SIDE)),
    'halves in place': make(400, (i) => half(images, i, random)),
    scribbles: make(500, (i) => ink(scribbleOf(i, random), random)),
    shapes: make(200, (i) => ink(polygonOf(i, random), random)),
    grain: make(100, () => grain(random)),
    'letters like digits': write(
      alike.filter((glyph) => isPenLetter(glyph) || isOther(glyph)),
      4,
    ),
  };
  return Object.entries(kinds).map(([kind, made]) => ({
    kind,
    images: made,
    ambiguous: kind === 'letters like digits',
  }));
}

const negative = (image: Uint8Array): Uint8Array => image.map((level) => 255 - level);

function anyImage(images: Uint8Array, random: Random): Uint8Array {
  const i = random.integer(images.length / IMAGE_BYTES);
  return images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
}

/** As a picture of both, read as any picture is. */
function pairOfImages(images: Uint8Array, random: Random): Uint8Array {
  const [left, right, overlap] = [anyImage(images, random), anyImage(images, random), random.integer(8)];
  const wide = 2 * SIDE;
  const picture = new Uint8Array(wide * SIDE);
  const put = (image: Uint8Array, from: number): void =>
    image.forEach((level, i) => {
      const at = Math.floor(i / SIDE) * wide + from + (i % SIDE);
      picture[at] = Math.max(picture[at]!, level);
    });
  put(left, 0);
  put(right, SIDE - overlap);
  return fromGrey(negative(picture), wide, SIDE);
}

/** Two drawn digits of one height, a little apart. */
function pairOfPens(pens: readonly PenDigit[], random: Random): Drawing {
  const [left, right] = [1, 2].map(() => oneHigh(pens[random.integer(pens.length)]!.drawing)) as [Drawing, Drawing];
  const from = Math.max(...left.flat().map(([x]) => x)) + random.uniform(0.05, 0.5);
  return [...left, ...right.map((stroke) => stroke.map(([x, y]): Point => [x + from, y]))];
}

/** With its left upper corner at 0, 0, and one unit high. */
function oneHigh(drawing: Drawing): Drawing {
  const { x: left, y: top, height } = extentOf(drawing)!;
  return drawing.map((stroke) =>
    stroke.map(([x, y]): Point => [(x - left) / (height || 1), (y - top) / (height || 1)]),
  );
}

/** The left, right, upper or lower half of a digit, in turn; of another digit where there is next to no ink in it. */
function half(images: Uint8Array, i: number, random: Random): Uint8Array {
  const middle = SIDE / 2;
  for (;;) {
    const whole = anyImage(images, random);
    const left = whole.map((level, at) => {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
      return [x < middle, x >= middle, y < middle, y >= middle][i % 4] ? level : 0;
    });
    if (left.filter((level) => level > 100).length >= 8) return left;
  }
}

const grain = (random: Random): Uint8Array =>
  Uint8Array.from({ length: IMAGE_BYTES }, () => Math.min(255, Math.max(0, random.normal(128, 60))));
