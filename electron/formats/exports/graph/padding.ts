import type { Slide } from './graph-ops.ts';

/**
 * The rows (axis 0) or columns (axis 1) of padding before and after an image that `same` stands for, as TensorFlow has it: the output has
 * ceil(length / stride), and of an odd number the greater part comes after.
 */
export function paddingOf({ input, size, strides, dilationRate, padding }: Slide, axis: 0 | 1): [number, number] {
  if (padding === 'valid') return [0, 0];
  const [length, stride] = [input[axis]!, strides[axis]];
  const reach = (size[axis] - 1) * dilationRate[axis] + 1;
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + reach - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
