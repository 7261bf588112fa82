import type { Extent, Fit } from './fit.ts';
import type { Size } from './frame.ts';
import type { Drawing } from './types.ts';

/**
 * How far a stroke's edge fades, in pixels. Averaging alone would give 1; MNIST's own resampling was a little softer:
 * with 1.13 the share of full grey among inked pixels is MNIST's, 0.37 at the median (20,000 training images).
 */
const EDGE = 1.13;

/** A point nearer than this to the one before, in pixels, would change no grey level: fast pens send many such. */
const NEAR = 0.08;

/**
 * The strokes as a round pen draws them, the box's height x width bytes. A pixel's grey is the part of it that the pen covers, from the
 * distance of its middle to the nearest stroke: what averaging a fine bilevel scan, as MNIST's makers did, comes to.
 */
export function drawStrokes(drawing: Drawing, extent: Extent, fit: Fit, box: Size): Uint8Array {
  const reach = (fit.penWidth + EDGE) / 2;
  const nearest = new Float64Array(box.width * box.height).fill(reach * reach);
  for (const stroke of drawing) {
    let fromX = NaN;
    let fromY = NaN;
    for (let i = 0; i < stroke.length; i++) {
      const x = fit.offsetX + fit.scale * (stroke[i]![0] - extent.x);
      const y = fit.offsetY + fit.scale * (stroke[i]![1] - extent.y);
      if (i === 0) {
        fromX = x;
        fromY = y;
      } else if (i < stroke.length - 1 && (x - fromX) ** 2 + (y - fromY) ** 2 < NEAR * NEAR) {
        continue;
      }
      markSegment(nearest, box, reach, fromX, fromY, x, y);
      fromX = x;
      fromY = y;
    }
  }
  const image = new Uint8Array(nearest.length);
  for (let i = 0; i < image.length; i++) {
    image[i] = Math.round(255 * Math.min(1, (reach - Math.sqrt(nearest[i]!)) / EDGE));
  }
  return image;
}

/** Lowers each pixel's squared distance to the nearest stroke where this segment is nearer. */
function markSegment(
  nearest: Float64Array,
  { width, height }: Size,
  reach: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const lengthSquared = dx * dx + dy * dy;
  // Zero for a dot: its first point is then the nearest.
  const perLength = lengthSquared < 1e-12 ? 0 : 1 / lengthSquared;
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
  for (let row = top; row <= bottom; row++) {
    const py = row + 0.5 - y0;
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const squared = ex * ex + ey * ey;
      if (squared < nearest[row * width + column]!) nearest[row * width + column] = squared;
    }
  }
}
