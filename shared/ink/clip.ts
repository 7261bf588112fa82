import type { Drawing, Point, Stroke } from './types.ts';

/** Whether a point lies on the sheet: from 0, 0 to `width`, 1, its edges included. */
export const isOnSheet = ([x, y]: Point, width = 1): boolean => x >= 0 && x <= width && y >= 0 && y <= 1;

/**
 * A pen's way from `from` on, through `points`, added to `pieces`: the part of it that lies on the sheet, from 0, 0 to `width`, 1.
 * Beyond the edge no ink is left; where the pen comes back, a new piece begins. A point that repeats the one before, or is no finite
 * number, adds nothing.
 */
export function extendOnSheet(
  pieces: Drawing,
  from: Point,
  points: readonly Point[],
  width = 1,
): { pieces: Drawing; at: Point } {
  const grown: Point[][] = pieces.slice(-1).map((piece) => [...piece]);
  let at = from;
  for (const point of points) {
    if (!Number.isFinite(point[0]) || !Number.isFinite(point[1]) || isSame(at, point)) continue;
    const part = clipSegment(at, point, width);
    if (part !== null) addSegment(grown, part);
    at = point;
  }
  return { pieces: [...pieces.slice(0, -1), ...grown] as readonly Stroke[], at };
}

function addSegment(pieces: Point[][], [start, end]: readonly [Point, Point]): void {
  const piece = pieces.at(-1);
  const goesOn = piece !== undefined && isSame(piece.at(-1)!, start);
  if (isSame(start, end)) {
    if (!goesOn) pieces.push([end]);
  } else if (goesOn) piece.push(end);
  else pieces.push([start, end]);
}

/** The part of a segment on the sheet (Liang and Barsky); null where there is none, or where it only touches a corner. */
function clipSegment(from: Point, to: Point, width: number): readonly [Point, Point] | null {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [enters, leaves] = [0, 1];
  // For each edge: how fast the segment goes outward through it, and how far inside of it it begins.
  const edges = [
    [-dx, from[0]],
    [dx, width - from[0]],
    [-dy, from[1]],
    [dy, 1 - from[1]],
  ] as const;
  for (const [outward, inside] of edges) {
    if (outward === 0 && inside < 0) return null;
    if (outward < 0) enters = Math.max(enters, inside / outward);
    else if (outward > 0) leaves = Math.min(leaves, inside / outward);
  }
  // Happens only by rounding, when one end lies on the sheet very near its edge.
  if (enters >= leaves) return isOnSheet(to, width) ? [to, to] : null;
  const along = (share: number): Point => [onEdge(from[0] + share * dx, width), onEdge(from[1] + share * dy, 1)];
  return [isOnSheet(from, width) ? from : along(enters), isOnSheet(to, width) ? to : along(leaves)];
}

/** Rounding may put an edge's point a hair beside it. */
const onEdge = (value: number, most: number): number => Math.min(most, Math.max(0, value));

const isSame = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];
