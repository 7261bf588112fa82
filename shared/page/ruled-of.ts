import type { Size } from '../ink/frame.ts';
import { endOf, type StraightLine } from './straight-lines.ts';

/** A comb has so many teeth at least, of the same ends within this share of their length. */
const TEETH = 3;
const ALIKE = 0.12;

/** A line meets another one where its end is no farther from that one's middle than so many pixels beside its thickness. */
const NEAR = 2;

/** Sides are no thicker than so many times the lines that they meet, and a pixel; where several are alike they may be those of two boxes each. */
const THICKER = 2;
const DOUBLE = 3;

/** What ends so near the picture's edge runs out of it, in pixels. */
const EDGE = 4;

/** Level lines and upright ones; of these rows are columns and columns rows. */
interface Straight {
  readonly flat: readonly StraightLine[];
  readonly upright: readonly StraightLine[];
}

/**
 * Which straight marks were ruled: the long ones, those that are a box's four sides together, and a comb's teeth. All others are
 * strokes of signs, as a 1 or the bar of a 7 is. `long`: in pixels; `side`: of a box's longer sides, since a smaller one may be a 0; `border`: of what
 * runs along an edge of the picture from one end to the other.
 */
export function ruledOf(
  flat: readonly StraightLine[],
  upright: readonly StraightLine[],
  long: { readonly flat: number; readonly upright: number; readonly side: number; readonly border: number },
  { width, height }: Size,
): Straight {
  const isLong = (line: StraightLine, least: number): boolean => line.rows.length >= least;
  const isBorder = (line: StraightLine, along: number, across: number): boolean => {
    const reach = line.thick + EDGE;
    const middle = line.rows[line.rows.length >> 1]!;
    return (
      isLong(line, long.border) &&
      line.first <= reach &&
      endOf(line) >= along - reach &&
      Math.min(middle, across - middle) <= long.border
    );
  };
  let boxed: Straight = { flat, upright };
  for (;;) {
    const { flat: flats, upright: uprights } = boxed;
    const next = {
      flat: flats.filter(
        (line) => isLong(line, long.flat) || isBorder(line, width, height) || isSide(line, uprights, long.side),
      ),
      upright: uprights.filter(
        (line) => isLong(line, long.upright) || isBorder(line, height, width) || isSide(line, flats, long.side),
      ),
    };
    const isSame = next.flat.length === flats.length && next.upright.length === uprights.length;
    boxed = next;
    if (isSame) break;
  }
  const isTooth = (line: StraightLine): boolean =>
    ([0, 1] as const).some((end) => boxed.flat.some((other) => meets(line, end, other, DOUBLE))) &&
    upright.filter((other) => isAlike(line, other)).length >= TEETH;
  return { ...boxed, upright: upright.filter((line) => boxed.upright.includes(line) || isTooth(line)) };
}

/** Whether both ends meet lines of the other direction, and it or one of these is at least so long. */
function isSide(line: StraightLine, others: readonly StraightLine[], least: number): boolean {
  const met = ([0, 1] as const).map((end) => others.filter((other) => meets(line, end, other, THICKER)));
  return met.every((some) => some.length > 0) && [line, ...met.flat()].some(({ rows }) => rows.length >= least);
}

/** Whether an end of a line (0 the first, 1 the last) lies on another one, which runs across it. */
function meets(line: StraightLine, end: 0 | 1, other: StraightLine, thicker: number): boolean {
  const [along, across] = end === 0 ? [line.first, line.rows[0]!] : [endOf(line), line.rows.at(-1)!];
  if (line.thick > thicker * other.thick + 1) return false;
  const reach = other.thick + NEAR;
  const beyond = reach + line.thick;
  if (across < other.first - beyond || across > endOf(other) + beyond) return false;
  const place = Math.max(0, Math.min(other.rows.length - 1, Math.round(across) - other.first));
  return Math.abs(other.rows[place]! - along) <= reach;
}

function isAlike(one: StraightLine, other: StraightLine): boolean {
  const reach = Math.max(2, ALIKE * one.rows.length);
  return Math.abs(one.first - other.first) <= reach && Math.abs(endOf(one) - endOf(other)) <= reach;
}
