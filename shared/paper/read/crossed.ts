import type { Point } from '../../ink/types.ts';
import type { Rect } from '../page.ts';

/** Outside of a square's outline and inside of it, in millimetres: ink in both places runs across. */
const OUTSIDE = 0.7;
const INSIDE = 0.7;

/** Between two samples along the outline, and how far along it a slanting stroke moves between inside and outside. */
const STEP = 0.15;
const SLANT = 1.2;

/** Ink crosses a square that is struck out at places this far apart, as a share of its side: a stroke that only leaves it does not. */
const APART = 0.6;

/** Struck out without a line across: so many times the usual ink of its sign, and this share of the box. */
const MUCH = 3;
const FULL = 0.16;

/** Places on the outline where a stroke runs across it. `isInk`: whether there is pen ink at a place of the page. */
export function crossingsOf(isInk: (x: number, y: number) => boolean, square: Rect): Point[] {
  const outside = outlineAt(square, OUTSIDE).map(([x, y]) => isInk(x, y));
  const inner = outlineAt(square, -INSIDE);
  const inside = inner.map(([x, y]) => isInk(x, y));
  const count = outside.length;
  const reach = Math.round((SLANT / (4 * square.width)) * count);
  const runsIn = (i: number): boolean => {
    for (let by = -reach; by <= reach; by++) if (inside[(i + by + count) % count]) return true;
    return false;
  };
  const crossings: Point[] = [];
  for (let i = 0; i < count; i++) {
    if (outside[i] && !outside[(i + count - 1) % count] && runsIn(i)) crossings.push(inner[i]!);
  }
  return crossings;
}

/** Points around a square, `by` millimetres outside of its outline, as many for each of its sides. */
function outlineAt({ x, y, width }: Rect, by: number): Point[] {
  const count = Math.round(width / STEP);
  const side = width + 2 * by;
  const [left, top] = [x - by, y - by];
  return [0, 1, 2, 3].flatMap((edge) =>
    Array.from({ length: count }, (_, i): Point => {
      const along = (side * (i + 0.5)) / count;
      if (edge === 0) return [left + along, top];
      if (edge === 1) return [left + side, top + along];
      if (edge === 2) return [left + side - along, top + side];
      return [left, top + side - along];
    }),
  );
}

/** Whether ink that crosses here strikes the square out. */
export const strikesOut = (crossings: readonly Point[], { width }: Rect): boolean =>
  crossings.some(([x, y], i) => crossings.slice(i + 1).some(([ox, oy]) => Math.hypot(ox - x, oy - y) >= APART * width));

/**
 * Which boxes hold far more ink than their sign takes: scribbled over. `amounts`: of each written box, the share of it that is ink.
 */
export function scribbledOver(amounts: readonly { readonly label: string; readonly ink: number }[]): boolean[] {
  const usual = new Map<string, number>();
  for (const { label } of amounts) {
    if (usual.has(label)) continue;
    const own = amounts.filter((other) => other.label === label).map(({ ink }) => ink);
    usual.set(label, own.length < 3 ? Infinity : own.sort((a, b) => a - b)[Math.floor((own.length - 1) / 2)]!);
  }
  return amounts.map(({ label, ink }) => ink >= FULL && ink > MUCH * usual.get(label)!);
}
