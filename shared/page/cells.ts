import type { Box, Rule } from './page.ts';

/** An upright line belongs to a line of writing if it stands beside this share of its height. */
const BESIDE = 0.5;

/** In digit heights: two sides nearer than this are those of neighbouring boxes; a cell is no wider than this. */
const SAME = 0.3;
const WIDEST = 3;

const NARROWEST = 0.6;

/** Sides that signs hide beside each other, at most; and how much cells differ in width, as a share of it. */
const MOST_HIDDEN = 3;
const UNLIKE = 0.2;

/** The cells of a row of boxes, or between a comb's teeth, that a line of writing stands in; none if it stands free. */
export function cellsOf(line: Box, digit: number, uprights: readonly Rule[]): Box[] {
  const sides = uprights
    .filter(({ from, to }) => Math.min(to[1], line.bottom) - Math.max(from[1], line.top) >= BESIDE * digit * 0.5)
    .map(({ from, to }) => ({ x: (from[0] + to[0]) / 2, top: from[1], bottom: to[1] }))
    .sort((a, b) => a.x - b.x);
  const apart = sides.slice(1).flatMap(({ x }, i) => (x - sides[i]!.x >= SAME * digit ? [x - sides[i]!.x] : []));
  if (apart.length < 2) return [];
  const usual = widthOfCells(apart, digit);
  if (usual === null) return [];
  const cells: Box[] = [];
  sides.slice(1).forEach((right, i) => {
    const left = sides[i]!;
    const wide = right.x - left.x;
    // A sign may hide the side between two cells.
    const count = Math.round(wide / usual);
    if (count < 1 || count > MOST_HIDDEN + 1) return;
    const [top, bottom] = [Math.min(left.top, right.top), Math.max(left.bottom, right.bottom)];
    for (let k = 0; k < count; k++) {
      cells.push({ left: left.x + (k * wide) / count, right: left.x + ((k + 1) * wide) / count, top, bottom });
    }
  });
  return cells.length >= 2 ? cells : [];
}

/** The width of which all distances between sides are multiples: signs may hide sides, also each second one. Null: there is none. */
function widthOfCells(apart: readonly number[], digit: number): number | null {
  const least = apart.reduce((a, b) => Math.min(a, b));
  for (let parts = 1; parts <= MOST_HIDDEN; parts++) {
    const wide = least / parts;
    if (wide < NARROWEST * digit) return null;
    if (
      wide <= WIDEST * digit &&
      apart.every((distance) => Math.abs(distance / wide - Math.round(distance / wide)) <= UNLIKE)
    )
      return wide;
  }
  return null;
}
