import { blotsOf } from '../ink/blots.ts';
import type { Size } from '../ink/frame.ts';
import { transpose } from '../ink/grey-image.ts';
import { digitHeight } from './digit-height.ts';
import { heightOf, type Page, type Rule } from './page.ts';
import { straightLines, type StraightLine } from './straight-lines.ts';
import { takeLines } from './take-lines.ts';

/** Ink from this level on belongs to a mark. */
const INK = 56;

/** Lengths as shares of a digit's height: the thickest line, and the shortest that stands alone. */
const THICKEST = 0.22;
const SHORTEST = 2.2;
const SHORTEST_UPRIGHT = 1.8;

/** An upright side of a box or a tooth of a comb meets a level line, and is at least this long. */
const SHORTEST_SIDE = 0.45;

/** A comb has so many teeth at least, of the same ends within this share of their length. */
const TEETH = 3;
const ALIKE = 0.12;

/** What signs on a line may cover of it, in digit heights. */
const GAP = 1.6;

/**
 * Takes ruled lines, boxes and combs off the ink, which changes, and says which they were. Signs keep what they are written with,
 * also where they cross a line or stand on it.
 */
export function takeRules(ink: Uint8Array, size: Size): Page['rules'] {
  const mask = Uint8Array.from(ink, (level) => Number(level >= INK));
  const digit = digitGuess(mask, size);
  if (digit === 0) return { flat: [], upright: [] };
  const bounds = { thickest: Math.max(3, Math.round(THICKEST * digit)), gap: GAP * digit };
  const turned = { width: size.height, height: size.width };
  const flat = straightLines(mask, size, { ...bounds, shortest: SHORTEST * digit });
  const sides = straightLines(transpose(mask, size), turned, {
    ...bounds,
    gap: digit / 2,
    shortest: SHORTEST_SIDE * digit,
  });
  const upright = sides.filter(
    (side, _, all) => side.rows.length >= SHORTEST_UPRIGHT * digit || isSide(side, all, flat),
  );
  if (upright.length > 0) {
    const [turnedInk, turnedMask] = [transpose(ink, size), transpose(mask, size)];
    takeLines(turnedInk, turnedMask, turned, upright);
    ink.set(transpose(turnedInk, turned));
    mask.set(transpose(turnedMask, turned));
  }
  takeLines(ink, mask, size, flat);
  return { flat: flat.map(ruleOf), upright: upright.map(ruleOf).map(turnBack) };
}

/** How high digits are, about. 0: there is nothing. */
function digitGuess(mask: Uint8Array, size: Size): number {
  const boxes = blotsOf(mask, size).all.flatMap(({ area, left, top, right, bottom }) =>
    area === 0 ? [] : [{ left, top, right: right + 1, bottom: bottom + 1 }],
  );
  const guess = digitHeight(boxes, Math.max(6, Math.max(size.width, size.height) / 250));
  if (guess > 0) return guess;
  const highest = boxes.reduce((most, box) => Math.max(most, heightOf(box)), 0);
  return Math.min(highest, Math.min(size.width, size.height) / 2);
}

const firstOf = ({ first }: StraightLine): number => first;
const endOf = ({ first, rows }: StraightLine): number => first + rows.length;

/** Whether an upright line ends on level ones above and below, or on one and is a tooth of a comb. */
function isSide(side: StraightLine, others: readonly StraightLine[], flat: readonly StraightLine[]): boolean {
  const meets = (y: number, x: number): boolean =>
    flat.some(({ first, rows, thick }) => {
      const at = Math.round(Math.min(first + rows.length - 1, Math.max(first, x))) - first;
      return (
        x >= first - 2 * thick - 2 && x <= first + rows.length + 2 * thick + 2 && Math.abs(rows[at]! - y) <= thick + 3
      );
    });
  const [upper, lower] = [meets(firstOf(side), side.rows[0]!), meets(endOf(side), side.rows.at(-1)!)];
  if (upper && lower) return true;
  if (!upper && !lower) return false;
  const reach = Math.max(2, ALIKE * side.rows.length);
  const alike = others.filter(
    (other) => Math.abs(firstOf(other) - firstOf(side)) <= reach && Math.abs(endOf(other) - endOf(side)) <= reach,
  );
  return alike.length >= TEETH;
}

const ruleOf = (line: StraightLine): Rule => ({
  from: [line.first, line.rows[0]!],
  to: [endOf(line), line.rows.at(-1)!],
  thick: line.thick,
});

const turnBack = ({ from, to, thick }: Rule): Rule => ({ from: [from[1], from[0]], to: [to[1], to[0]], thick });
