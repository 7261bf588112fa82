import { SIDE } from '../../ink/types.ts';

/** Half of full grey: where a line's outline lies. */
const OUTLINE = 128;

/**
 * The usual width of the lines in an image of 28 x 28, in pixels: twice the area over the length of the outline, which is
 * nearly right for long, thin shapes. 0 when there is no ink.
 */
export function penWidthOf(image: Uint8Array): number {
  let [area, outline] = [0, 0];
  for (let i = 0; i < image.length; i++) {
    const here = image[i]! >= OUTLINE;
    if (here) area += 1;
    if (here !== (i % SIDE > 0 && image[i - 1]! >= OUTLINE)) outline += 1;
    if (here !== (i >= SIDE && image[i - SIDE]! >= OUTLINE)) outline += 1;
  }
  // A slanting outline counts its steps along both axes: pi/4 of that is its length, over all directions.
  return outline === 0 ? 0 : (2 * area) / (outline * (Math.PI / 4));
}
