import type { Size } from './frame.ts';
import { cut, shrink, type GreyImage } from './grey-image.ts';
import { inkOn, type Ink } from './ink-on.ts';
import type { Crop } from './resample.ts';
import { findSheet } from './sheet.ts';

/** Larger pictures are first looked at in so many pixels along the longer side. */
const OVERVIEW = 700;

/** A sign smaller than this in the overview, along its longer side, is looked at again by itself. */
const SMALL = 200;

/** What is looked at again, beyond the sign, as a share of its longer side. */
const MARGIN = 0.4;

/**
 * The ink of a picture, cleaned of paper, shadows, ruled lines, boxes, frames and dirt: dark on light or light on dark alike.
 * `grey` is 0 black to 255 white. A small sign in a large picture is found first and then looked at by itself. Null: no ink is found.
 */
export const findInk = (grey: Uint8Array, width: number, height: number): Ink | null =>
  inkIn({ levels: grey, width, height });

function inkIn(image: GreyImage): Ink | null {
  const factor = Math.ceil(Math.max(image.width, image.height) / OVERVIEW);
  const overview = shrink(image, factor);
  const found = inkOn(overview, findSheet(overview));
  if (found === null) return null;
  const area = enlargeBox(found.box, factor, image);
  if (factor > 1 && Math.max(found.width, found.height) < SMALL) {
    const closer = inkIn(cut(image, area));
    if (closer) return { ...closer, box: { ...closer.box, x: closer.box.x + area.x, y: closer.box.y + area.y } };
  }
  const { x, y, width, height } = found.box;
  return { ...found, box: { x: x * factor, y: y * factor, width: width * factor, height: height * factor } };
}

/** The box in the whole picture, with a margin. */
function enlargeBox({ x, y, width, height }: Crop, factor: number, image: Size): Crop {
  const margin = MARGIN * Math.max(width, height);
  const [left, top] = [x, y].map((start) => Math.max(0, Math.floor((start - margin) * factor))) as [number, number];
  const right = Math.min(image.width, Math.ceil((x + width + margin) * factor));
  const bottom = Math.min(image.height, Math.ceil((y + height + margin) * factor));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
