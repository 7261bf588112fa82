import type { PenPoint, PenStrokes } from '../contract/schemas/hand.ts';
import type { Drawing, Point, Stroke } from './types.ts';

/** A hand smooths its way over about this share of the time that it writes a sign (or of the way, where no time is known). */
const LAG = 0.04;

/** Points farther apart than this share of the drawing's way get others between them, so that there is something to round. */
const STEP = 0.02;

/**
 * A drawing as a faster (`speed` above 0) or slower hand draws it: a fast one cuts corners and rounds bows, a slow one draws them
 * out. `speed` is from -1 to 1; 0 changes nothing. Where times are known, what was written slowly keeps its shape more than what
 * was written fast.
 */
export function atOtherSpeed(strokes: PenStrokes, speed: number): Drawing {
  if (speed === 0) return strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
  const isTimed = strokes.every((stroke) => stroke.every((point) => point.length === 3));
  const spent = strokes.map((stroke) => elapsed(stroke, isTimed));
  const all = spent.reduce((sum, times) => sum + times.at(-1)!, 0);
  if (all === 0) return atOtherSpeed(strokes, 0);
  // Shares of the whole: a step's own length is 0 for the smallest drawings that there can be, and they would get points without end.
  const shares = spent.map((times) => times.map((time) => time / all));
  return strokes.map((stroke, i) => paced(stroke, shares[i]!, speed));
}

/** Milliseconds, or else the way, from the stroke's first point to each. */
function elapsed(stroke: readonly PenPoint[], isTimed: boolean): number[] {
  let sum = 0;
  return stroke.map((point, i) => {
    const before = stroke[i - 1];
    if (before) {
      // A clock that was set back says nothing.
      sum += isTimed
        ? Math.max(0, timeOf(point) - timeOf(before))
        : Math.hypot(point[0] - before[0], point[1] - before[1]);
    }
    return sum;
  });
}

const timeOf = (point: PenPoint): number => point[2] ?? 0;

function paced(stroke: readonly PenPoint[], spent: readonly number[], speed: number): Stroke {
  const { points, gaps } = filledIn(stroke, spent);
  const behind = followed(followed(points, gaps).reverse(), [...gaps].reverse()).reverse();
  return points.map(([x, y], i) => [x + speed * (behind[i]![0] - x), y + speed * (behind[i]![1] - y)]);
}

/** Points at most a step apart, and how far each is from the next. */
function filledIn(stroke: readonly PenPoint[], spent: readonly number[]) {
  const points: Point[] = [];
  const gaps: number[] = [];
  stroke.forEach(([x, y], i) => {
    const before = stroke[i - 1];
    const gap = before ? spent[i]! - spent[i - 1]! : 0;
    const parts = before ? Math.max(1, Math.ceil(gap / STEP)) : 1;
    for (let part = 1; part <= parts; part++) {
      const back = before ? 1 - part / parts : 0;
      points.push(before ? [x + back * (before[0] - x), y + back * (before[1] - y)] : [x, y]);
      if (before) gaps.push(gap / parts);
    }
  });
  return { points, gaps };
}

/** What lags behind the points, as a pen behind a hand that pulls it. */
function followed(points: readonly Point[], gaps: readonly number[]): Point[] {
  let [fx, fy] = points[0]!;
  return points.map(([x, y], i) => {
    if (i > 0) {
      const kept = Math.exp(-gaps[i - 1]! / LAG);
      [fx, fy] = [x + kept * (fx - x), y + kept * (fy - y)];
    }
    return [fx, fy];
  });
}
