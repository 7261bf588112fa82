import type { Size } from '../ink/frame.ts';
import { solve } from '../paper/locate/linear.ts';

/** A nearly level, thin, straight mark. */
export interface StraightLine {
  /** Its first column. */
  readonly first: number;
  /** The row of its middle in each column from there on. */
  readonly rows: Float32Array;
  /** Its usual thickness, in pixels. */
  readonly thick: number;
}

/** The column after its last one. */
export const endOf = ({ first, rows }: StraightLine): number => first + rows.length;

/** What counts as a line, in pixels. */
export interface LineBounds {
  readonly thickest: number;
  readonly shortest: number;
  /** Two pieces of one line are no farther apart than this where there is ink between them, of signs that cross the line, */
  readonly gap: number;
  /** and no farther than this where there is none. */
  readonly hole: number;
}

/** A level piece is at least so long, in pixels, and holes of so many pixels are none. */
const LEAST_PIECE = 12;
const HOLE = 2;

/** Rows down for each column to the right, at most. */
const STEEPEST = 0.05;

/** Share of a line's columns that are inked, at least: a dashed line is one, too. */
const COVERED = 0.5;

/** Share of a line's columns that have nothing close on the same side of it, at least: else it is part of a pattern. */
const BARE = 0.75;

/** How far a line's middle strays from an even bend, usually, at most: in pixels, and as a share of its thickness. */
const STRAYS = 0.8;
const STRAYS_SHARE = 0.15;

/** Rows that two pieces of one line may differ where they would meet, and besides for each column between them. */
const BESIDE = 1.6;
const BESIDE_EACH = 0.012;

/** Share of the columns between two pieces that are inked where signs cross the line. */
const CROSSED = 0.8;

/** Pieces looked at, at most: where there are more, the picture is noise. */
const MOST = 20_000;

/** For each inked pixel the number of inked pixels in its upright run. */
export function heightsOfRuns(mask: Uint8Array, { width }: Size): Uint16Array {
  const heights = new Uint16Array(mask.length);
  for (let i = 0; i < mask.length; i++)
    if (mask[i] === 1) heights[i] = i < width ? 1 : Math.min(65535, heights[i - width]! + 1);
  for (let i = mask.length - width - 1; i >= 0; i--)
    if (mask[i] === 1 && mask[i + width] === 1) heights[i] = heights[i + width]!;
  return heights;
}

/** The nearly level lines of a mask (1: ink), with the signs that cross them left out of account. */
export function straightLines(mask: Uint8Array, size: Size, bounds: LineBounds): StraightLine[] {
  const heights = heightsOfRuns(mask, size);
  const pieces = piecesOf(heights, size, bounds.thickest);
  if (pieces.length > MOST) return [];
  const segments = segmentsOf(pieces).filter((segment) => Math.abs(fitOf(segment).slope) <= STEEPEST);
  return joined(segments, mask, size, bounds).flatMap((group) => {
    const [first, last] = [Math.min(...group.map(({ left }) => left)), Math.max(...group.map(({ right }) => right))];
    if (last - first < bounds.shortest) return [];
    const rows = middles(group, first, last);
    if (rows.covered < COVERED * (last - first)) return [];
    const line = { first, rows: rows.rows, thick: thicknessOf(rows.rows, first, heights, size, bounds.thickest) };
    return isBare(line, mask, size) && straysOf(line) <= STRAYS + STRAYS_SHARE * line.thick ? [line] : [];
  });
}

/** A level run of thin ink: columns from `left` up to, not including, `right`. */
interface Piece {
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

function piecesOf(heights: Uint16Array, { width, height }: Size, thickest: number): Piece[] {
  const pieces: Piece[] = [];
  for (let y = 0; y < height; y++) {
    let [left, last] = [-1, -1];
    for (let x = 0, i = y * width; x <= width; x++, i++) {
      const isThin = x < width && heights[i]! > 0 && heights[i]! <= thickest;
      if (isThin) {
        if (left < 0) left = x;
        last = x;
      } else if (left >= 0 && (x - last > HOLE || x === width)) {
        if (last + 1 - left >= LEAST_PIECE) pieces.push({ y, left, right: last + 1 });
        left = -1;
      }
    }
  }
  return pieces;
}

/** Pieces that touch, with the sums from which a line is fitted to them. */
interface Segment {
  readonly pieces: readonly Piece[];
  readonly left: number;
  readonly right: number;
}

/** Pieces of neighbouring rows that touch belong together. */
function segmentsOf(pieces: readonly Piece[]): Segment[] {
  const parents = pieces.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  };
  let above = 0;
  pieces.forEach(({ y, left, right }, i) => {
    while (pieces[above]!.y < y - 1) above++;
    for (let k = above; k < i && pieces[k]!.y < y; k++) {
      if (pieces[k]!.left <= right + HOLE && left <= pieces[k]!.right + HOLE) parents[rootOf(i)] = rootOf(k);
    }
  });
  const groups = new Map<number, Piece[]>();
  pieces.forEach((piece, i) => {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group) group.push(piece);
    else groups.set(root, [piece]);
  });
  return [...groups.values()].map(segmentOf);
}

const segmentOf = (pieces: readonly Piece[]): Segment => ({
  pieces,
  left: pieces.reduce((least, { left }) => Math.min(least, left), Infinity),
  right: pieces.reduce((most, { right }) => Math.max(most, right), 0),
});

/** y = row + slope * (x - middle), by least squares over all columns of the pieces. */
interface Fit {
  readonly middle: number;
  readonly row: number;
  readonly slope: number;
}

function fitOf({ pieces, left, right }: Segment): Fit {
  const middle = (left + right) / 2;
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (const { y, left: from, right: to } of pieces) {
    const [count, x] = [to - from, (from + to) / 2 - middle];
    n += count;
    sx += count * x;
    sy += count * (y + 0.5);
    sxx += count * (x * x + (count * count) / 12);
    sxy += count * x * (y + 0.5);
  }
  const slope = (n * sxy - sx * sy) / Math.max(1e-9, n * sxx - sx * sx);
  return { middle, row: (sy - slope * sx) / n, slope };
}

const rowAt = ({ row, slope, middle }: Fit, x: number): number => row + slope * (x - middle);

/** Segments that go on in each other, from left to right. */
function joined(segments: readonly Segment[], mask: Uint8Array, size: Size, { gap, hole }: LineBounds): Segment[][] {
  const sorted = [...segments].sort((a, b) => a.left - b.left);
  const groups: { all: Segment[]; whole: Segment; fit: Fit }[] = [];
  for (const segment of sorted) {
    const fit = fitOf(segment);
    let [nearest, least]: [(typeof groups)[number] | null, number] = [null, Infinity];
    for (const group of groups) {
      const between = segment.left - group.whole.right;
      if (between > gap || between < -segment.right + segment.left) continue;
      const x = segment.left - Math.max(0, between) / 2;
      const beside = Math.abs(rowAt(group.fit, x) - rowAt(fit, x));
      if (beside >= least || beside > BESIDE + BESIDE_EACH * Math.max(0, between)) continue;
      if (between <= hole || isInked(group.whole.right, segment.left, group.fit, fit, mask, size))
        [nearest, least] = [group, beside];
    }
    if (nearest) {
      nearest.all.push(segment);
      nearest.whole = segmentOf([...nearest.whole.pieces, ...segment.pieces]);
      nearest.fit = fitOf(nearest.whole);
    } else groups.push({ all: [segment], whole: segment, fit });
  }
  return groups.map(({ all }) => all);
}

/** Whether there is ink all the way from one piece to the next. */
function isInked(
  from: number,
  to: number,
  before: Fit,
  after: Fit,
  mask: Uint8Array,
  { width, height }: Size,
): boolean {
  let inked = 0;
  for (let x = from; x < to; x++) {
    const along = (x - from) / (to - from);
    const y = Math.round(rowAt(before, x) * (1 - along) + rowAt(after, x) * along - 0.5);
    inked += Number([y - 1, y, y + 1].some((row) => row >= 0 && row < height && mask[row * width + x] === 1));
  }
  return inked >= CROSSED * (to - from);
}

/** The middle row in each column: of the pieces there, between them from the one to the next. */
function middles(
  group: readonly Segment[],
  first: number,
  last: number,
): { readonly rows: Float32Array; readonly covered: number } {
  const [sums, counts] = [new Float32Array(last - first), new Float32Array(last - first)];
  for (const { pieces } of group) {
    for (const { y, left, right } of pieces) {
      for (let x = left - first; x < right - first; x++) {
        sums[x]! += y + 0.5;
        counts[x]! += 1;
      }
    }
  }
  let [covered, known] = [0, -1];
  for (let x = 0; x < sums.length; x++) {
    if (counts[x] === 0) continue;
    sums[x]! /= counts[x]!;
    covered += 1;
    for (let k = known + 1; k < x; k++) {
      sums[k] = known < 0 ? sums[x]! : sums[known]! + ((sums[x]! - sums[known]!) * (k - known)) / (x - known);
    }
    known = x;
  }
  return { rows: sums, covered };
}

function thicknessOf(
  rows: Float32Array,
  first: number,
  heights: Uint16Array,
  { width }: Size,
  thickest: number,
): number {
  const counts = new Uint32Array(thickest + 1);
  let total = 0;
  rows.forEach((y, x) => {
    const height = heights[Math.floor(y) * width + first + x]!;
    if (height === 0 || height > thickest) return;
    counts[height]! += 1;
    total += 1;
  });
  let [below, thick] = [0, 1];
  for (let height = 1; height <= thickest; height++) {
    below += counts[height]!;
    thick = height;
    if (2 * below >= total) break;
  }
  return thick;
}

function isBare({ first, rows, thick }: StraightLine, mask: Uint8Array, { width, height }: Size): boolean {
  return [-1, 1].some((side) => {
    let bare = 0;
    rows.forEach((middle, column) => {
      const y = Math.floor(middle + side * (thick / 2 + 2));
      bare += Number(y < 0 || y >= height || mask[y * width + first + column] === 0);
    });
    return bare >= BARE * rows.length;
  });
}

/** The deviation of a line's middle from a parabola, in rows. */
function straysOf({ rows }: StraightLine): number {
  const matrix = [0, 1, 2].map(() => new Float64Array(3));
  const right = new Float64Array(3);
  const termsAt = (column: number): readonly [number, number, number] => {
    const x = (2 * column) / rows.length - 1;
    return [1, x, x * x];
  };
  rows.forEach((row, column) => {
    const terms = termsAt(column);
    terms.forEach((term, i) => {
      right[i]! += term * row;
      terms.forEach((other, k) => (matrix[i]![k]! += term * other));
    });
  });
  const found = solve(matrix, right);
  if (!found) return 0;
  const squares = rows.reduce((sum, row, column) => {
    const terms = termsAt(column);
    return sum + (row - terms.reduce((total, term, i) => total + term * found[i]!, 0)) ** 2;
  }, 0);
  return Math.sqrt(squares / rows.length);
}
