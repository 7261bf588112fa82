import { paddingOf, positions, reach, slideAlong } from '../model/layers/window.ts';

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

/** How many rows and columns a window's positions make on an image; 0 where it does not fit. */
export function outputSize({ height, width }: Pick<FeatureMap, 'height' | 'width'>, sliding: Sliding) {
  return {
    rows: Math.max(0, positions(height, slideAlong(sliding, 0))),
    columns: Math.max(0, positions(width, slideAlong(sliding, 1))),
  };
}

/** Where the window of an output's place has its first pixel: negative, where that lies in the padding. */
export function windowStart(
  { height, width }: Pick<FeatureMap, 'height' | 'width'>,
  sliding: Sliding,
  { row, column }: { readonly row: number; readonly column: number },
): { row: number; column: number } {
  const [down, across] = [slideAlong(sliding, 0), slideAlong(sliding, 1)];
  return {
    row: row * down.stride - paddingOf(height, down)[0],
    column: column * across.stride - paddingOf(width, across)[0],
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
