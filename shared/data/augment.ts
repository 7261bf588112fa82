import { IMAGE_BYTES, SIDE } from '../ink/types.ts';
import type { Random } from '../random/random.ts';

/** The largest change of each kind; each image gets its own, uniform within. */
export interface Augmentation {
  /** Degrees, either way. */
  readonly rotation: number;
  /** Pixels, either way, along each axis. */
  readonly shift: number;
  /** 0.1: between 0.9 and 1.1 of the size. */
  readonly zoom: number;
  /** Degrees, either way: how far verticals lean. */
  readonly shear: number;
}

/** What different hands do to a digit, and no more: a 6 stays a 6, and hardly anything leaves the image. */
export const LIGHT: Augmentation = { rotation: 12, shift: 2, zoom: 0.1, shear: 8 };

/** A source image's side with paper around it: one pixel before and two after, so that interpolation needs no edge cases. */
const PADDED = SIDE + 3;

/**
 * A changed copy of count x 784 bytes, each image changed on its own. Five numbers are taken from `random` for every
 * image, so that position in the stream alone decides the change. What comes from outside an image is paper.
 */
export function augmentImages(images: Uint8Array, random: Random, augmentation: Augmentation = LIGHT): Uint8Array {
  const changed = new Uint8Array(images.length);
  const padded = new Uint8Array(PADDED * PADDED);
  for (let at = 0; at < images.length; at += IMAGE_BYTES) {
    for (let row = 0; row < SIDE; row++) {
      padded.set(images.subarray(at + row * SIDE, at + (row + 1) * SIDE), (row + 1) * PADDED + 1);
    }
    warp(padded, changed.subarray(at, at + IMAGE_BYTES), random, augmentation);
  }
  return changed;
}

function warp(padded: Uint8Array, target: Uint8Array, random: Random, limits: Augmentation): void {
  const angle = (random.uniform(-limits.rotation, limits.rotation) * Math.PI) / 180;
  const lean = Math.tan((random.uniform(-limits.shear, limits.shear) * Math.PI) / 180);
  const size = random.uniform(1 - limits.zoom, 1 + limits.zoom);
  const dx = random.uniform(-limits.shift, limits.shift);
  const dy = random.uniform(-limits.shift, limits.shift);
  // For each pixel of the target, where it comes from: the inverse of shear, then rotation and zoom, then shift, about the middle.
  const [cos, sin] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const [xx, xy, yx, yy] = [cos + lean * sin, sin - lean * cos, -sin, cos];
  const middle = (SIDE - 1) / 2;
  for (let row = 0, pixel = 0; row < SIDE; row++) {
    const v = row - middle - dy;
    let x = xx * (-middle - dx) + xy * v + middle + 1;
    let y = yx * (-middle - dx) + yy * v + middle + 1;
    for (let column = 0; column < SIDE; column++, x += xx, y += yx) target[pixel++] = bilinear(padded, x, y);
  }
}

/** The grey at (x, y) of the padded image, between four pixels' middles, to be rounded down. Most are paper: those are quick. */
function bilinear(padded: Uint8Array, x: number, y: number): number {
  if (!(x > 0 && y > 0 && x < SIDE + 1 && y < SIDE + 1)) return 0;
  const left = x | 0;
  const top = y | 0;
  const at = top * PADDED + left;
  const a = padded[at]!;
  const b = padded[at + 1]!;
  const c = padded[at + PADDED]!;
  const d = padded[at + PADDED + 1]!;
  if ((a | b | c | d) === 0) return 0;
  const upper = a + (x - left) * (b - a);
  const lower = c + (x - left) * (d - c);
  return upper + (y - top) * (lower - upper) + 0.5;
}
