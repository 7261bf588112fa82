import { LONGEST_PICTURE, MOST_PICTURES, type LayerActivations } from '../contract/schemas/activations.ts';
import type { Shape } from '../model/info.ts';

type Pictures = Pick<LayerActivations, 'count' | 'rows' | 'columns' | 'pixels' | 'low' | 'high'>;

/**
 * A layer's output as small pictures (see layerActivationsSchema). `values` in the order of `shape`: [height, width, channels],
 * [steps, features] or [n]. A vector fills lines of up to the longest picture's width, and has the lines that it needs.
 */
export function pictured(values: Float32Array, shape: Shape): Pictures {
  const { height, width, channels } = laidOut(shape);
  const count = Math.min(channels, MOST_PICTURES);
  const [rows, columns] = [Math.min(height, LONGEST_PICTURE), Math.min(width, LONGEST_PICTURE)];
  const means = new Float32Array(count * rows * columns);
  for (let channel = 0; channel < count; channel++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const part = { from: cut(row, height, rows), to: cut(row + 1, height, rows) };
        const across = { from: cut(column, width, columns), to: cut(column + 1, width, columns) };
        let [sum, n] = [0, 0];
        for (let y = part.from; y < part.to; y++) {
          for (let x = across.from; x < across.to; x++) {
            // The last line of a vector may not be full.
            const value = values[(y * width + x) * channels + channel];
            if (value !== undefined) [sum, n] = [sum + value, n + 1];
          }
        }
        means[(channel * rows + row) * columns + column] = n === 0 ? NaN : sum / n;
      }
    }
  }
  return { count, rows, columns, ...levels(means) };
}

function laidOut(shape: Shape): { height: number; width: number; channels: number } {
  const [first = 1, second, third] = shape;
  if (second === undefined) {
    const width = Math.min(first, LONGEST_PICTURE);
    return { height: Math.ceil(first / width), width, channels: 1 };
  }
  return { height: first, width: second, channels: third ?? 1 };
}

/** Where the part `i` of `parts` of a side begins. */
const cut = (i: number, side: number, parts: number): number => Math.floor((i * side) / parts);

/** As bytes from the lowest to the highest; where nothing is, the lowest. */
function levels(values: Float32Array): Pick<Pictures, 'pixels' | 'low' | 'high'> {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = high - low;
  const pixels = Uint8Array.from(values, (value) =>
    Number.isNaN(value) || span === 0 ? 0 : Math.round((255 * (value - low)) / span),
  );
  return { pixels, low, high };
}
