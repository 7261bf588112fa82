import { shapeText } from '../info.ts';
import type { Place } from './place.ts';

type Pair = readonly [number, number];

export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilationRate?: Pair;
  readonly padding: 'valid' | 'same';
}

/**
 * A window's positions along height and width: `same` rounds up, `valid` keeps inside, as in TensorFlow.
 * `dilated-strides` where both would skip, as in Keras; `window-too-large` where it exceeds what it should keep inside.
 */
export function slide({ size, strides, dilationRate = [1, 1], padding }: Window, place: Place): [number, number] {
  const { shape, fail } = place;
  if (Math.max(...strides) > 1 && Math.max(...dilationRate) > 1) {
    fail('dilated-strides', { strides: shapeText(strides), dilation: shapeText(dilationRate) });
  }
  const along = (axis: 0 | 1): number => {
    const input = shape[axis]!;
    if (padding === 'same') return Math.ceil(input / strides[axis]);
    return Math.floor((input - reach(axis)) / strides[axis]) + 1;
  };
  const reach = (axis: 0 | 1): number => (size[axis] - 1) * dilationRate[axis] + 1;
  if (padding === 'valid' && (reach(0) > shape[0]! || reach(1) > shape[1]!)) {
    fail('window-too-large', { window: shapeText([reach(0), reach(1)]), shape: shapeText(shape) });
  }
  return [along(0), along(1)];
}

/** TensorFlow slides a depthwise window by equal strides only: `uneven-strides` {strides} otherwise. */
export function squareStrides(strides: Pair, { fail }: Place): void {
  if (strides[0] !== strides[1]) fail('uneven-strides', { strides: shapeText(strides) });
}
