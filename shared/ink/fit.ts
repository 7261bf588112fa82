import { AppError } from '../contract/errors.ts';
import { BOX, type Drawing } from './types.ts';

/**
 * The pen for a drawing that brings none, in pixels of the 28 x 28 image. Drawn so, strokes measure as MNIST's do:
 * ink area over skeleton length is 2.4 at the median there (20,000 training images; 1.5 to 4.3 from the 5th to the 95th percentile).
 */
export const DEFAULT_PEN = 2.5;

/** A pen that the drawing does bring is honoured within these bounds, in pixels: MNIST's own range. */
export const PEN_RANGE = { min: 1.5, max: 4.2 } as const;

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Fit {
  readonly scale: number;
  /** In pixels. */
  readonly penWidth: number;
  /** pixel = offset + scale * (coordinate - extent's corner) */
  readonly offsetX: number;
  readonly offsetY: number;
}

/** The extent of the points themselves, without the pen. Null: there are none. Throws `drawing-invalid` {stroke, point}, counted from 1. */
export function extentOf(drawing: Drawing): Extent | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [s, stroke] of drawing.entries()) {
    for (const [p, point] of stroke.entries()) {
      left = Math.min(left, point[0]);
      right = Math.max(right, point[0]);
      top = Math.min(top, point[1]);
      bottom = Math.max(bottom, point[1]);
      // The extent must be finite too: 1e308 and -1e308 are numbers, the distance between them is none.
      if (!Number.isFinite(point[0] + point[1]) || !Number.isFinite(right - left + (bottom - top))) {
        throw new AppError('drawing-invalid', { stroke: s + 1, point: p + 1 });
      }
    }
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * How the ink comes into the 20 x 20 box: its longer side, half a pen's width on either end included, fills the box,
 * and its proportions are kept, as MNIST's were. `penWidth` is in the drawing's units.
 */
export function fitToBox(extent: Extent, penWidth?: number): Fit {
  if (penWidth !== undefined && !(penWidth > 0 && Number.isFinite(penWidth)))
    throw new RangeError(`penWidth ${penWidth}`);
  const size = Math.max(extent.width, extent.height);
  const pen = penWidth === undefined ? DEFAULT_PEN : clamp((BOX * penWidth) / (size + penWidth));
  let scale = (BOX - pen) / size;
  // A mark no larger than its pen is a dot, and so is one without any size: neither is blown up.
  if (!Number.isFinite(scale)) scale = 1;
  else if (penWidth !== undefined && size < penWidth) scale = pen / penWidth;
  return {
    scale,
    penWidth: pen,
    offsetX: (BOX - scale * extent.width) / 2,
    offsetY: (BOX - scale * extent.height) / 2,
  };
}

const clamp = (pen: number): number => Math.min(PEN_RANGE.max, Math.max(PEN_RANGE.min, pen));
