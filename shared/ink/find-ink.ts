import type { Crop } from './resample.ts';

/** Less contrast between ink and paper than this, in grey levels, is a blank page. */
const FAINT = 24;

/** A blot smaller than this part of the largest one is dirt. */
const SPECK = 0.02;

/**
 * Ink levels, 0 paper to 255 full ink, from grey ones: tells paper from ink by the picture's border, dark on light or light
 * on dark alike, stretches the contrast, and takes away the paper's grain and specks. Null: no ink is found.
 */
export function findInk(grey: Uint8Array, width: number, height: number): { ink: Uint8Array; box: Crop } | null {
  const paper = borderMedian(grey, width, height);
  let excess = 0;
  for (const level of grey) excess += level - paper;
  const sign = excess >= 0 ? 1 : -1;
  const raw = grey.map((level) => Math.max(0, sign * (level - paper)));
  const threshold = otsu(raw);
  const full = upperMean(raw, threshold);
  if (full < FAINT) return null;
  const floor = 0.5 * Math.min(threshold, full / 2);
  const kept = largeBlots(raw, width, height, Math.min(threshold, full / 2));
  const ink = raw.map((level, i) => (kept[i] ? Math.min(255, (255 * Math.max(0, level - floor)) / (full - floor)) : 0));
  const box = boxOf(ink, width, height);
  return box === null ? null : { ink, box };
}

/** The smallest box that holds all that is not 0. Null: everything is. */
export function boxOf(ink: Uint8Array, width: number, height: number): Crop | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The usual level along the picture's edge: paper, wherever the digit does not fill the page. */
function borderMedian(grey: Uint8Array, width: number, height: number): number {
  const border = grey.filter(
    (_, i) => i < width || i >= (height - 1) * width || i % width === 0 || i % width === width - 1,
  );
  return border.sort()[Math.floor(border.length / 2)]!;
}

/** The level that parts a histogram best in two (N. Otsu 1979: the largest variance between the classes). */
function otsu(levels: Uint8Array): number {
  const histogram = new Float64Array(256);
  for (const level of levels) histogram[level]! += 1;
  const total = histogram.reduce((sum, n, level) => sum + n * level, 0);
  let [below, belowSum, best, bestVariance] = [0, 0, 0, -1];
  for (let level = 0; level < 255; level++) {
    below += histogram[level]!;
    belowSum += histogram[level]! * level;
    const above = levels.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (variance > bestVariance) [best, bestVariance] = [level + 1, variance];
  }
  return best;
}

/** The mean of the darker half of the ink: what counts as full. */
function upperMean(levels: Uint8Array, threshold: number): number {
  const ink = levels.filter((level) => level >= Math.max(1, threshold)).sort();
  const upper = ink.subarray(Math.floor(ink.length / 2));
  return upper.length === 0 ? 0 : upper.reduce((sum, level) => sum + level, 0) / upper.length;
}

/**
 * 1 for each pixel in or right beside a blot worth keeping. Blots are joined pixels (all eight neighbours) at or above
 * the threshold.
 */
function largeBlots(levels: Uint8Array, width: number, height: number, threshold: number): Uint8Array {
  const blotOf = new Int32Array(levels.length);
  const sizes = [0];
  const stack: number[] = [];
  for (let start = 0; start < levels.length; start++) {
    if (levels[start]! < threshold || blotOf[start] !== 0) continue;
    const blot = sizes.push(0) - 1;
    blotOf[start] = blot;
    for (stack.push(start); stack.length > 0;) {
      const pixel = stack.pop()!;
      sizes[blot]! += 1;
      for (const next of neighbours(pixel, width, height)) {
        if (levels[next]! < threshold || blotOf[next] !== 0) continue;
        blotOf[next] = blot;
        stack.push(next);
      }
    }
  }
  const least = SPECK * sizes.reduce((largest, size) => Math.max(largest, size), 0);
  const kept = new Uint8Array(levels.length);
  blotOf.forEach((blot, pixel) => {
    if (blot === 0 || sizes[blot]! < least) return;
    kept[pixel] = 1;
    for (const next of neighbours(pixel, width, height)) kept[next] = 1;
  });
  return kept;
}

function neighbours(pixel: number, width: number, height: number): number[] {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  const found: number[] = [];
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      if (nx !== x || ny !== y) found.push(ny * width + nx);
    }
  }
  return found;
}
