import { shrink, type GreyImage } from '../../ink/grey-image.ts';
import type { Mapping } from '../locate/homography.ts';

/** Grey levels of a picture between its pixels; `at` is in pixels of the whole picture, the first one's middle is 0.5, 0.5. */
export type Sampler = (x: number, y: number) => number;

/** Reads between the four pixels around; beyond the picture, those at its edge. */
export function samplerOf({ levels, width, height }: GreyImage, scale = 1): Sampler {
  return (x, y) => {
    const u = Math.min(width - 1, Math.max(0, x / scale - 0.5));
    const v = Math.min(height - 1, Math.max(0, y / scale - 0.5));
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const [along, down] = [u - left, v - top];
    const upper = top * width + left;
    const lower = top + 1 < height ? upper + width : upper;
    const right = left + 1 < width ? 1 : 0;
    return (
      (levels[upper]! * (1 - along) + levels[upper + right]! * along) * (1 - down) +
      (levels[lower]! * (1 - along) + levels[lower + right]! * along) * down
    );
  };
}

/** Samplers of one picture, for steps of so many pixels: finer detail than the steps can show is averaged first, or it would come out as noise. */
export type Samplers = (pixels: number) => Sampler;

/** Each is made once. */
export function samplersOf(image: GreyImage): Samplers {
  const made = new Map<number, Sampler>();
  return (pixels) => {
    const factor = Math.max(1, Math.floor(pixels));
    const known = made.get(factor) ?? samplerOf(shrink(image, factor), factor);
    made.set(factor, known);
    return known;
  };
}

/** Pixels to a millimetre around a place of the page. */
export function scaleAt(toPicture: Mapping, x: number, y: number): number {
  const [a, b, c] = [toPicture(x - 5, y - 5), toPicture(x + 5, y - 5), toPicture(x - 5, y + 5)];
  const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  return Math.sqrt(area) / 10;
}
