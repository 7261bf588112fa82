import type { Drawing, Point, Stroke } from '../../ink/types.ts';
import type { Random } from '../../random/random.ts';
import { distance, trace, type Anchor, type Skeleton } from './path.ts';

/** Fine enough that what follows sees curves. In heights of the digit, as all lengths here. */
const SPACING = 0.025;

type Move = (point: Point) => Point;

/**
 * A skeleton as one person's hand writes it, once: anchors missed by a little, corners rounded, strokes set a little apart,
 * ends cut short or run over or hooked, the line swaying slowly and trembling a little, the whole slanted, stretched and turned,
 * and sampled as a pen moving at uneven speed is.
 */
export function write(skeleton: Skeleton, r: Random): Drawing {
  // Most writers are neat, some are not: one number scales everything that goes wrong.
  const care = Math.min(2, Math.exp(r.normal(-0.25, 0.45)));
  const anchors = skeleton.map((way) => jitter(way, 0.018 * care, r));
  const sway = waves(0.011 * care, 0.4, 2.2, r);
  const tremor = r.chance(0.25) ? 0.007 * care : 0.0015;
  const warp = proportions(r);
  const pace = r.chance(0.3) ? r.uniform(0.07, 0.12) : r.uniform(0.025, 0.06);
  return anchors.map((way) => {
    const off: Point = skeleton.length > 1 ? [r.normal(0, 0.015 * care), r.normal(0, 0.015 * care)] : [0, 0];
    const line = ends(trace(way, SPACING), care, r);
    const swayed = line.map((point, i): Point => {
      const [dx, dy] = sway(i * SPACING);
      return warp([point[0] + off[0] + dx, point[1] + off[1] + dy]);
    });
    return sample(swayed, pace, r).map(([x, y]): Point => [x + r.normal(0, tremor), y + r.normal(0, tremor)]);
  });
}

function jitter(way: readonly Anchor[], deviation: number, r: Random): Anchor[] {
  const roundsCorners = r.chance(0.2);
  return way.map(([x, y, turn]): Anchor => {
    const [jx, jy] = [x + r.normal(0, deviation), y + r.normal(0, deviation)];
    return turn === undefined || (turn === 'corner' && roundsCorners) ? [jx, jy] : [jx, jy, turn];
  });
}

/** A slow, smooth displacement along the way: three sines a direction, of `low` to `high` turns for each height written. */
function waves(deviation: number, low: number, high: number, r: Random): (along: number) => Point {
  const sines = Array.from(
    { length: 6 },
    () => [r.normal(0, deviation), 2 * Math.PI * r.uniform(low, high), r.uniform(0, 2 * Math.PI)] as const,
  );
  const sum = (along: number, from: number): number => {
    let total = 0;
    for (let i = from; i < from + 3; i++) total += sines[i]![0] * Math.sin(sines[i]![1] * along + sines[i]![2]);
    return total;
  };
  return (along) => [sum(along, 0), sum(along, 3)];
}

/**
 * Slant (mostly to the right, as most hands), width, a small turn of the whole, and proportions within it: broader or
 * narrower towards the bottom, the middle higher or lower.
 */
function proportions(r: Random): Move {
  const width = Math.exp(r.normal(0.04, 0.21));
  const slant = Math.max(-0.35, Math.min(0.6, r.normal(0.12, 0.19)));
  const angle = Math.max(-0.24, Math.min(0.24, r.normal(0, 0.075)));
  const [taper, sink] = [r.normal(0, 0.14), r.normal(0, 0.16)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => {
    const sy = y + sink * y * (1 - y);
    const sx = (0.35 + (x - 0.35) * (1 + taper * (2 * y - 1))) * width - (sy - 0.5) * slant;
    return [sx * cos - sy * sin, sx * sin + sy * cos];
  };
}

/** How a stroke begins and ends: cut a little short, run a little over, or with the small hook of a pen that came in or leaves at speed. */
function ends(line: Point[], care: number, r: Random): Point[] {
  const length = line.length * SPACING;
  if (length < 0.25) return line;
  const change = (points: Point[]): Point[] => {
    if (r.chance(0.1)) return [...points, hook(points, r)];
    const change = Math.round((r.normal(0, 0.02 * care) * Math.min(1, length)) / SPACING);
    if (change < 0) return points.slice(0, change);
    const [before, last] = [points.at(-3)!, points.at(-1)!];
    const step: Point = [(last[0] - before[0]) / 2, (last[1] - before[1]) / 2];
    return [
      ...points,
      ...Array.from({ length: change }, (_, i): Point => [last[0] + step[0] * (i + 1), last[1] + step[1] * (i + 1)]),
    ];
  };
  return change(change(line).reverse()).reverse();
}

function hook(points: readonly Point[], r: Random): Point {
  const [before, last] = [points.at(-3)!, points.at(-1)!];
  const angle = Math.atan2(last[1] - before[1], last[0] - before[0]) + (r.chance(0.5) ? 1 : -1) * r.uniform(1.2, 2.4);
  const length = r.uniform(0.02, 0.06);
  return [last[0] + length * Math.cos(angle), last[1] + length * Math.sin(angle)];
}

/** The points that a device reports: far apart where the pen is fast. Both ends are kept. */
function sample(line: readonly Point[], pace: number, r: Random): Stroke {
  const [turns, phase, swing] = [r.uniform(3, 9), r.uniform(0, 2 * Math.PI), r.uniform(0, 0.6)];
  const kept: Point[] = [];
  let [along, next] = [0, 0];
  for (const [i, point] of line.entries()) {
    if (i > 0) along += distance(line[i - 1]!, point);
    if (along < next && i < line.length - 1) continue;
    kept.push(point);
    next = along + pace * (1 + swing * Math.sin(turns * along + phase));
  }
  return kept;
}
