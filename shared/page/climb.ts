import { quantile } from '../ink/grey-image.ts';
import { heightOf, type PageLine } from './page.ts';

/** A line of at least so many digit heights says whether it climbs, and climbs by no more than this. */
const LONG = 3.5;
const STEEPEST = 0.2;

/** Signs lower than this share of a digit's height do not say where the line is. */
const LOW = 0.6;

export interface Climb {
  /** The row of the digits' middles, in the middle of the line, in the page's pixels. */
  readonly row: number;
  /** Rows down for each column to the right. */
  readonly slope: number;
  /** How far ink reaches above and below of the middles, in pixels. */
  readonly above: number;
  readonly below: number;
}

/** How a line lies on its page: by the middles of its digits (the median of the slopes between them: H. Theil, P. Sen). */
export function climbOf({ parts, digit, box }: PageLine): Climb {
  const high = parts.filter((part) => heightOf(part) >= LOW * digit);
  const signs = high.length > 0 ? high : parts;
  const middle = (box.left + box.right) / 2;
  const places = signs.map(
    ({ left, right, top, bottom }) => [(left + right) / 2 - middle, (top + bottom) / 2] as const,
  );
  const slope = box.right - box.left >= LONG * digit && signs.length > 2 ? slopeOf(places) : 0;
  const row = quantile(
    Float32Array.from(places, ([x, y]) => y - slope * x),
    0.5,
  );
  const rowAt = (x: number): number => row + slope * (x - middle);
  return {
    row,
    slope,
    above: Math.max(...parts.map(({ top, left, right }) => rowAt((left + right) / 2) - top)),
    below: Math.max(...parts.map(({ bottom, left, right }) => bottom - rowAt((left + right) / 2))),
  };
}

function slopeOf(places: readonly (readonly [x: number, y: number])[]): number {
  const slopes = places.flatMap(([x, y], i) =>
    places.slice(i + 1).flatMap(([nx, ny]) => (nx - x > 1 ? [(ny - y) / (nx - x)] : [])),
  );
  if (slopes.length === 0) return 0;
  const slope = quantile(Float32Array.from(slopes), 0.5);
  return Math.max(-STEEPEST, Math.min(STEEPEST, slope));
}
