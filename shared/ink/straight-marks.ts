import type { Size } from './frame.ts';
import { quantile } from './grey-image.ts';

/** A nearly level, straight, thin mark. */
export interface Line {
  /** 1 for its pixels and for the fade above and below; where a stroke crosses it, the stroke's pixels are not among them. */
  readonly pixels: Uint8Array;
  /** 1 for all that is within the thickest line's half thickness of its middle. */
  readonly path: Uint8Array;
  readonly ends: readonly [first: readonly [x: number, y: number], last: readonly [x: number, y: number]];
  /** Rows down for each column to the right. */
  readonly slope: number;
  /** From one edge of the picture to the other. */
  readonly spans: boolean;
}

/** Share of the image's width that a line is long, at least. */
const LONG = 0.5;

/** Rise or fall over the width, at most: a page that was laid down or held a little askew. */
const SLANT = 0.08;

/** Breaks that a line may have, and the share of its columns that are inked and thin, at least. */
const BREAK = 0.04;
const WHOLE = 0.85;
const THIN = 0.6;

/** So many lines are a pattern; where it leaves the picture, lines of this share of the width belong to it (and of so many pixels), askew by no more than this. */
const SEVERAL = 3;
const SHORT = 0.03;
const SHORT_PIXELS = 8;
const ASKEW = 0.015;

/** Lines looked for, at most. */
const MOST = 80;

/** The thickest line, in pixels. */
export const thickestLine = ({ width, height }: Size): number =>
  Math.max(1, Math.round(0.025 * Math.max(width, height)));

/**
 * The straight, nearly level lines of a mask (1: ink), longest first (Hough's transform: each thin pixel votes for the lines
 * through it; a line that holds what it promises is taken out, and the votes of its pixels with it).
 */
export function straightMarks(mask: Uint8Array, size: Size): Line[] {
  const runs = verticalRuns(mask, size);
  const thickest = thickestLine(size);
  const thin = new Uint8Array(mask.length);
  for (let i = 0; i < thin.length; i++) if (mask[i] === 1 && runs.length[i]! <= thickest) thin[i] = 1;
  const votes = createVotes(thin, size);
  const found: Line[] = [];
  for (let tries = 0; tries < MOST; tries++) {
    const best = votes.best(0, 1);
    if (best.count < (LONG * THIN * size.width) / 2) break;
    const line = follow(best, mask, runs, thickest, size, LONG);
    if (line) found.push(line);
    votes.remove(best, line?.pixels ?? null);
  }
  return found.length < SEVERAL ? found : [...found, ...corners(found, votes, mask, runs, thickest, size)];
}

/** Lines parallel to several others that leave the picture at a corner: they are shorter. */
function corners(
  others: readonly Line[],
  votes: Votes,
  mask: Uint8Array,
  runs: Runs,
  thickest: number,
  size: Size,
): Line[] {
  const slopes = Float32Array.from(others, ({ slope }) => slope);
  const usual = quantile(slopes, 0.5);
  const found: Line[] = [];
  for (let tries = 0; tries < MOST; tries++) {
    const best = votes.best(usual, ASKEW);
    if (best.count < Math.max(SHORT_PIXELS, SHORT * THIN * size.width)) break;
    const line = follow(best, mask, runs, thickest, size, SHORT);
    const leaves = line !== null && (line.ends[0][0] <= 1 || line.ends[1][0] >= size.width - 2);
    if (line && leaves) found.push(line);
    votes.remove(best, leaves ? line.pixels : null);
  }
  return found;
}

interface Runs {
  /** For each inked pixel the number of inked pixels in its upright run, and the first one's row. */
  readonly length: Int32Array;
  readonly top: Int32Array;
}

function verticalRuns(mask: Uint8Array, { width, height }: Size): Runs {
  const [length, top] = [new Int32Array(mask.length), new Int32Array(mask.length)];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height;) {
      if (mask[y * width + x] === 0) {
        y++;
        continue;
      }
      const first = y;
      while (y < height && mask[y * width + x] === 1) y++;
      for (let row = first; row < y; row++) {
        length[row * width + x] = y - first;
        top[row * width + x] = first;
      }
    }
  }
  return { length, top };
}

/** y = row + slope * (x - width / 2) */
interface Candidate {
  readonly row: number;
  readonly slope: number;
  readonly slot: number;
  readonly count: number;
}

interface Votes {
  /** The line with most votes among those that slope as usual, or differ by no more than this. */
  best(usual: number, askew: number): Candidate;
  /** Takes out a candidate, and with `pixels` what these have voted for. */
  remove(candidate: Candidate, pixels: Uint8Array | null): void;
}

function createVotes(thin: Uint8Array, { width, height }: Size): Votes {
  const steps = Math.ceil((SLANT * width) / 2);
  const slopes = Array.from({ length: 2 * steps + 1 }, (_, k) => (2 * (k - steps)) / width);
  // A line may leave the picture before it comes to its middle.
  const beyond = steps + 1;
  const rows = height + 2 * beyond;
  const counts = new Int32Array(slopes.length * rows);
  const vote = (pixel: number, weight: 1 | -1): void => {
    const y = Math.floor(pixel / width);
    const x = pixel - y * width - width / 2;
    for (let k = 0; k < slopes.length; k++) {
      counts[k * rows + Math.round(y - slopes[k]! * x) + beyond]! += weight;
    }
  };
  for (let pixel = 0; pixel < thin.length; pixel++) if (thin[pixel] === 1) vote(pixel, 1);
  return {
    best(usual, askew) {
      let slot = 0;
      slopes.forEach((slope, k) => {
        if (Math.abs(slope - usual) > askew) return;
        for (let i = k * rows; i < (k + 1) * rows; i++) if (counts[i]! > counts[slot]!) slot = i;
      });
      return { slot, count: counts[slot]!, row: (slot % rows) - beyond, slope: slopes[Math.floor(slot / rows)]! };
    },
    remove({ slot }, pixels) {
      for (let pixel = 0; pixels !== null && pixel < thin.length; pixel++) {
        if (pixels[pixel] === 0 || thin[pixel] === 0) continue;
        thin[pixel] = 0;
        vote(pixel, -1);
      }
      counts[slot] = 0;
    },
  };
}

/** Walks along a candidate, a row up or down where the ink goes so. Null: it is no line. */
function follow(
  { row, slope }: Candidate,
  mask: Uint8Array,
  runs: Runs,
  thickest: number,
  size: Size,
  long: number,
): Line | null {
  const { width, height } = size;
  const places = Int32Array.from({ length: width }, (_, x) => {
    const y = Math.round(row + slope * (x + 0.5 - width / 2));
    return [y, y - 1, y + 1, y - 2, y + 2].find((at) => at >= 0 && at < height && mask[at * width + x] === 1) ?? -1;
  });
  const [first, last] = longestStretch(places, Math.max(2, BREAK * width));
  const columns = last - first + 1;
  const inked = places.subarray(first, last + 1).filter((y) => y >= 0).length;
  if (columns < long * width || inked < WHOLE * columns) return null;
  const [pixels, path] = [new Uint8Array(mask.length), new Uint8Array(mask.length)];
  const half = Math.ceil(thickest / 2) + 1;
  let thin = 0;
  for (let x = first; x <= last; x++) {
    const middle = places[x]!;
    for (let y = Math.max(0, middle - half); middle >= 0 && y <= Math.min(height - 1, middle + half); y++) {
      path[y * width + x] = 1;
    }
    const at = places[x]! * width + x;
    if (at < 0 || runs.length[at]! > thickest) continue;
    thin += 1;
    const top = Math.max(0, runs.top[at]! - 2);
    const bottom = Math.min(height - 1, runs.top[at]! + runs.length[at]! + 1);
    for (let y = top; y <= bottom; y++) pixels[y * width + x] = 1;
  }
  if (thin < THIN * columns) return null;
  const margin = Math.max(1, 0.01 * width);
  return {
    pixels,
    path,
    slope,
    ends: [
      [first, places[first]!],
      [last, places[last]!],
    ],
    spans: first <= margin && last >= width - 1 - margin,
  };
}

/** The longest stretch of columns that are inked, but for breaks of up to `gap` columns. */
function longestStretch(places: Int32Array, gap: number): [first: number, last: number] {
  let [best, first, last]: [[number, number], number, number] = [[0, -1], -1, -1];
  places.forEach((y, x) => {
    if (y < 0) return;
    if (first < 0 || x - last > gap) first = x;
    last = x;
    if (last - first > best[1] - best[0]) best = [first, last];
  });
  return best;
}
