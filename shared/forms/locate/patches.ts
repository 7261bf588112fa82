import type { GreyImage } from '../../ink/grey-image.ts';
import type { Point } from '../../ink/types.ts';
import type { Mapping } from '../../paper/locate/homography.ts';

/** A small square of the template that can be told from those beside it: where lines meet, a letter. */
export interface Patch {
  /** Its middle, in the template's pixels. */
  readonly at: Point;
  /** Side x side levels, less their mean, each divided by their length together. */
  readonly levels: Float32Array;
}

/** Patches of a template made small by `factor`. */
export interface PatchSet {
  readonly factor: number;
  /** Half of a patch's side, without its middle. */
  readonly half: number;
  readonly patches: readonly Patch[];
}

/** One patch is taken from each of so many cells along the template's longer side. */
const CELLS = 16;

/** Levels must change by this much from pixel to pixel both ways, on average over a patch, 0 to 255. */
const LEAST_CHANGE = 3;

/** The clearest place of each cell of a small template, where there is one. */
export function patchesOf(small: GreyImage, factor: number, half: number): PatchSet {
  const change = changeOf(small, half);
  const { width, height } = small;
  const cell = Math.ceil(Math.max(width, height) / CELLS);
  const patches: Patch[] = [];
  for (let top = half; top < height - half; top += cell) {
    for (let left = half; left < width - half; left += cell) {
      let best = -1;
      for (let y = top; y < Math.min(height - half, top + cell); y++) {
        for (let x = left; x < Math.min(width - half, left + cell); x++) {
          const at = y * width + x;
          if (change[at]! > (best < 0 ? LEAST_CHANGE ** 2 : change[best]!)) best = at;
        }
      }
      if (best < 0) continue;
      const [x, y] = [best % width, Math.floor(best / width)];
      const levels = new Float32Array((2 * half + 1) ** 2);
      for (let dy = -half, i = 0; dy <= half; dy++) {
        for (let dx = -half; dx <= half; dx++, i++) levels[i] = small.levels[best + dy * width + dx]!;
      }
      if (normalise(levels)) patches.push({ at: [(x + 0.5) * factor, (y + 0.5) * factor], levels });
    }
  }
  return { factor, half, patches };
}

/** How much levels change around each pixel in the direction in which they change least (Shi and Tomasi 1994): squared, per pixel. */
function changeOf({ levels, width, height }: GreyImage, half: number): Float32Array {
  const [xx, xy, yy] = [0, 1, 2].map(() => new Float64Array((width + 1) * (height + 1))) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let y = 0; y < height; y++) {
    let [sumXX, sumXY, sumYY] = [0, 0, 0];
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const dx = x > 0 && x < width - 1 ? (levels[at + 1]! - levels[at - 1]!) / 2 : 0;
      const dy = y > 0 && y < height - 1 ? (levels[at + width]! - levels[at - width]!) / 2 : 0;
      sumXX += dx * dx;
      sumXY += dx * dy;
      sumYY += dy * dy;
      const to = (y + 1) * (width + 1) + x + 1;
      xx[to] = xx[to - width - 1]! + sumXX;
      xy[to] = xy[to - width - 1]! + sumXY;
      yy[to] = yy[to - width - 1]! + sumYY;
    }
  }
  const change = new Float32Array(width * height);
  const area = (2 * half + 1) ** 2;
  for (let y = half; y < height - half; y++) {
    for (let x = half; x < width - half; x++) {
      const [upper, lower] = [(y - half) * (width + 1), (y + half + 1) * (width + 1)];
      const [left, right] = [x - half, x + half + 1];
      const over = (sums: Float64Array): number =>
        (sums[lower + right]! - sums[lower + left]! - sums[upper + right]! + sums[upper + left]!) / area;
      const [a, b, c] = [over(xx), over(xy), over(yy)];
      change[y * width + x] = (a + c) / 2 - Math.sqrt(((a - c) / 2) ** 2 + b * b);
    }
  }
  return change;
}

/** False: all levels are alike. */
function normalise(levels: Float32Array): boolean {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  let length = 0;
  for (const level of levels) length += (level - mean) ** 2;
  if (!(length > 1)) return false;
  for (let i = 0; i < levels.length; i++) levels[i] = (levels[i]! - mean) / Math.sqrt(length);
  return true;
}

/** Where a patch was seen. */
export interface Sight {
  readonly at: Point;
  /** How far from where it was looked for, in the template's pixels. */
  readonly shift: Point;
  /** How like it is: the correlation of its levels, to 1. */
  readonly likeness: number;
}

/**
 * Looks for each patch around where `mapping` has it, up to `reach` of the set's pixels away. `page`: the page's picture made small
 * by `pageFactor`. What lies beyond the picture is left out.
 */
export function seek(
  { factor, half, patches }: PatchSet,
  page: GreyImage,
  pageFactor: number,
  mapping: Mapping,
  reach: number,
): Sight[] {
  const around = half + reach;
  const side = 2 * around + 1;
  const area = new Float32Array(side * side);
  const scores = new Float32Array((2 * reach + 1) ** 2);
  return patches.flatMap(({ at, levels }): Sight[] => {
    if (!lay(area, around, at, factor, page, pageFactor, mapping)) return [];
    const best = compare(area, side, levels, half, reach, scores);
    const across = 2 * reach + 1;
    const [x, y] = [best % across, Math.floor(best / across)];
    const between = (before: number, after: number): number =>
      peakBetween(scores[before]!, scores[best]!, scores[after]!);
    const dx = x > 0 && x < 2 * reach ? between(best - 1, best + 1) : 0;
    const dy = y > 0 && y < 2 * reach ? between(best - across, best + across) : 0;
    return [{ at, shift: [(x - reach + dx) * factor, (y - reach + dy) * factor], likeness: scores[best]! }];
  });
}

/** Brings what `mapping` has around a place of the template into the template's place. False: too much of it is beyond the picture. */
function lay(
  area: Float32Array,
  around: number,
  [x, y]: Point,
  factor: number,
  { levels, width, height }: GreyImage,
  pageFactor: number,
  mapping: Mapping,
): boolean {
  // So small a place is turned and scaled as one.
  const far = around * factor;
  const [middle, right, below] = [mapping(x, y), mapping(x + far, y), mapping(x, y + far)];
  const step = (from: Point, to: Point): Point => [
    (to[0] - from[0]) / (around * pageFactor),
    (to[1] - from[1]) / (around * pageFactor),
  ];
  const [[ax, ay], [bx, by]] = [step(middle, right), step(middle, below)];
  const [cx, cy] = [middle[0] / pageFactor - 0.5, middle[1] / pageFactor - 0.5];
  if (!(cx >= 0 && cy >= 0 && cx <= width - 1 && cy <= height - 1)) return false;
  for (let row = -around, i = 0; row <= around; row++) {
    for (let column = -around; column <= around; column++, i++) {
      const u = Math.min(width - 1.001, Math.max(0, cx + column * ax + row * bx));
      const v = Math.min(height - 1.001, Math.max(0, cy + column * ay + row * by));
      const [left, top] = [Math.trunc(u), Math.trunc(v)];
      const from = top * width + left;
      const [along, down] = [u - left, v - top];
      const upper = levels[from]! + (levels[from + 1]! - levels[from]!) * along;
      const lower = levels[from + width]! + (levels[from + width + 1]! - levels[from + width]!) * along;
      area[i] = upper + (lower - upper) * down;
    }
  }
  return true;
}

/** The correlation with each place of the area, and which is the best. */
function compare(
  area: Float32Array,
  side: number,
  levels: Float32Array,
  half: number,
  reach: number,
  scores: Float32Array,
): number {
  const own = 2 * half + 1;
  const across = 2 * reach + 1;
  let best = 0;
  for (let y = 0, place = 0; y < across; y++) {
    for (let x = 0; x < across; x++, place++) {
      let [sum, squares, product] = [0, 0, 0];
      for (let row = 0, i = 0; row < own; row++) {
        let at = (y + row) * side + x;
        for (let column = 0; column < own; column++, i++, at++) {
          const level = area[at]!;
          sum += level;
          squares += level * level;
          product += level * levels[i]!;
        }
      }
      const spread = squares - (sum * sum) / (own * own);
      scores[place] = spread > own * own ? product / Math.sqrt(spread) : 0;
      if (scores[place]! > scores[best]!) best = place;
    }
  }
  return best;
}

/** Where a curve through three values has its peak, from the middle one, at most half a step. */
function peakBetween(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}
