import { shapeText } from '../info.ts';
import type { Place } from './place.ts';

type Pair = readonly [number, number];

export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilationRate?: Pair;
  readonly padding: 'valid' | 'same';
}

/** What a window does along one side of an image. */
export interface Slide {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'valid' | 'same';
}

/** From a window's first pixel to its last. */
export const reach = ({ size, dilation }: Pick<Slide, 'size' | 'dilation'>): number => (size - 1) * dilation + 1;

/** How many positions a window has along a side of `input` pixels: `same` rounds up, `valid` keeps inside, and has none (0 or less) where it does not fit. */
export const positions = (input: number, slide: Slide): number =>
  slide.padding === 'same' ? Math.ceil(input / slide.stride) : Math.floor((input - reach(slide)) / slide.stride) + 1;

/** What a window does along the rows (axis 0) or the columns (axis 1). */
export const slideAlong = ({ size, strides, dilationRate = [1, 1], padding }: Window, axis: 0 | 1): Slide => ({
  size: size[axis],
  stride: strides[axis],
  dilation: dilationRate[axis],
  padding,
});

/** How many zeros stand before and after a side of `input` pixels, as TensorFlow pads for `same`: of an odd number the greater part comes after. */
export function paddingOf(input: number, slide: Slide): [before: number, after: number] {
  if (slide.padding === 'valid') return [0, 0];
  const total = Math.max(0, (positions(input, slide) - 1) * slide.stride + reach(slide) - input);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * A window's positions along height and width, as in TensorFlow.
 * `dilated-strides` where both would skip, as in Keras; `window-too-large` where it exceeds what it should keep inside.
 */
export function slide(window: Window, place: Place): [number, number] {
  const { strides, dilationRate = [1, 1], padding } = window;
  const { shape, fail } = place;
  if (Math.max(...strides) > 1 && Math.max(...dilationRate) > 1) {
    fail('dilated-strides', { strides: shapeText(strides), dilation: shapeText(dilationRate) });
  }
  const [down, across] = [slideAlong(window, 0), slideAlong(window, 1)];
  const reaches = [reach(down), reach(across)];
  if (padding === 'valid' && (reaches[0]! > shape[0]! || reaches[1]! > shape[1]!)) {
    fail('window-too-large', { window: shapeText(reaches), shape: shapeText(shape) });
  }
  return [positions(shape[0]!, down), positions(shape[1]!, across)];
}

/** TensorFlow slides a depthwise window by equal strides only: `uneven-strides` {strides} otherwise. */
export function squareStrides(strides: Pair, { fail }: Place): void {
  if (strides[0] !== strides[1]) fail('uneven-strides', { strides: shapeText(strides) });
}
