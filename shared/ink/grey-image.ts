import type { Size } from './frame.ts';
import type { Crop } from './resample.ts';

/** Grey levels row by row. */
export interface GreyImage extends Size {
  readonly levels: Uint8Array | Float32Array;
}

/** Averages of factor x factor pixels; a last row or column of fewer pixels averages those. */
export function shrink({ levels, width, height }: GreyImage, factor: number): GreyImage {
  if (factor === 1) return { levels, width, height };
  const [toWidth, toHeight] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const sums = new Float32Array(toWidth * toHeight);
  for (let y = 0; y < height; y++) {
    const line = y * width;
    for (let from = line, to = Math.floor(y / factor) * toWidth; from < line + width; to++) {
      const end = Math.min(line + width, from + factor);
      let sum = 0;
      while (from < end) sum += levels[from++]!;
      sums[to]! += sum;
    }
  }
  for (let y = 0; y < toHeight; y++) {
    const rows = Math.min(factor, height - y * factor);
    for (let x = 0; x < toWidth; x++) sums[y * toWidth + x]! /= rows * Math.min(factor, width - x * factor);
  }
  return { levels: sums, width: toWidth, height: toHeight };
}

export function cut({ levels, width }: GreyImage, crop: Crop): GreyImage {
  const part = new Float32Array(crop.width * crop.height);
  for (let y = 0; y < crop.height; y++) {
    const from = (crop.y + y) * width + crop.x;
    part.set(levels.subarray(from, from + crop.width), y * crop.width);
  }
  return { levels: part, width: crop.width, height: crop.height };
}

/** Each pixel's mean with its eight neighbours, the nearer ones counting more (1 2 1 both ways); the edge counts twice. */
export function blur({ levels, width, height }: GreyImage): GreyImage {
  const rows = new Float32Array(levels.length);
  for (let y = 0; y < height; y++) {
    const line = y * width;
    const last = line + width - 1;
    for (let i = line + 1; i < last; i++) rows[i] = (levels[i - 1]! + 2 * levels[i]! + levels[i + 1]!) / 4;
    rows[line] = (3 * levels[line]! + levels[Math.min(last, line + 1)]!) / 4;
    rows[last] = (3 * levels[last]! + levels[Math.max(line, last - 1)]!) / 4;
  }
  const result = new Float32Array(levels.length);
  for (let y = 0; y < height; y++) {
    const line = y * width;
    const above = y > 0 ? -width : 0;
    const below = y < height - 1 ? width : 0;
    for (let i = line; i < line + width; i++) result[i] = (rows[i + above]! + 2 * rows[i]! + rows[i + below]!) / 4;
  }
  return { levels: result, width, height };
}

/** 1 where a level is at least this high. */
export function atLeast(levels: GreyImage['levels'], least: number): Uint8Array {
  const mask = new Uint8Array(levels.length);
  for (let i = 0; i < mask.length; i++) if (levels[i]! >= least) mask[i] = 1;
  return mask;
}

/** The level that a share of all levels stay below: 0.5 is the median. Reorders `levels`. */
export function quantile(levels: Float32Array | Uint8Array, share: number): number {
  if (levels.length === 0) return 0;
  return selected(levels, Math.min(levels.length - 1, Math.floor(share * levels.length)));
}

/** The level that would be at this place if they were in order. Reorders them. C. A. R. Hoare, "Find", 1961: linear where sorting is not. */
function selected(levels: Float32Array | Uint8Array, place: number): number {
  let [left, right] = [0, levels.length - 1];
  while (left < right) {
    const [a, b, c] = [levels[left]!, levels[(left + right) >> 1]!, levels[right]!];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [left, right];
    while (i <= j) {
      while (levels[i]! < pivot) i++;
      while (levels[j]! > pivot) j--;
      if (i > j) break;
      const level = levels[i]!;
      levels[i++] = levels[j]!;
      levels[j--] = level;
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else return levels[place]!;
  }
  return levels[place]!;
}

/** The median of a few thousand of the levels, spread evenly; they stay as they are. */
export function median(levels: Float32Array | Uint8Array): number {
  const step = Math.max(1, Math.floor(levels.length / 20_000));
  // Rows of a picture have round lengths; a step that shares a factor with them would see some columns only.
  const odd = step > 1 ? step | 1 : 1;
  const some = new Float32Array(Math.ceil(levels.length / odd));
  for (let i = 0, from = 0; i < some.length; i++, from += odd) some[i] = levels[from]!;
  return quantile(some, 0.5);
}

/**
 * The grain's standard deviation, from how much pixels differ from the mean of their two neighbours in the row: where the
 * picture is smooth that is grain alone, and ink's edges are too few to move a median. With `sheet`, only where it is 1.
 */
export function grainOf({ levels, width, height }: GreyImage, sheet: Uint8Array | null): number {
  // Smaller images hardly have a place without an edge.
  if (Math.min(width, height) < 12) return 0;
  const places = (width - 2) * height;
  const bends = new Float32Array(Math.min(20_000, places));
  const step = Math.floor(places / bends.length);
  let count = 0;
  for (let i = 0; i < bends.length; i++) {
    const at = Math.floor((i * step) / (width - 2)) * width + ((i * step) % (width - 2)) + 1;
    if (sheet && sheet[at] === 0) continue;
    bends[count++] = Math.abs(levels[at - 1]! - 2 * levels[at]! + levels[at + 1]!);
  }
  // For normal grain the bends' deviation is sqrt(6) times its own, and their median is 0.6745 of that.
  return quantile(bends.subarray(0, count), 0.5) / (0.6745 * Math.sqrt(6));
}

/** An image that `shrink` made, at its old size: each level stands in the middle of its square, between them it runs straight. */
export function enlarge({ levels, width, height }: GreyImage, to: Size, factor: number): Float32Array {
  if (factor === 1) return Float32Array.from(levels);
  const lefts = new Int32Array(to.width);
  const alongs = new Float32Array(to.width);
  for (let x = 0; x < to.width; x++) {
    const u = Math.min(width - 1, Math.max(0, (x + 0.5) / factor - 0.5));
    lefts[x] = Math.min(Math.max(0, width - 2), Math.floor(u));
    alongs[x] = u - lefts[x]!;
  }
  const [result, row] = [new Float32Array(to.width * to.height), new Float32Array(width)];
  const next = width > 1 ? 1 : 0;
  for (let y = 0, i = 0; y < to.height; y++) {
    const v = Math.min(height - 1, Math.max(0, (y + 0.5) / factor - 0.5));
    const top = Math.floor(v);
    const down = v - top;
    const above = top * width;
    const below = Math.min(height - 1, top + 1) * width;
    for (let x = 0; x < width; x++) row[x] = levels[above + x]! * (1 - down) + levels[below + x]! * down;
    for (let x = 0; x < to.width; x++, i++) {
      const left = lefts[x]!;
      result[i] = row[left]! + (row[left + next]! - row[left]!) * alongs[x]!;
    }
  }
  return result;
}

/** Rows become columns. */
export function transpose(mask: Uint8Array, { width, height }: Size): Uint8Array {
  const result = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) result[x * height + y] = mask[y * width + x]!;
  }
  return result;
}
