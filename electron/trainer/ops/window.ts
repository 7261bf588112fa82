import { intAttr, NHWC, stringAttr, T, type Attribute } from './native.ts';

export type Padding = 'valid' | 'same';
/** Along height and width. */
export type Pair = readonly [number, number];

/** Attributes of every op that slides a window over images [n, h, w, c]. */
export const windowAttributes = (strides: Pair, padding: Padding): Attribute[] => [
  T,
  intAttr('strides', [1, strides[0], strides[1], 1]),
  stringAttr('padding', padding.toUpperCase()),
  NHWC,
];
