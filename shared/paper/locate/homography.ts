import type { Point } from '../../ink/types.ts';
import { solve } from './linear.ts';

/** From a plane to another, as a camera sees it. */
export type Mapping = (x: number, y: number) => Point;

/** The perspective mapping that brings four points to four others, in their order. Null: three of them are in a line. */
export function homography(from: readonly Point[], to: readonly Point[]): Mapping | null {
  const rows: Float64Array[] = [];
  const right = new Float64Array(8);
  from.forEach(([x, y], i) => {
    const [u, v] = to[i]!;
    rows.push(Float64Array.of(x, y, 1, 0, 0, 0, -u * x, -u * y), Float64Array.of(0, 0, 0, x, y, 1, -v * x, -v * y));
    right.set([u, v], 2 * i);
  });
  const found = solve(rows, right);
  if (found === null) return null;
  const [a, b, c, d, e, f, g, h] = found as unknown as [number, number, number, number, number, number, number, number];
  return (x, y) => {
    const depth = g * x + h * y + 1;
    return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
  };
}
