import type { Attributes } from './op.ts';

/** A sliding window's numbers, as tfjs's kernels want them. */
export interface Window {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
  readonly dimRoundingMode: undefined;
}

export function windowOf(attributes: Attributes): Window {
  const [, high, wide] = attributes.numbers('strides');
  const pad = attributes.text('padding') === 'SAME' ? 'same' : 'valid';
  return { strides: [high!, wide!], pad, dimRoundingMode: undefined };
}

/** The window's size along height and width, where an attribute says it. */
export function windowSize(attributes: Attributes): [number, number] {
  const [, high, wide] = attributes.numbers('ksize');
  return [high!, wide!];
}
