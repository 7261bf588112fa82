import type { Convolution } from './convolution.ts';
import { isInside, outputSize, windowStart, type FeatureMap } from './sliding.ts';

/** A weight of a convolution: its place in the window, the channel it looks at, and its filter. */
export interface KernelPlace {
  readonly u: number;
  readonly v: number;
  readonly channel: number;
  readonly filter: number;
}

/**
 * What makes up the gradient of one weight of a convolution: for each place of the output the value that the weight met there, times the
 * gradient with respect to the sum there. `toSums`: rows x columns x filters. Their sum is the gradient.
 */
export function kernelTerms(
  image: FeatureMap,
  convolution: Convolution,
  toSums: ArrayLike<number>,
  { u, v, channel, filter }: KernelPlace,
): Float32Array {
  const { rows, columns } = outputSize(image, convolution);
  const { dilationRate, filters } = convolution;
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const start = windowStart(image, convolution, { row: Math.floor(i / columns), column: i % columns });
    const [row, column] = [start.row + u * dilationRate[0], start.column + v * dilationRate[1]];
    if (!isInside(image, row, column)) return 0;
    return image.values[(row * image.width + column) * image.channels + channel]! * toSums[i * filters + filter]!;
  });
}

/** In double precision: gradients cancel out more than activations do. */
export const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};

/** The slope of the loss by a weight, from the loss a little below and above it; null where one of them is not finite. */
export const differenceQuotient = (below: number | null, above: number | null, epsilon: number): number | null =>
  below === null || above === null ? null : (above - below) / (2 * epsilon);
