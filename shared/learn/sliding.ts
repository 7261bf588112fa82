import { positions, reach, type Slide } from '../model/layers/window.ts';

/** A window that slides over an image, as TensorFlow slides it: along the rows, and along the columns. */
export interface Sliding {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilationRate: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

/** One image or feature map: [height, width, channels], row by row, as TensorFlow lays it out. */
export interface FeatureMap {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

const slideAlong = ({ size, strides, dilationRate, padding }: Sliding, axis: 0 | 1): Slide => ({
  size: size[axis],
  stride: strides[axis],
  dilation: dilationRate[axis],
  padding,
});

/** How many rows and columns a window's positions make on an image; 0 where it does not fit. */
export function outputSize({ height, width }: Pick<FeatureMap, 'height' | 'width'>, sliding: Sliding) {
  return {
    rows: Math.max(0, positions(height, slideAlong(sliding, 0))),
    columns: Math.max(0, positions(width, slideAlong(sliding, 1))),
  };
}

/** How many zeros `same` puts before the first pixel of a side: half of what is needed, the odd one behind the last. */
function paddingBefore(input: number, slide: Slide): number {
  if (slide.padding === 'valid') return 0;
  const needed = (positions(input, slide) - 1) * slide.stride + reach(slide) - input;
  return Math.max(0, Math.floor(needed / 2));
}

/** Where the window of an output's place has its first pixel: negative, where that lies in the padding. */
export function windowStart(
  { height, width }: Pick<FeatureMap, 'height' | 'width'>,
  sliding: Sliding,
  { row, column }: { readonly row: number; readonly column: number },
): { row: number; column: number } {
  const [down, across] = [slideAlong(sliding, 0), slideAlong(sliding, 1)];
  return {
    row: row * down.stride - paddingBefore(height, down),
    column: column * across.stride - paddingBefore(width, across),
  };
}

/** From a window's first row and column to its last. */
export const windowReach = (sliding: Sliding): { rows: number; columns: number } => ({
  rows: reach(slideAlong(sliding, 0)),
  columns: reach(slideAlong(sliding, 1)),
});

/** Whether a pixel lies in the image: what does not is padding. */
export const isInside = (
  { height, width }: Pick<FeatureMap, 'height' | 'width'>,
  row: number,
  column: number,
): boolean => row >= 0 && row < height && column >= 0 && column < width;

/** One channel by itself, row by row. */
export function channelOf({ values, channels }: FeatureMap, channel: number): Float32Array {
  if (channels === 1) return values;
  return Float32Array.from({ length: values.length / channels }, (_, i) => values[i * channels + channel]!);
}
