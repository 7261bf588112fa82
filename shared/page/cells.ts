import { quantile } from '../ink/grey-image.ts';
import type { Box, Rule } from './page.ts';

/** An upright line belongs to a line of writing if it stands beside this share of its height. */
const BESIDE = 0.5;

/** In digit heights: two sides nearer than this are those of neighbouring boxes; a cell is no wider than this. */
const SAME = 0.3;
const WIDEST = 3;

/** Sides that signs hide beside each other, at most one less than this; and how much cells differ in width. */
const MOST_HIDDEN = 3;
const UNLIKE = 0.25;

/** The cells of a row of boxes, or between a comb's teeth, that a line of writing stands in; none if it stands free. */
export function cellsOf(line: Box, digit: number, uprights: readonly Rule[]): Box[] {
  const sides = uprights
    .filter(({ from, to }) => Math.min(to[1], line.bottom) - Math.max(from[1], line.top) >= BESIDE * digit * 0.5)
    .map(({ from, to }) => ({ x: (from[0] + to[0]) / 2, top: from[1], bottom: to[1] }))
    .sort((a, b) => a.x - b.x);
  const apart = sides.slice(1).flatMap(({ x }, i) => (x - sides[i]!.x >= SAME * digit ? [x - sides[i]!.x] : []));
  if (apart.length === 0) return [];
  const usual = quantile(Float32Array.from(apart), 0.3);
  if (usual > WIDEST * digit) return [];
  const cells: Box[] = [];
  sides.slice(1).forEach((right, i) => {
    const left = sides[i]!;
    const wide = right.x - left.x;
    // A sign may hide the side between two cells.
    const count = Math.round(wide / usual);
    if (wide < SAME * digit || count < 1 || count > MOST_HIDDEN || Math.abs(wide / count / usual - 1) > UNLIKE) return;
    const [top, bottom] = [Math.min(left.top, right.top), Math.max(left.bottom, right.bottom)];
    for (let k = 0; k < count; k++) {
      cells.push({ left: left.x + (k * wide) / count, right: left.x + ((k + 1) * wide) / count, top, bottom });
    }
  });
  return cells.length >= 2 ? cells : [];
}
