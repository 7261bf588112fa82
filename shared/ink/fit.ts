import { AppError } from '../contract/errors.ts';
import type { Frame } from '../contract/schemas/task.ts';
import { frameScale, inkBox, type Size } from './frame.ts';
import type { Drawing } from './types.ts';

/**
 * The pen for a drawing that brings none, in pixels of MNIST's 28 x 28 (larger frames have a larger one). Drawn so, strokes
 * measure as MNIST's do: ink area over skeleton length is 2.4 at the median there (20,000 training images; 1.5 to 4.3 from
 * the 5th to the 95th percentile).
 */
export const DEFAULT_PEN = 2.5;

/** A pen that the drawing does bring is honoured within these bounds, in the same pixels: MNIST's own range. */
export const PEN_RANGE = { min: 1.5, max: 4.2 } as const;

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `width`: in the drawing's units; without it the usual pen. `times`: how many times as wide it is taken. */
export interface Pen {
  readonly width?: number | undefined;
  readonly times?: number | undefined;
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
 * How the ink comes into the frame's box: with half a pen's width on either end it fills the box one way, and its
 * proportions are kept, as MNIST's were.
 */
export function fitToBox(extent: Extent, frame: Frame, { width: penWidth, times }: Pen = {}): Fit {
  checkPen(penWidth);
  const box = inkBox(frame);
  const size = Math.max(extent.width, extent.height);
  const own = penWidth === undefined ? NaN : penOf(penWidth, extent, box);
  const pen = penInFrame(own, frame, times);
  let scale = Math.min((box.width - pen) / extent.width, (box.height - pen) / extent.height);
  // A mark no larger than its pen is a dot, and so is one without any size: neither is blown up.
  if (!Number.isFinite(scale)) scale = 1;
  else if (penWidth !== undefined && size < penWidth) scale = pen / penWidth;
  return centredFit(extent, box, scale, pen);
}

/** How a sheet comes into a frame that keeps what is on it as it was written: all of the sheet, scaled to fit, in the middle. */
export function fitSheet(extent: Extent, sheet: Extent, frame: Frame, { width: penWidth, times }: Pen = {}): Fit {
  checkPen(penWidth);
  const scale = Math.min(frame.width / sheet.width, frame.height / sheet.height);
  const pen = penInFrame(penWidth === undefined ? NaN : penWidth * scale, frame, times);
  const { offsetX, offsetY } = centredFit(sheet, frame, scale, pen);
  return {
    scale,
    penWidth: pen,
    offsetX: offsetX + scale * (extent.x - sheet.x),
    offsetY: offsetY + scale * (extent.y - sheet.y),
  };
}

const centredFit = (extent: Size, box: Size, scale: number, penWidth: number): Fit => ({
  scale,
  penWidth,
  offsetX: (box.width - scale * extent.width) / 2,
  offsetY: (box.height - scale * extent.height) / 2,
});

function checkPen(penWidth: number | undefined): void {
  if (penWidth !== undefined && !(penWidth > 0 && Number.isFinite(penWidth)))
    throw new RangeError(`penWidth ${penWidth}`);
}

/** How wide the drawing's own pen comes out where the ink with it fills the box. */
const penOf = (penWidth: number, extent: Size, box: Size): number =>
  Math.min((box.width * penWidth) / (extent.width + penWidth), (box.height * penWidth) / (extent.height + penWidth));

/** Within the frame's range; NaN asks for the usual pen. */
function penInFrame(own: number, frame: Frame, times = 1): number {
  const larger = frameScale(frame);
  const pen = times * (Number.isNaN(own) ? DEFAULT_PEN * larger : own);
  return Math.min(PEN_RANGE.max * larger, Math.max(PEN_RANGE.min * larger, pen));
}
