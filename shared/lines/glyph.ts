import type { Framing } from '../contract/schemas/task.ts';
import { boxOf } from '../ink/box-of.ts';
import { drawStrokes } from '../ink/coverage.ts';
import { extentOf } from '../ink/fit.ts';
import type { Size } from '../ink/frame.ts';
import type { Drawing } from '../ink/types.ts';

/** A written sign with nothing around it, and where it stands on its line. */
export interface Glyph extends Size {
  /** 0 paper to 255 ink, row by row. */
  readonly ink: Uint8Array;
  /** How far its upper edge is above the base line, in heights of a digit: 1 for a digit, 0.1 for a full stop. */
  readonly top: number;
  /** Its height in the same. */
  readonly tall: number;
}

/** Ink fainter than this belongs to an image's dirt and not to its sign. */
const FAINT = 40;

/** Whether an image shows a sign at all. */
export const hasInk = (image: Uint8Array): boolean => image.some((level) => level > FAINT);

/** Where people write in a frame that keeps the ink where it was written: as high as MNIST's digits in theirs, in the middle. */
const [WRITTEN, BASE] = [20 / 28, 24 / 28];

/**
 * A sign from a data set. `centred` ones stand on the line and are as high as any digit: their images tell nothing of that. Null: there
 * is no ink.
 */
export function glyphOfImage(image: Uint8Array, { width, height }: Size, framing: Framing = 'centred'): Glyph | null {
  const box = boxOf(image, width, height, FAINT);
  if (box === null) return null;
  const ink = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * width + box.x;
    ink.set(image.subarray(from, from + box.width), y * box.width);
  }
  const digit = WRITTEN * height;
  const stands =
    framing === 'centred' ? { top: 1, tall: 1 } : { top: (BASE * height - box.y) / digit, tall: box.height / digit };
  return { ink, width: box.width, height: box.height, ...stands };
}

/** Pixels of a drawing's glyph for each height of a digit. */
const DETAIL = 28;

/** A drawing in heights of a digit, y downward, 0 at a digit's upper edge and 1 on the base line, as a pen of this width draws it. Null: it has no point. */
export function glyphOfDrawing(drawing: Drawing, penWidth: number): Glyph | null {
  const extent = extentOf(drawing);
  if (extent === null) return null;
  const edge = (penWidth * DETAIL) / 2 + 1;
  const width = Math.ceil(extent.width * DETAIL + 2 * edge);
  const height = Math.ceil(extent.height * DETAIL + 2 * edge);
  const fit = { scale: DETAIL, penWidth: penWidth * DETAIL, offsetX: edge, offsetY: edge };
  const ink = drawStrokes(drawing, extent, fit, { width, height });
  return { ink, width, height, top: 1 - extent.y + edge / DETAIL, tall: height / DETAIL };
}
