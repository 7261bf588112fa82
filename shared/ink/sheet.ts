import { blotsOf } from './blots.ts';
import type { Size } from './frame.ts';
import { median, shrink, type GreyImage } from './grey-image.ts';

/** The sheet is looked for in so many pixels along the longer side. */
const COARSE = 160;

/** What is around a sheet differs from it by more than any shadow: one of the two is this much darker. */
const DARKER = 0.4;

/** A sheet covers at least so much of the picture, is filled so much with its own colour, and is so nearly a rectangle of such sides. */
const LEAST = 0.1;
const FILLED = 0.75;
const SQUARE = 0.88;
const NARROWEST = 0.3;

/** The rim that fades into what is around, in coarse pixels. */
const RIM = 3;

/** So much of what is around it has the other colour, and its outline is so sharp, as a share of the difference between the two. */
const AROUND = 0.6;
const SHARP = 0.5;

/**
 * The sheet in a picture that shows more than it: a page on a dark table or in a scanner, a card on nothing, a canvas in a
 * window. 1 for each pixel that is on it, its rim left out. Null: the picture is all sheet, as far as can be seen.
 */
export function findSheet(image: GreyImage): Uint8Array | null {
  const factor = Math.max(1, Math.ceil(Math.max(image.width, image.height) / COARSE));
  const coarse = shrink(image, factor);
  const apart = sidesApart(coarse, DARKER);
  if (!apart) return null;
  const candidates = [apart.isDark, apart.isLight].map((belongs) =>
    largestSheet(coarse, belongs, { least: LEAST, sharp: SHARP * apart.difference }),
  );
  const best = candidates.reduce((a, b) => ((b?.area ?? 0) > (a?.area ?? 0) ? b : a));
  return best ? enlargeMask(best.mask, coarse, image, factor) : null;
}

type Belongs = (level: number) => boolean;

/** The two sides of an image's levels, if one is this much darker than the other: a sheet, and what is around it. */
export function sidesApart(
  { levels }: GreyImage,
  darker: number,
): { readonly isDark: Belongs; readonly isLight: Belongs; readonly difference: number } | null {
  const threshold = otsu(levels);
  const [dark, light] = meansBeside(levels, threshold);
  if (!(dark < darker * light) || light - dark < 48) return null;
  return {
    isDark: (level) => level < threshold,
    isLight: (level) => level >= threshold,
    difference: light - dark,
  };
}

interface Candidate {
  readonly area: number;
  readonly mask: Uint8Array;
}

function largestSheet(image: GreyImage, belongs: Belongs, bounds: SheetBounds): Candidate | null {
  const mask = filledLargest(image, belongs, bounds);
  if (mask === null) return null;
  const whole = mask.reduce((sum, on) => sum + on, 0);
  const rectangle = smallestRectangle(mask, image);
  if (whole < SQUARE * rectangle.area || rectangle.proportion < NARROWEST) return null;
  return { area: whole, mask: shrunk(mask, image, RIM) };
}

/** `least`: the share of the picture that a sheet covers; `sharp`: how much the level changes across its outline. */
export interface SheetBounds {
  readonly least: number;
  readonly sharp: number;
}

/** The largest joined part of an image that has its own colour, with what lies on it, where the other colour is around it: 1 for its pixels. */
export function filledLargest(image: GreyImage, belongs: Belongs, { least, sharp }: SheetBounds): Uint8Array | null {
  const { levels } = image;
  const own = Uint8Array.from(levels, (level) => Number(belongs(level)));
  const blots = blotsOf(own, image);
  const largest = blots.all.reduce((best, { area }, i) => (area > blots.all[best]!.area ? i : best), 0);
  const { area } = blots.all[largest]!;
  if (largest === 0 || area < least * levels.length) return null;
  const mask = filled(
    Uint8Array.from(blots.of, (blot) => Number(blot === largest)),
    image,
  );
  const whole = mask.reduce((sum, on) => sum + on, 0);
  const around = levels.length - whole;
  // A sheet that covers nearly all of the picture has nothing around it that could disturb.
  if (around < 0.01 * levels.length || area < FILLED * whole) return null;
  const other = mask.reduce((sum, on, i) => sum + (1 - on) * (1 - own[i]!), 0);
  return other < AROUND * around || edgeOf(mask, image) < sharp ? null : mask;
}

/** How much the level changes within two pixels of the mask's outline: the median along it. A shadow's rim is soft. */
function edgeOf(mask: Uint8Array, { levels, width, height }: GreyImage): number {
  const steps: number[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const i = y * width + x;
      if (mask[i] !== mask[i + 1]) steps.push(Math.abs(levels[i - 1]! - levels[i + 2]!));
      if (mask[i] !== mask[i + width]) steps.push(Math.abs(levels[i - width]! - levels[i + 2 * width]!));
    }
  }
  return median(Float32Array.from(steps));
}

/** A mask with its holes: all that cannot be reached from the edge of the image without crossing it. */
export function filled(mask: Uint8Array, { width, height }: Size): Uint8Array {
  const padded = { width: width + 2, height: height + 2 };
  const outside = new Uint8Array(padded.width * padded.height).fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) outside[(y + 1) * padded.width + x + 1] = 1 - mask[y * width + x]!;
  }
  const { of } = blotsOf(outside, padded);
  return mask.map((_, i) => Number(of[(Math.floor(i / width) + 1) * padded.width + (i % width) + 1] !== of[0]));
}

/** The smallest rectangle, at any angle, that holds the mask's rows (tried at a degree each): its area, and shorter side by longer. */
function smallestRectangle(
  mask: Uint8Array,
  { width, height }: Size,
): { readonly area: number; readonly proportion: number } {
  const ends: [number, number][] = [];
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width);
    const [first, last] = [row.indexOf(1), row.lastIndexOf(1)];
    if (first >= 0) ends.push([first, y], [last + 1, y], [first, y + 1], [last + 1, y + 1]);
  }
  let least = { area: Infinity, proportion: 1 };
  for (let degrees = 0; degrees < 90; degrees++) {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const across = ends.map(([x, y]) => x * cos + y * sin);
    const along = ends.map(([x, y]) => y * cos - x * sin);
    const extent = (values: number[]): number =>
      values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    const [a, b] = [extent(across), extent(along)];
    if (a * b < least.area) least = { area: a * b, proportion: Math.min(a, b) / Math.max(a, b) };
  }
  return least;
}

/** A mask without a rim of so many pixels, but for where it leaves the image. */
export function shrunk(mask: Uint8Array, { width, height }: Size, rim: number): Uint8Array {
  return mask.map((on, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let dy = -rim; on === 1 && dy <= rim; dy++) {
      for (let dx = -rim; dx <= rim; dx++) {
        const [nx, ny] = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))];
        if (mask[ny * width + nx] === 0) return 0;
      }
    }
    return on;
  });
}

function enlargeMask(mask: Uint8Array, coarse: Size, to: Size, factor: number): Uint8Array {
  const result = new Uint8Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const row = Math.floor(y / factor) * coarse.width;
    for (let x = 0; x < to.width; x++) result[y * to.width + x] = mask[row + Math.floor(x / factor)]!;
  }
  return result;
}

/** The level that parts a histogram best in two (N. Otsu 1979: the largest variance between the classes). */
function otsu(levels: GreyImage['levels']): number {
  const histogram = new Float64Array(256);
  for (const level of levels) histogram[Math.max(0, Math.min(255, Math.round(level)))]! += 1;
  const total = histogram.reduce((sum, n, level) => sum + n * level, 0);
  let [below, belowSum, best, bestVariance] = [0, 0, 0, -1];
  for (let level = 0; level < 255; level++) {
    below += histogram[level]!;
    belowSum += histogram[level]! * level;
    const above = levels.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (variance > bestVariance) [best, bestVariance] = [level + 0.5, variance];
  }
  return best;
}

/** The usual level of either side. */
function meansBeside(levels: GreyImage['levels'], threshold: number): [below: number, above: number] {
  const all = Float32Array.from(levels);
  return [median(all.filter((level) => level < threshold)), median(all.filter((level) => level >= threshold))];
}
