import type { Box } from '../boxes.ts';
import type { Size } from '../../ink/frame.ts';
import type { Sampler } from '../read/sampler.ts';
import type { Point } from '../../ink/types.ts';
import { markMiddles, PAGES, type Rect } from '../page.ts';
import type { PageFormat } from '../../contract/schemas/paper.ts';
import type { Mapping } from './homography.ts';
import { solve } from './linear.ts';

/** A box's outline is looked for so many millimetres around where its neighbours' say that it is. */
const REACH = 1.2;
const STEP = 0.1;

/** How pale an outline may be, as a share of the paper: the mean over two sides. */
const FAINT = 0.05;

/** Levels are compared this far beside an outline's middle. */
const BESIDE = 0.7;

/** An outline farther than this from where the whole sheet's bend has it, in millimetres, was taken for another line. */
const ODD = 0.5;

/** Fewer outlines than this do not say how a sheet is bent. */
const FEWEST = 6;

/** Grey level of the picture at a place of the flat page. */
type Level = (x: number, y: number) => number;

interface Seen {
  readonly at: Point;
  /** How far it lies from where it would on a flat sheet. */
  readonly shift: Point;
}

/**
 * Follows the bend of a sheet that is not quite flat: each box's own outline says how far it lies from where the corner marks
 * have it, and a smooth surface through all of them is added to `flat`. Boxes near the corners, which can hardly have
 * moved, are looked for first; the others beside them.
 */
export function unbend(sample: Sampler, flat: Mapping, format: PageFormat, boxes: readonly Box[]): Mapping {
  const marks = markMiddles(format);
  const fixed: Seen[] = marks.map((at) => ({ at, shift: [0, 0] }));
  const seen = [...fixed];
  const fromCorner = ([x, y]: Point): number => Math.min(...marks.map(([mx, my]) => Math.hypot(x - mx, y - my)));
  const inTurn = boxes
    .map(({ square }) => ({ square, at: middleOf(square) }))
    .sort((a, b) => fromCorner(a.at) - fromCorner(b.at));
  for (const { square, at } of inTurn) {
    const shift = outlineShift((x, y) => sample(...flat(x, y)), square, expected(seen, at));
    if (shift) seen.push({ at, shift });
  }
  if (seen.length < fixed.length + FEWEST) return flat;
  const surface = surfaceOf(seen, PAGES[format]);
  if (!surface) return flat;
  return inCells((x, y) => {
    const [dx, dy] = surface(x, y);
    return flat(x + dx, y + dy);
  }, PAGES[format]);
}

/** Millimetres: within so little every sheet is flat. */
const CELL = 3;

/** A mapping that is worked out at the corners of small cells only, for it is asked for millions of places. */
function inCells(mapping: Mapping, page: Size): Mapping {
  const [columns, rows] = [Math.ceil(page.width / CELL), Math.ceil(page.height / CELL)];
  const corners = Array.from({ length: (columns + 1) * (rows + 1) }, (_, i) =>
    mapping((i % (columns + 1)) * CELL, Math.floor(i / (columns + 1)) * CELL),
  );
  return (x, y) => {
    const column = Math.min(columns - 1, Math.max(0, Math.floor(x / CELL)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(y / CELL)));
    const [along, down] = [x / CELL - column, y / CELL - row];
    const at = row * (columns + 1) + column;
    const [a, b, c, d] = [corners[at]!, corners[at + 1]!, corners[at + columns + 1]!, corners[at + columns + 2]!];
    const mean = (axis: 0 | 1): number =>
      (a[axis] * (1 - along) + b[axis] * along) * (1 - down) + (c[axis] * (1 - along) + d[axis] * along) * down;
    return [mean(0), mean(1)];
  };
}

const middleOf = ({ x, y, width, height }: Rect): Point => [x + width / 2, y + height / 2];

/** The shift of what was seen nearest, the nearer counting more. */
function expected(seen: readonly Seen[], [x, y]: Point): Point {
  let [weights, dx, dy] = [0, 0, 0];
  for (const { at, shift } of seen) {
    const weight = 1 / (1 + (at[0] - x) ** 2 + (at[1] - y) ** 2) ** 2;
    weights += weight;
    dx += weight * shift[0];
    dy += weight * shift[1];
  }
  return [dx / weights, dy / weights];
}

/** Where a square's outline is seen, and how far that is from where the page has it, near what is expected: both of its upright sides at once, then both of the others. Null: it is not clear. */
export function outlineShift(level: Level, { x, y, width, height }: Rect, [dx, dy]: Point): Point | null {
  const upright = (by: number): number =>
    lineAt((along, across) => level(x + by + across, y + dy + along), height) +
    lineAt((along, across) => level(x + width + by + across, y + dy + along), height);
  const [across, acrossScore] = strongest(upright, dx);
  const flat = (by: number): number =>
    lineAt((along, beside) => level(x + across + along, y + by + beside), width) +
    lineAt((along, beside) => level(x + across + along, y + height + by + beside), width);
  const [down, downScore] = strongest(flat, dy);
  return Math.min(acrossScore, downScore) < 2 * FAINT ? null : [across, down];
}

/** How much darker a line is than what is on both sides of it, as a share: over the inner part of a side of this length. */
function lineAt(level: (along: number, across: number) => number, length: number): number {
  const count = 16;
  let [on, beside] = [0, 0];
  for (let i = 0; i < count; i++) {
    const along = length * (0.08 + (0.84 * (i + 0.5)) / count);
    on += level(along, 0);
    beside += Math.min(level(along, -BESIDE), level(along, BESIDE));
  }
  return (beside - on) / Math.max(1, beside);
}

/** The shift with the best score around `from`, between the steps as a parabola through the three best would have it. */
function strongest(scoreOf: (shift: number) => number, from: number): [shift: number, score: number] {
  const count = Math.round(REACH / STEP);
  const scores = Array.from({ length: 2 * count + 1 }, (_, i) => scoreOf(from + (i - count) * STEP));
  let top = count;
  scores.forEach((score, i) => {
    if (score > scores[top]!) top = i;
  });
  const [before, score, after] = [scores[top - 1] ?? -Infinity, scores[top]!, scores[top + 1] ?? -Infinity];
  const bend = before - 2 * score + after;
  const by = Number.isFinite(bend) && bend < 0 ? (before - after) / (2 * bend) : 0;
  return [from + (top - count + by) * STEP, score];
}

/** A surface of the third degree both ways, by least squares; then once more without what lies far from it. */
function surfaceOf(seen: readonly Seen[], page: Size): Mapping | null {
  const terms = ([x, y]: Point): Float64Array => {
    const [u, v] = [(2 * x) / page.width - 1, (2 * y) / page.height - 1];
    return Float64Array.of(1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v);
  };
  const fit = (some: readonly Seen[]): Mapping | null => {
    const axes = [0, 1].map((axis) => {
      const matrix = Array.from({ length: 10 }, (_, i) => new Float64Array(10).fill(1e-3, i, i + 1));
      const right = new Float64Array(10);
      for (const { at, shift } of some) {
        const row = terms(at);
        for (let i = 0; i < 10; i++) {
          right[i]! += row[i]! * shift[axis]!;
          for (let k = 0; k < 10; k++) matrix[i]![k]! += row[i]! * row[k]!;
        }
      }
      return solve(matrix, right);
    });
    const [across, down] = axes;
    if (!across || !down) return null;
    return (x, y) => {
      const row = terms([x, y]);
      const sum = (factors: Float64Array): number => factors.reduce((total, factor, i) => total + factor * row[i]!, 0);
      return [sum(across), sum(down)];
    };
  };
  const first = fit(seen);
  if (!first) return null;
  const near = seen.filter(({ at, shift }) => {
    const [dx, dy] = first(...at);
    return Math.hypot(dx - shift[0], dy - shift[1]) <= ODD;
  });
  return near.length < FEWEST + 4 ? first : fit(near);
}
