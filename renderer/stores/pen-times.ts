import { HAND_LIMITS } from '../../shared/contract/schemas/hand.ts';
import type { PenPoint, PenStrokes } from '../../shared/contract/schemas/hand.ts';
import type { Drawing, Point, Stroke } from '../../shared/ink/types.ts';

/**
 * When the pen was at each point, milliseconds of the page's clock. Beside the points, not in them: a sketch and its undo keep
 * the points as they are, and all that reads ink knows two coordinates.
 */
const times = new WeakMap<Point, number>();

/** Remembers when the pen was at a point. */
export function stampTime(point: Point, time: number): Point {
  times.set(point, time);
  return point;
}

/** A drawing that is moved to the side, its times kept. */
export const movedBy = (drawing: Drawing, dx: number): Drawing =>
  drawing.map((stroke) =>
    stroke.map((point): Point => {
      const time = times.get(point);
      const moved: Point = [point[0] + dx, point[1]];
      return time === undefined ? moved : stampTime(moved, time);
    }),
  );

/**
 * A drawing as a hand keeps it: with times since its first point where they are known, and thinned to the contract's bounds. A point
 * that was made where a stroke leaves the pad has the time of the point before it.
 */
export function penStrokes(drawing: Drawing): PenStrokes {
  const kept = thinned(drawing.slice(0, HAND_LIMITS.strokes));
  let last: number | null = null;
  let first: number | null = null;
  return kept.map((stroke) =>
    stroke.map((point): PenPoint => {
      const known = times.get(point) ?? last;
      if (known === null) return [point[0], point[1]];
      first ??= known;
      // Clocks of two pens may differ by a hair; no time goes back.
      last = Math.max(known, last ?? known);
      return [point[0], point[1], Math.round(last - first)];
    }),
  );
}

/** Every second point of all strokes, their ends kept, as often as it takes. */
function thinned(drawing: Drawing): Drawing {
  const count = drawing.reduce((sum, stroke) => sum + stroke.length, 0);
  if (count <= HAND_LIMITS.points) return drawing;
  return thinned(drawing.map((stroke): Stroke => stroke.filter((_, i) => i % 2 === 0 || i === stroke.length - 1)));
}
