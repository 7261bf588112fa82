import { isInside, outputSize, windowStart, type FeatureMap, type Sliding } from './sliding.ts';

/** Keras's Conv2D before its activation. */
export interface Convolution extends Sliding {
  /** [rows, columns, channels, filters] of the window's size. */
  readonly kernel: Float32Array;
  /** One a filter; null without bias. */
  readonly bias: Float32Array | null;
  readonly filters: number;
}

/** One product of a window's sum. */
export interface Term {
  /** The place within the window. */
  readonly u: number;
  readonly v: number;
  readonly channel: number;
  /** The pixel in the image; one of the padding lies outside, and is 0. */
  readonly row: number;
  readonly column: number;
  readonly padded: boolean;
  readonly x: number;
  readonly w: number;
}

/** A place of the output: row, column and filter. */
export interface OutputPlace {
  readonly row: number;
  readonly column: number;
  readonly filter: number;
}

export const biasOf = ({ bias }: Pick<Convolution, 'bias'>, filter: number): number => bias?.[filter] ?? 0;

/** The products that make up one value of the output, bias left out: row by row of the window, channel by channel at each place. */
export function windowTerms(image: FeatureMap, convolution: Convolution, { row, column, filter }: OutputPlace): Term[] {
  const { size, dilationRate, kernel, filters } = convolution;
  const { channels, width, values } = image;
  const start = windowStart(image, convolution, { row, column });
  const terms: Term[] = [];
  for (let u = 0; u < size[0]; u++) {
    for (let v = 0; v < size[1]; v++) {
      const [y, x] = [start.row + u * dilationRate[0], start.column + v * dilationRate[1]];
      const padded = !isInside(image, y, x);
      for (let channel = 0; channel < channels; channel++) {
        const w = kernel[((u * size[1] + v) * channels + channel) * filters + filter]!;
        const value = padded ? 0 : values[(y * width + x) * channels + channel]!;
        terms.push({ u, v, channel, row: y, column: x, padded, x: value, w });
      }
    }
  }
  return terms;
}

/** The sum of the products and the bias: one value of the output, before the activation. */
export const sumOf = (terms: readonly Term[], bias: number): number =>
  terms.reduce((sum, { x, w }) => sum + x * w, bias);

/** A filter's whole output before the activation, rows x columns. */
export function convolved(image: FeatureMap, convolution: Convolution, filter: number): Float32Array {
  const { size, dilationRate, kernel, filters } = convolution;
  const { height, width, channels, values } = image;
  const { rows, columns } = outputSize(image, convolution);
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const start = windowStart(image, convolution, { row, column });
      let sum = biasOf(convolution, filter);
      for (let u = 0; u < size[0]; u++) {
        const y = start.row + u * dilationRate[0];
        if (y < 0 || y >= height) continue;
        for (let v = 0; v < size[1]; v++) {
          const x = start.column + v * dilationRate[1];
          if (x < 0 || x >= width) continue;
          for (let channel = 0; channel < channels; channel++) {
            const w = kernel[((u * size[1] + v) * channels + channel) * filters + filter]!;
            sum += values[(y * width + x) * channels + channel]! * w;
          }
        }
      }
      result[row * columns + column] = sum;
    }
  }
  return result;
}

/** A filter's weights for one channel of its input, row by row of the window. */
export function filterWeights(
  { kernel, size, filters }: Convolution,
  channels: number,
  channel: number,
  filter: number,
): Float32Array {
  return Float32Array.from(
    { length: size[0] * size[1] },
    (_, i) => kernel[(i * channels + channel) * filters + filter]!,
  );
}
