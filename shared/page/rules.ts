import { blotsOf } from '../ink/blots.ts';
import type { Size } from '../ink/frame.ts';
import { transpose } from '../ink/grey-image.ts';
import { digitHeight } from './digit-height.ts';
import { heightOf, widthOf, type Page, type Rule } from './page.ts';
import { ruledOf } from './ruled-of.ts';
import { endOf, straightLines, type StraightLine } from './straight-lines.ts';
import { takeLines } from './take-lines.ts';

/** Lengths as shares of a digit's height: the thickest line, and the shortest that stands alone. */
const THICKEST = 0.22;
const SHORTEST = 2.2;
const SHORTEST_UPRIGHT = 1.8;

/** What is left of a border along the picture's edge. */
const SHORTEST_BORDER = 1.2;

/** The sides of a box and the teeth of a comb are at least this long, and of a box the longer sides. */
const SHORTEST_SIDE = 0.45;
const SHORTEST_LONGER_SIDE = 1.1;

/** What signs on a line may cover of it, and holes between its pieces, in digit heights. */
const GAP = 2.5;
const HOLE = 0.4;

/** What is as high or wide as this share of the picture is no sign, if there is anything else. */
const ALL = 0.9;

/**
 * Takes ruled lines, boxes and combs off a page's contrast (`levels`, 0 paper to 255 black), and says which they were: its levels become
 * 0 there. `mask` is 1 for marks. Signs keep what they are written with, also where they cross a line or stand on it.
 */
export function takeRules(levels: Uint8Array, mask: Uint8Array, size: Size): Page['rules'] {
  const digit = digitGuess(mask, size);
  if (digit === 0) return { flat: [], upright: [] };
  const bounds = {
    thickest: Math.max(3, Math.round(THICKEST * digit)),
    shortest: SHORTEST_SIDE * digit,
    gap: GAP * digit,
    hole: HOLE * digit,
  };
  const turned = { width: size.height, height: size.width };
  const { flat, upright } = ruledOf(
    straightLines(mask, size, bounds),
    straightLines(transpose(mask, size), turned, bounds),
    {
      flat: SHORTEST * digit,
      upright: SHORTEST_UPRIGHT * digit,
      side: SHORTEST_LONGER_SIDE * digit,
      border: SHORTEST_BORDER * digit,
    },
    size,
  );
  if (upright.length > 0) {
    const turnedLevels = transpose(levels, size);
    takeLines(turnedLevels, turned, upright);
    levels.set(transpose(turnedLevels, turned));
  }
  takeLines(levels, size, flat);
  return { flat: flat.map(ruleOf), upright: upright.map(ruleOf).map(turnBack) };
}

/** How high digits are, about. 0: there is nothing. */
function digitGuess(mask: Uint8Array, size: Size): number {
  const boxes = blotsOf(mask, size).all.flatMap(({ area, left, top, right, bottom }) =>
    area === 0 ? [] : [{ area, left, top, right: right + 1, bottom: bottom + 1 }],
  );
  // Borders along the picture's edges are as high or wide as it.
  const inside = boxes.filter((box) => heightOf(box) < ALL * size.height && widthOf(box) < ALL * size.width);
  const guess = digitHeight(inside.length > 0 ? inside : boxes, Math.max(6, Math.max(size.width, size.height) / 250));
  if (guess > 0) return guess;
  const highest = boxes.reduce((most, box) => Math.max(most, heightOf(box)), 0);
  return Math.min(highest, Math.min(size.width, size.height) / 2);
}

const ruleOf = (line: StraightLine): Rule => ({
  from: [line.first, line.rows[0]!],
  to: [endOf(line), line.rows.at(-1)!],
  thick: line.thick,
});

const turnBack = ({ from, to, thick }: Rule): Rule => ({ from: [from[1], from[0]], to: [to[1], to[0]], thick });
