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
  return found && mappingOf(found);
}

/** Points of one plane and of the other, and how much each counts. */
export interface Pair {
  readonly page: Point;
  readonly picture: Point;
  readonly weight: number;
}

/** The perspective mapping that brings many points nearest to others, by least squares. Null: they do not say it. */
export function fittedHomography(pairs: readonly Pair[]): Mapping | null {
  // Both planes in numbers around 1: their squares would else be too unlike to be added.
  const pageSize = sizeOf(pairs.map(({ page }) => page));
  const pictureSize = sizeOf(pairs.map(({ picture }) => picture));
  const matrix = Array.from({ length: 8 }, () => new Float64Array(8));
  const right = new Float64Array(8);
  for (const { page, picture, weight } of pairs) {
    const [x, y, u, v] = [page[0] / pageSize, page[1] / pageSize, picture[0] / pictureSize, picture[1] / pictureSize];
    const rows: [number[], number][] = [
      [[x, y, 1, 0, 0, 0, -u * x, -u * y], u],
      [[0, 0, 0, x, y, 1, -v * x, -v * y], v],
    ];
    for (const [row, value] of rows) {
      row.forEach((factor, i) => {
        right[i]! += weight * factor * value;
        row.forEach((other, k) => (matrix[i]![k]! += weight * factor * other));
      });
    }
  }
  const found = solve(matrix, right);
  const mapping = found && mappingOf(found);
  if (!mapping) return null;
  return (x, y) => {
    const [u, v] = mapping(x / pageSize, y / pageSize);
    return [u * pictureSize, v * pictureSize];
  };
}

const sizeOf = (points: readonly Point[]): number =>
  Math.max(1, ...points.flatMap(([x, y]) => [Math.abs(x), Math.abs(y)]));

function mappingOf(factors: Float64Array): Mapping {
  const [a, b, c, d, e, f, g, h] = factors as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (x, y) => {
    const depth = g * x + h * y + 1;
    return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
  };
}
