import type { Size } from './frame.ts';

/** A part of an image, in its pixels. */
export interface Crop extends Size {
  readonly x: number;
  readonly y: number;
}

/**
 * A crop of a grey image (row by row, any range) at another size: a triangle filter as wide as the step between the
 * target's pixels, so that shrinking averages all that it passes and enlarging interpolates. Two passes, as filters of this kind allow.
 */
export function resample(
  image: ArrayLike<number>,
  width: number,
  crop: Crop,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const columns = keptTapsOf(crop.width, toWidth);
  const rows = keptTapsOf(crop.height, toHeight);
  return weigh(image, width, crop, columns, rows);
}

/**
 * Brings whole images (bytes) of one size to another: scaled to fit with their proportions kept, in the middle, on paper (0).
 * What depends on the sizes alone is worked out once, for thousands of images.
 */
export function createResizer(from: Size, to: Size): (image: Uint8Array) => Uint8Array {
  const scale = Math.min(to.width / from.width, to.height / from.height);
  const width = Math.max(1, Math.round(from.width * scale));
  const height = Math.max(1, Math.round(from.height * scale));
  const [left, top] = [Math.floor((to.width - width) / 2), Math.floor((to.height - height) / 2)];
  const [columns, rows] = [tapsOf(from.width, width), tapsOf(from.height, height)];
  const whole = { x: 0, y: 0, ...from };
  return (image) => {
    const scaled = weigh(image, from.width, whole, columns, rows);
    const result = new Uint8Array(to.width * to.height);
    for (let y = 0, at = 0; y < height; y++) {
      const line = (top + y) * to.width + left;
      for (let x = 0; x < width; x++, at++) result[line + x] = Math.round(scaled[at]!);
    }
    return result;
  };
}

/** One image at another size: see createResizer. */
export const resize = (image: Uint8Array, from: Size, to: Size): Uint8Array => createResizer(from, to)(image);

/** Which source pixels make each target pixel: `reach` weights from `first[i]` on, adding up to 1. */
interface Taps {
  readonly count: number;
  readonly reach: number;
  readonly first: Int32Array;
  readonly weights: Float64Array;
}

/** Sides up to this are those of data sets: the same few come tens of thousands of times. */
const SMALL = 32;
const kept: (Taps | undefined)[] = [];

function keptTapsOf(from: number, to: number): Taps {
  if (from > SMALL || to > SMALL) return tapsOf(from, to);
  return (kept[from * (SMALL + 1) + to] ??= tapsOf(from, to));
}

function tapsOf(from: number, to: number): Taps {
  const step = from / to;
  const half = Math.max(1, step);
  const reach = Math.min(from, Math.ceil(2 * half) + 1);
  const taps: Taps = { count: to, reach, first: new Int32Array(to), weights: new Float64Array(to * reach) };
  for (let i = 0; i < to; i++) {
    const middle = (i + 0.5) * step;
    const first = Math.min(from - reach, Math.max(0, Math.floor(middle - half + 0.5)));
    taps.first[i] = first;
    let sum = 0;
    for (let k = 0; k < reach; k++) {
      const weight = Math.max(0, 1 - Math.abs(first + k + 0.5 - middle) / half);
      taps.weights[i * reach + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < reach; k++) taps.weights[i * reach + k]! /= sum;
  }
  return taps;
}

function weigh(image: ArrayLike<number>, width: number, crop: Crop, columns: Taps, rows: Taps): Float32Array {
  const narrow = new Float32Array(columns.count * crop.height);
  for (let y = 0, to = 0; y < crop.height; y++) {
    const line = (crop.y + y) * width + crop.x;
    for (let x = 0; x < columns.count; x++, to++) {
      const [from, at] = [line + columns.first[x]!, x * columns.reach];
      let sum = 0;
      for (let k = 0; k < columns.reach; k++) sum += columns.weights[at + k]! * image[from + k]!;
      narrow[to] = sum;
    }
  }
  const result = new Float32Array(columns.count * rows.count);
  for (let y = 0, to = 0; y < rows.count; y++) {
    const [first, at] = [rows.first[y]! * columns.count, y * rows.reach];
    for (let x = 0; x < columns.count; x++, to++) {
      let sum = 0;
      for (let k = 0, from = first + x; k < rows.reach; k++, from += columns.count)
        sum += rows.weights[at + k]! * narrow[from]!;
      result[to] = sum;
    }
  }
  return result;
}
