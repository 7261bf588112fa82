import { shapeOf } from '../../ink/shape.ts';
import { IMAGE_BYTES, SIDE } from '../../ink/types.ts';
import { resample } from '../../ink/resample.ts';
import type { Random } from '../../random/random.ts';

/*
 * Makes non-signs out of images of signs: all 28 x 28, with their ink fitted as `shapeOf` does it. They have the pen,
 * paper and size of the task's images, so that none of these tells them apart.
 */

/** A result that is at least this similar to its sign may still be that sign: half of a 1 is a 1. */
const STILL_THE_SIGN = 0.7;

/** Two signs beside each other or one above the other, or three in a row. */
export function several(signs: readonly Uint8Array[], random: Random): Uint8Array {
  const upright = random.chance(0.15);
  const count = random.chance(0.15) ? 3 : 2;
  const parts = Array.from({ length: count }, () => inkOf(signs[random.integer(signs.length)]!, upright));
  const long = parts.reduce((sum, part) => sum + part.length, 0) + count * 6;
  const canvas = new Uint8Array(long * SIDE);
  let at = 0;
  for (const { rows, length } of parts) {
    const lift = Math.round(random.normal(0, 1.5));
    for (let along = 0; along < length; along++) {
      for (let across = 0; across < SIDE; across++) {
        const level = rows[along * SIDE + across]!;
        const [to, place] = [across + lift, at + along];
        if (level === 0 || to < 0 || to >= SIDE) continue;
        const index = upright ? place * SIDE + to : to * long + place;
        canvas[index] = Math.max(canvas[index]!, level);
      }
    }
    // At times they touch, at times they stand well apart.
    at += length + Math.max(-2, Math.round(random.normal(2, 2)));
  }
  const [width, height] = upright ? [SIDE, long] : [long, SIDE];
  return stronger(shapeOf(canvas, width, height), random.uniform(1, 2.2));
}

/** Two signs in one place; null where that is hardly more than one of them. */
export function overlaid(signs: readonly Uint8Array[], random: Random): Uint8Array | null {
  const [under, over] = [signs[random.integer(signs.length)]!, signs[random.integer(signs.length)]!];
  const [dx, dy] = [Math.round(random.normal(0, 4)), Math.round(random.normal(0, 3))];
  const image = Uint8Array.from(under);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const level = over[y * SIDE + x]!;
      const [tx, ty] = [x + dx, y + dy];
      if (tx < 0 || ty < 0 || tx >= SIDE || ty >= SIDE) continue;
      image[ty * SIDE + tx] = Math.max(image[ty * SIDE + tx]!, level);
    }
  }
  const framed = shapeOf(image, SIDE, SIDE);
  return likeness(framed, under) > STILL_THE_SIGN || likeness(framed, over) > STILL_THE_SIGN ? null : framed;
}

/**
 * A sign of which a good part is cut off along a line; null where what is left is next to nothing or nearly all. Fitted
 * anew like a drawing of its own, or left in its place.
 */
export function part(sign: Uint8Array, random: Random): Uint8Array | null {
  const turn = random.chance(0.6) ? (random.integer(4) * Math.PI) / 2 : random.uniform(0, 2 * Math.PI);
  const [cos, sin, at] = [Math.cos(turn), Math.sin(turn), random.normal(0, 1.5)];
  const left = sign.map((level, i) => {
    const [x, y] = [(i % SIDE) + 0.5 - SIDE / 2, Math.floor(i / SIDE) + 0.5 - SIDE / 2];
    return x * cos + y * sin > at ? level : 0;
  });
  const share = sum(left) / Math.max(1, sum(sign));
  if (share < 0.2 || share > 0.7) return null;
  const framed = crisp(shapeOf(left, SIDE, SIDE), 1 / Math.sqrt(share));
  return likeness(framed, sign) > STILL_THE_SIGN ? null : framed;
}

/** A sign whose quarters, or upper and lower or left and right halves, have changed places. */
export function shuffled(sign: Uint8Array, random: Random): Uint8Array {
  const half = SIDE / 2;
  const kind = random.integer(3);
  const image = sign.map((_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const [fx, fy] = [kind === 1 ? x : (x + half) % SIDE, kind === 2 ? y : (y + half) % SIDE];
    return sign[fy * SIDE + fx]!;
  });
  return shapeOf(image, SIDE, SIDE);
}

/** The sign's ink without the paper beside it: along the line of writing, as lines of SIDE across it. */
function inkOf(sign: Uint8Array, upright: boolean): { rows: Uint8Array; length: number } {
  const lines: Uint8Array[] = [];
  for (let along = 0; along < SIDE; along++) {
    const line = new Uint8Array(SIDE);
    for (let across = 0; across < SIDE; across++) {
      line[across] = sign[upright ? along * SIDE + across : across * SIDE + along]!;
    }
    lines.push(line);
  }
  const inked = lines.map((line) => line.some((level) => level >= 32));
  const used = lines.slice(Math.max(0, inked.indexOf(true)), inked.lastIndexOf(true) + 1);
  const rows = new Uint8Array(used.length * SIDE);
  used.forEach((line, i) => rows.set(line, i * SIDE));
  return { rows, length: used.length };
}

/** Shrinking makes lines pale, which a pen would not do: raises their levels. */
const stronger = (image: Uint8Array, gain: number): Uint8Array => image.map((level) => Math.min(255, level * gain));

/** Enlarging makes outlines soft: makes them as sharp as a pen's. */
const crisp = (image: Uint8Array, gain: number): Uint8Array =>
  image.map((level) => Math.min(255, Math.max(0, 128 + (level - 128) * gain)));

/** The cosine of the angle between two images, each a vector of grey levels: 1 for the same ink. */
function likeness(a: Uint8Array, b: Uint8Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return aa * bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

const sum = (image: Uint8Array): number => image.reduce((total, level) => total + level, 0);

/** Ground without a sign on it: clouds, stripes, a filled shape, grain. */
export function texture(random: Random): Uint8Array {
  const kind = random.integer(4);
  const [fx, fy, phase] = [random.normal(0, 0.35), random.normal(0, 0.35), random.uniform(0, 6)];
  const coarse = Uint8Array.from({ length: 49 }, () => random.integer(256));
  const clouds = resample(coarse, 7, { x: 0, y: 0, width: 7, height: 7 }, SIDE, SIDE);
  const [cut, cx, cy] = [random.uniform(90, 170), random.uniform(10, 18), random.uniform(10, 18)];
  const [rx, ry, power] = [random.uniform(4, 14), random.uniform(4, 14), random.uniform(1, 6)];
  const image = new Uint8Array(IMAGE_BYTES);
  for (let i = 0; i < IMAGE_BYTES; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const inside = Math.abs((x - cx) / rx) ** power + Math.abs((y - cy) / ry) ** power < 1;
    if (kind === 0) image[i] = Math.min(255, Math.max(0, (clouds[i]! - cut) * 8));
    else if (kind === 1) image[i] = Math.sin(fx * x + fy * y + phase) > 0 ? 255 : 0;
    else if (kind === 2) image[i] = inside ? 255 : 0;
    else image[i] = random.chance(0.3) ? random.integer(256) : 0;
  }
  return shapeOf(image, SIDE, SIDE);
}
