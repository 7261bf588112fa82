import type { Size } from './frame.ts';

/**
 * Grey closing by a square of 2 x reach + 1 pixels: dark marks that the square does not fit into are filled with the level
 * around them, everything larger stays as it is. Beyond its edges the image is taken to go on as it ends there, so that what
 * runs out of it keeps its shape.
 */
export function close(levels: Float32Array, { width, height }: Size, reach: number): Float32Array {
  const padded = { width: width + 2 * reach, height: height + 2 * reach };
  const wide = new Float32Array(padded.width * padded.height);
  for (let y = 0; y < padded.height; y++) {
    const from = Math.min(height - 1, Math.max(0, y - reach)) * width;
    const start = y * padded.width;
    wide.fill(levels[from]!, start, start + reach);
    wide.set(levels.subarray(from, from + width), start + reach);
    wide.fill(levels[from + width - 1]!, start + reach + width, start + padded.width);
  }
  const closed = extremum(extremum(wide, padded, reach, 1), padded, reach, -1);
  const result = new Float32Array(levels.length);
  for (let y = 0; y < height; y++) {
    const from = (y + reach) * padded.width + reach;
    result.set(closed.subarray(from, from + width), y * width);
  }
  return result;
}

/** The lowest level of each pixel's square of 2 x reach + 1. */
export const lowest = (levels: Float32Array, size: Size, reach: number): Float32Array =>
  extremum(levels, size, reach, -1);

/** The highest level of each pixel's square of 2 x reach + 1. */
export const highest = (levels: Float32Array, size: Size, reach: number): Float32Array =>
  extremum(levels, size, reach, 1);

/** The highest (sign 1) or lowest (sign -1) level of each pixel's square: rows first, then columns. */
function extremum(levels: Float32Array, { width, height }: Size, reach: number, sign: 1 | -1): Float32Array {
  const rows = new Float32Array(levels.length);
  for (let y = 0; y < height; y++) slide(levels, rows, y * width, 1, width, reach, sign);
  const result = new Float32Array(levels.length);
  for (let x = 0; x < width; x++) slide(rows, result, x, width, height, reach, sign);
  return result;
}

/** One row or column: a queue of the places that may still be the extremum, the best one first, keeps it linear. */
function slide(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  count: number,
  reach: number,
  sign: 1 | -1,
): void {
  const queue = new Int32Array(count);
  let head = 0;
  let tail = 0;
  for (let next = 0, i = 0; i < count; i++) {
    for (; next <= Math.min(count - 1, i + reach); next++) {
      const level = sign * from[start + next * step]!;
      while (tail > head && sign * from[start + queue[tail - 1]! * step]! <= level) tail--;
      queue[tail++] = next;
    }
    while (queue[head]! < i - reach) head++;
    to[start + i * step] = from[start + queue[head]! * step]!;
  }
}
