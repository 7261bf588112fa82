import type { Box, Rule } from './page.ts';

/** An upright line belongs to a line of writing if it stands beside this share of its height. */
const BESIDE = 0.5;

/** In digit heights: two sides nearer than this are those of neighbouring boxes; a cell is no wider than this. */
const SAME = 0.3;
const WIDEST = 3;

/** The cells of a row of boxes, or between a comb's teeth, that a line of writing stands in; none if it stands free. */
export function cellsOf(line: Box, digit: number, uprights: readonly Rule[]): Box[] {
  const sides = uprights
    .filter(({ from, to }) => Math.min(to[1], line.bottom) - Math.max(from[1], line.top) >= BESIDE * digit * 0.5)
    .map(({ from, to }) => ({ x: (from[0] + to[0]) / 2, top: from[1], bottom: to[1] }))
    .sort((a, b) => a.x - b.x);
  const cells: Box[] = [];
  sides.slice(1).forEach((right, i) => {
    const left = sides[i]!;
    const wide = right.x - left.x;
    if (wide < SAME * digit || wide > WIDEST * digit) return;
    cells.push({
      left: left.x,
      right: right.x,
      top: Math.min(left.top, right.top),
      bottom: Math.max(left.bottom, right.bottom),
    });
  });
  return cells.length >= 2 ? cells : [];
}
