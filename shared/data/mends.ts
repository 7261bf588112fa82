import { isMend, type Mend, type Warning } from '../contract/schemas/import.ts';

/** The mends that are applied unless the user chooses others. */
export const mendsByThemselves = (warnings: readonly Warning[]): Mend[] =>
  warnings.flatMap(({ code, on }) => (on && isMend(code) ? [code] : []));

/** Classes after some mends, and for each class before them its place; -1 for one that is left out. */
export interface MendedClasses {
  readonly classes: readonly string[];
  readonly places: Int16Array;
}

/**
 * Applies mends to the classes of data that is being imported. `counts`: images of each class. `labels-shifted` lowers
 * each number by one and removes a class 0 without images; if there are images of a 0, or classes that are no numbers,
 * labels stay.
 */
export function mendClasses(
  classes: readonly string[],
  counts: readonly number[],
  mends: readonly Mend[],
): MendedClasses {
  let names = classes.map((name): string | null => name);
  const isEmpty = (name: string): boolean => (counts[classes.indexOf(name)] ?? 0) === 0;
  const areNumbers = classes.every((name) => /^\d+$/.test(name));
  // If there are images of a 0, labels are not one too high: both mends would lose images or give two classes one name.
  const mendsLabels = areNumbers && isEmpty('0');
  if (mendsLabels && mends.includes('labels-shifted'))
    names = names.map((name) => (name === '0' ? null : String(Number(name) - 1)));
  else if (mendsLabels && mends.includes('ten-is-zero') && classes.includes('10'))
    names = names.map((name) => (name === '0' ? null : name === '10' ? '0' : name));
  if (mends.includes('empty-classes')) names = names.map((name, i) => (counts[i] === 0 ? null : name));
  const kept = names.filter((name) => name !== null);
  const ordered = mendsLabels && mends.includes('ten-is-zero') ? kept.sort((a, b) => Number(a) - Number(b)) : kept;
  const places = new Map(ordered.map((name, place) => [name, place]));
  return { classes: ordered, places: Int16Array.from(names, (name) => (name === null ? -1 : places.get(name)!)) };
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Images whose highest level is below this were meant to be brighter: bitmaps of 0 and 1, x / 255 cut to bytes, 16 levels. */
export const LOW_LEVEL = 64;

/** The edge of an image of a sign is paper: lighter than this, in the mean over all images, it is white paper. */
const LIGHT_EDGE = 128;

/**
 * The mends that images without labels (count x height x width bytes) need before a model reads them, found by their
 * levels alone.
 */
export function pixelMends(images: Uint8Array, size: Size): { readonly mends: Mend[]; readonly highest: number } {
  let highest = 0;
  for (let i = 0; i < images.length; i++) if (images[i]! > highest) highest = images[i]!;
  if (highest === 0) return { mends: [], highest };
  const isLow = highest < LOW_LEVEL;
  const edge = (meanEdge(images, size) * (isLow ? 255 : highest)) / highest;
  return {
    mends: [...(isLow ? ['values-low' as const] : []), ...(edge > LIGHT_EDGE ? ['inverted' as const] : [])],
    highest,
  };
}

function meanEdge(images: Uint8Array, { height, width }: Size): number {
  const size = height * width;
  let [sum, count] = [0, 0];
  for (let at = 0; at < images.length; at += size) {
    for (let x = 0; x < width; x++) sum += images[at + x]! + images[at + size - width + x]!;
    for (let y = 0; y < height; y++) sum += images[at + y * width]! + images[at + (y + 1) * width - 1]!;
    count += 2 * (width + height);
  }
  return sum / count;
}

/** An image's size after some mends. */
export const mendedSize = ({ height, width }: Size, mends: readonly Mend[]): Size =>
  mends.includes('transposed') ? { height: width, width: height } : { height, width };

/** Images (count x height x width bytes) after the mends that change pixels. `highest`: the highest level of all images. */
export function mendImages(
  images: Uint8Array,
  { height, width }: Size,
  highest: number,
  mends: readonly Mend[],
): Uint8Array {
  const levels = Uint8Array.from({ length: 256 }, (_, level) => {
    const stretched = mends.includes('values-low')
      ? Math.min(255, Math.round((level * 255) / Math.max(1, highest)))
      : level;
    return mends.includes('inverted') ? 255 - stretched : stretched;
  });
  const changed = images.map((level) => levels[level]!);
  return mends.includes('transposed') ? transpose(changed, height, width) : changed;
}

function transpose(images: Uint8Array, height: number, width: number): Uint8Array {
  const result = new Uint8Array(images.length);
  for (let at = 0; at < images.length; at += height * width) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) result[at + x * height + y] = images[at + y * width + x]!;
    }
  }
  return result;
}
