import type { Point } from '../../ink/types.ts';
import type { Box } from '../boxes.ts';
import { markMiddles } from '../page.ts';
import type { PageFormat } from '../../contract/schemas/paper.ts';
import type { Sampler } from '../read/sampler.ts';
import { fittedHomography, type Mapping } from './homography.ts';
import { outlineShift } from './unbend.ts';

/** The page is fitted anew after so many boxes, so that the next ones are looked for where they are. */
const EVERY = 4;

/** So many times as much as a box counts a corner mark, whose middle is known best. */
const MARK_WEIGHT = 10;

/** An outline that is seen farther than this from where the page has it, in millimetres, is another box's or none. */
const OFF = 0.7;

/** Of all boxes, and of those on the side of the missing corner, this share must be seen where the page has them. */
const SURE = 0.85;

/** The boxes on the missing corner's side: this share of all. */
const SIDE_SHARE = 1 / 3;

/**
 * Settles a page of which one corner mark (its place in markMiddles) was not seen, so that `guess` has it where three marks of a
 * page seen from straight above would have it: follows the outlines of the boxes from the marks that were seen to the
 * missing one. Null where they do not show clearly that the page lies so: half of it is covered, or it was photographed from the side.
 */
export function settlePage(
  sample: Sampler,
  guess: Mapping,
  missing: number,
  format: PageFormat,
  boxes: readonly Box[],
): Mapping | null {
  const corners = markMiddles(format);
  const marks = corners.filter((_, i) => i !== missing);
  const pairs = marks.map((page) => ({ page, picture: guess(...page), weight: MARK_WEIGHT }));
  const fromMarks = ([x, y]: Point): number => Math.min(...marks.map(([mx, my]) => Math.hypot(x - mx, y - my)));
  const placed = boxes.map(({ square }) => {
    const at: Point = [square.x + square.width / 2, square.y + square.height / 2];
    return { square, at, far: fromMarks(at) };
  });
  let mapping = guess;
  const shiftOf = (square: Box['square']): Point | null =>
    outlineShift((x, y) => sample(...mapping(x, y)), square, [0, 0]);
  for (const [i, { square, at }] of [...placed].sort((a, b) => a.far - b.far).entries()) {
    const shift = shiftOf(square);
    if (shift) pairs.push({ page: at, picture: mapping(at[0] + shift[0], at[1] + shift[1]), weight: 1 });
    if (i % EVERY === EVERY - 1) mapping = fittedHomography(pairs) ?? mapping;
  }
  mapping = fittedHomography(pairs) ?? mapping;
  const isSeen = ({ square }: (typeof placed)[number]): boolean => {
    const shift = shiftOf(square);
    return shift !== null && Math.hypot(...shift) <= OFF;
  };
  const [mx, my] = corners[missing]!;
  const toMissing = [...placed].sort((a, b) => distance(a.at, [mx, my]) - distance(b.at, [mx, my]));
  const nearest = toMissing.slice(0, Math.ceil(SIDE_SHARE * placed.length));
  const share = (some: typeof placed): number => some.filter(isSeen).length / some.length;
  return share(placed) >= SURE && share(nearest) >= SURE ? mapping : null;
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
