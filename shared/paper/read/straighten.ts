import type { Size } from '../../ink/frame.ts';
import { close } from '../../ink/extremum.ts';
import type { GreyImage } from '../../ink/grey-image.ts';
import type { Mapping } from '../locate/homography.ts';
import { scaleAt, samplerOf, type Sampler, type Samplers } from './sampler.ts';

/** Of the page set straight, in pixels to a millimetre: enough to look at, and to see what is paper. */
export const SHOWN = 3;

/** Strokes are narrower than this, in millimetres; what is broader, a shadow, is the paper's own level. */
const BROADEST = 8;

/** The page as if it had been scanned: 3 pixels to a millimetre. */
export function straighten(samplers: Samplers, toPicture: Mapping, page: Size): GreyImage {
  const sample = samplers(scaleAt(toPicture, page.width / 2, page.height / 2) / (2 * SHOWN));
  const [width, height] = [Math.round(page.width * SHOWN), Math.round(page.height * SHOWN)];
  const levels = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      levels[i] = meanAround(sample, toPicture, (x + 0.5) / SHOWN, (y + 0.5) / SHOWN, 0.25 / SHOWN);
    }
  }
  return { levels, width, height };
}

/** The mean of four samples around a place of the page: what lies between the steps counts too. */
export function meanAround(sample: Sampler, toPicture: Mapping, x: number, y: number, by: number): number {
  const [a, b, c, d] = [
    toPicture(x - by, y - by),
    toPicture(x + by, y - by),
    toPicture(x - by, y + by),
    toPicture(x + by, y + by),
  ];
  return (sample(...a) + sample(...b) + sample(...c) + sample(...d)) / 4;
}

/** The level of the bare paper at each place of the page, in millimetres: the straight page with its strokes filled. */
export function paperOf(straight: GreyImage): Sampler {
  const reach = Math.round((BROADEST * SHOWN) / 2);
  const closed = close(Float32Array.from(straight.levels), straight, reach);
  const sample = samplerOf({ ...straight, levels: closed });
  return (x, y) => Math.max(8, sample(x * SHOWN, y * SHOWN));
}
