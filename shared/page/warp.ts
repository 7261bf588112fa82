import type { Size } from '../ink/frame.ts';
import type { GreyImage } from '../ink/grey-image.ts';
import type { Point } from '../ink/types.ts';
import type { Mapping } from '../paper/locate/homography.ts';

/** Pixels between the places that the mapping is asked for: so near each other it runs straight. */
const CELL = 16;

/**
 * What a mapping from the new frame's pixels to the image's makes of an image: between four pixels each, beyond its edges `beyond`
 * or, without it, as at the edge. Meant for mappings that neither enlarge nor shrink by much.
 */
export function warp({ levels, width, height }: GreyImage, to: Size, mapping: Mapping, beyond?: number): GreyImage {
  const result = new Float32Array(to.width * to.height);
  const columns = Math.ceil(to.width / CELL) + 1;
  const placesOf = (row: number): Point[] =>
    Array.from({ length: columns }, (_, column) => mapping(column * CELL, row * CELL));
  let [upper, lower] = [placesOf(0), placesOf(1)];
  for (let y = 0, i = 0; y < to.height; y++) {
    if (y > 0 && y % CELL === 0) [upper, lower] = [lower, placesOf(y / CELL + 1)];
    const down = ((y % CELL) + 0.5) / CELL;
    for (let column = 0; column < columns - 1; column++) {
      const [a, b, c, d] = [upper[column]!, upper[column + 1]!, lower[column]!, lower[column + 1]!];
      const [u0, v0] = [a[0] + (c[0] - a[0]) * down, a[1] + (c[1] - a[1]) * down];
      const [u1, v1] = [b[0] + (d[0] - b[0]) * down, b[1] + (d[1] - b[1]) * down];
      const stepU = (u1 - u0) / CELL;
      const stepV = (v1 - v0) / CELL;
      let u = u0 + stepU / 2 - 0.5;
      let v = v0 + stepV / 2 - 0.5;
      const last = Math.min(to.width, (column + 1) * CELL);
      for (let x = column * CELL; x < last; x++, i++, u += stepU, v += stepV) {
        if (beyond !== undefined && !(u > -1 && v > -1 && u < width && v < height)) {
          result[i] = beyond;
          continue;
        }
        const left = Math.min(width - 1, Math.max(0, Math.floor(u)));
        const top = Math.min(height - 1, Math.max(0, Math.floor(v)));
        const along = Math.min(1, Math.max(0, u - left));
        const below = Math.min(1, Math.max(0, v - top));
        const at = top * width + left;
        const right = left + 1 < width ? 1 : 0;
        const under = top + 1 < height ? width : 0;
        const high = levels[at]! + (levels[at + right]! - levels[at]!) * along;
        const low = levels[at + under]! + (levels[at + under + right]! - levels[at + under]!) * along;
        result[i] = high + (low - high) * below;
      }
    }
  }
  return { levels: result, width: to.width, height: to.height };
}
