import type { ArrayFile } from './array-file.ts';
import type { Size } from '../found-set.ts';
import { saysLabels } from '../file-names.ts';

/** How the pixels of an image lie in an array's item. */
export interface Layout extends Size {
  readonly channels: 1 | 3 | 4;
  /** Whether a pixel's channels lie together, as most have it, or one plane after the other. */
  readonly together: boolean;
}

/** No image has a longer side. */
const LONGEST = 4096;
/** A row of fewer numbers than this is no image. */
const FEWEST_PIXELS = 64;

/** What an array may be, by its shape: images, labels, or neither. Where a shape may be both, its name decides. */
export function roleOf(array: ArrayFile): 'labels' | Layout | null {
  const { shape, element, file } = array;
  if (element === 'text') return shape.length === 2 ? 'labels' : null;
  if (shape.length === 1) return 'labels';
  if (shape.length === 2) {
    const columns = shape[1]!;
    const square = squareOf(columns);
    // Labels may be one column, QMNIST's eight columns, or one-hot.
    if (columns <= 8 || !square || saysLabels(file.path)) return columns <= 1000 ? 'labels' : null;
    return square;
  }
  const layout = layoutOf(shape.slice(1));
  return layout && layout.height >= 1 && layout.width >= 1 && Math.max(layout.height, layout.width) <= LONGEST
    ? layout
    : null;
}

/** Rows of pixels of a square image, grey. Null: it is none. */
export function squareOf(pixels: number): Layout | null {
  const side = Math.round(Math.sqrt(pixels));
  return side * side === pixels && pixels >= FEWEST_PIXELS && side <= LONGEST
    ? { height: side, width: side, channels: 1, together: true }
    : null;
}

function layoutOf(item: readonly number[]): Layout | null {
  const [a, b, c] = item as [number, number, number];
  if (item.length === 2) return { height: a, width: b, channels: 1, together: true };
  if (item.length !== 3) return null;
  const isChannels = (n: number): n is 1 | 3 | 4 => n === 1 || n === 3 || n === 4;
  if (isChannels(c)) return { height: a, width: b, channels: c, together: true };
  return isChannels(a) && a !== 4 ? { height: b, width: c, channels: a, together: false } : null;
}
