import type { Mend } from '../contract/schemas/import.ts';

/** Classes after some mends, and for each class before them its place; -1 for one that is left out. */
export interface MendedClasses {
  readonly classes: readonly string[];
  readonly places: Int16Array;
}

/**
 * What mends make of the classes of data that is being imported. `counts`: images of each class. Labels that are one too
 * high count numbers down; a 0 that nothing was labelled with goes. Where a 0 was, or classes are no numbers, labels stay.
 */
export function mendClasses(
  classes: readonly string[],
  counts: readonly number[],
  mends: readonly Mend[],
): MendedClasses {
  let names = classes.map((name): string | null => name);
  const isEmpty = (name: string): boolean => (counts[classes.indexOf(name)] ?? 0) === 0;
  const areNumbers = classes.every((name) => /^\d+$/.test(name));
  // Both would lose images, or give two classes one name, where a 0 was labelled: then labels are not one too high.
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
