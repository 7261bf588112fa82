import type { Frame } from '../contract/schemas/task.ts';
import { DEFAULT_PEN, type Extent } from './fit.ts';
import { frameScale } from './frame.ts';

/** The smallest extent that holds both. */
export function extentAround(one: Extent | null, other: Extent): Extent {
  if (one === null) return other;
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The sheet that drawings were made on, where nothing says it: the points of all of them together, and half a pen around these, so
 * that no ink is cut off at the frame's edge.
 */
export function sheetAround(points: Extent, frame: Frame): Extent {
  const pen = DEFAULT_PEN * frameScale(frame);
  const scale = Math.min((frame.width - pen) / points.width, (frame.height - pen) / points.height);
  const margin = Number.isFinite(scale) ? pen / 2 / scale : 0;
  return {
    x: points.x - margin,
    y: points.y - margin,
    width: points.width + 2 * margin,
    height: points.height + 2 * margin,
  };
}
