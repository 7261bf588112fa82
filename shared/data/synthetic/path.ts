import type { Point } from '../../ink/types.ts';

/**
 * A point that a stroke goes through, in a box about 0.7 wide and 1 high, y downward.
 * The stroke runs smoothly through it unless it turns: at a corner, which a hand may round, or sharply, where a round
 * turn would make another digit.
 */
export type Anchor = readonly [x: number, y: number] | readonly [x: number, y: number, turn: 'corner' | 'sharp'];

/** The strokes of one digit as anchors: what a style draws, before a hand makes it its own. */
export type Skeleton = readonly (readonly Anchor[])[];

/** Anchors along an ellipse, from one angle to another in degrees: 0 right, 90 bottom, -90 top; falling angles go anticlockwise. */
export function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): Anchor[] {
  const steps = Math.max(2, Math.ceil(Math.abs(to - from) / 60));
  return Array.from({ length: steps + 1 }, (_, i): Anchor => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}

/** The anchors turned clockwise around (cx, cy). */
export function turned(anchors: readonly Anchor[], degrees: number, cx: number, cy: number): Anchor[] {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return anchors.map(([x, y, turn]): Anchor => {
    const [tx, ty] = [cx + cos * (x - cx) - sin * (y - cy), cy + sin * (x - cx) + cos * (y - cy)];
    return turn === undefined ? [tx, ty] : [tx, ty, turn];
  });
}

/** A polyline through the anchors, about `spacing` apart: Catmull-Rom splines between the corners. */
export function trace(anchors: readonly Anchor[], spacing: number): Point[] {
  const first = anchors[0];
  if (first === undefined) return [];
  const points: Point[] = [[first[0], first[1]]];
  let begin = 0;
  for (let i = 1; i < anchors.length; i++) {
    if (i < anchors.length - 1 && anchors[i]![2] === undefined) continue;
    for (let j = begin; j < i; j++) {
      const [b, c] = [anchors[j]!, anchors[j + 1]!];
      // Beyond either end of the smooth part the spline continues straight.
      const a = j > begin ? anchors[j - 1]! : extend(c, b);
      const d = j + 1 < i ? anchors[j + 2]! : extend(b, c);
      const steps = Math.max(1, Math.round(distance(b, c) / spacing));
      const at = catmullRom(a, b, c, d);
      for (let k = 1; k <= steps; k++) points.push(at(k / steps));
    }
    begin = i;
  }
  return points;
}

export const distance = (
  a: readonly [number, number, ...unknown[]],
  b: readonly [number, number, ...unknown[]],
): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

const extend = (from: Anchor, to: Anchor): Point => [2 * to[0] - from[0], 2 * to[1] - from[1]];

/**
 * From b (0) to c (1) by centripetal Catmull-Rom (Barry and Goldman's pyramid): knots by the square root of the distance,
 * so that unevenly placed anchors make neither cusps nor loops of their own.
 */
function catmullRom(a: Anchor, b: Anchor, c: Anchor, d: Anchor): (u: number) => Point {
  const knot = (from: Anchor, to: Anchor): number => Math.sqrt(distance(from, to)) || 1e-6;
  const t1 = knot(a, b);
  const t2 = t1 + knot(b, c);
  const t3 = t2 + knot(c, d);
  return (u) => {
    const t = t1 + u * (t2 - t1);
    const along = (axis: 0 | 1): number => {
      const ab = a[axis] + ((b[axis] - a[axis]) * t) / t1;
      const bc = b[axis] + ((c[axis] - b[axis]) * (t - t1)) / (t2 - t1);
      const cd = c[axis] + ((d[axis] - c[axis]) * (t - t2)) / (t3 - t2);
      const abc = ab + ((bc - ab) * t) / t2;
      const bcd = bc + ((cd - bc) * (t - t1)) / (t3 - t1);
      return abc + ((bcd - abc) * (t - t1)) / (t2 - t1);
    };
    return [along(0), along(1)];
  };
}
