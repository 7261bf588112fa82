import type { LineSteps } from '../model/line-model.ts';
import type { Span } from './spans.ts';

/** Columns of a line's image: from `left` up to, not including, `right`; rows likewise. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A line as a model sees it: `height` rows of `width` levels, 0 paper to 255 ink. */
export interface LineInk {
  readonly ink: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Ink fainter than this, of what is darkest in the line, is paper's grain. */
const FAINT = 0.3;

/** A sign's place reaches no farther from where it was read than this, in heights of the line. */
const REACH = 1;

/**
 * Where the signs of a line stand, from where they were read: `middles` are columns, rising. A model reads a sign at some step within it and
 * says nothing of its edges: these lie where the least ink is between two signs, and around the ink that is left between them.
 */
export function placeSigns({ ink, width, height }: LineInk, middles: readonly number[]): Place[] {
  const floor = FAINT * ink.reduce((most, level) => Math.max(most, level), 0);
  const columns = new Float64Array(width);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) if (ink[at]! > floor) columns[x]! += ink[at]!;
  const column = (x: number): number => Math.max(0, Math.min(width, Math.round(x)));
  const cuts = middles.slice(1).map((to, i) => leastBetween(columns, column(middles[i]!), column(to)));
  return middles.map((middle, i) => {
    const left = Math.max(cuts[i - 1] ?? 0, column(middle - REACH * height));
    const right = Math.max(left + 1, Math.min(cuts[i] ?? width, column(middle + REACH * height)));
    return around({ ink, width, height }, { left, right, top: 0, bottom: height }, floor);
  });
}

/** The column with the least ink between two, the nearest to the middle of all that have as little. */
function leastBetween(columns: Float64Array, from: number, to: number): number {
  const middle = (from + to) / 2;
  let best = Math.round(middle);
  for (let x = from + 1; x < to; x++) {
    const less = columns[x]! - (columns[best] ?? 0);
    if (less < 0 || (less === 0 && Math.abs(x - middle) < Math.abs(best - middle))) best = x;
  }
  return best;
}

/** The smallest place inside one that has all of its ink; itself, where it has none. */
function around({ ink, width }: LineInk, place: Place, floor: number): Place {
  let [left, top, right, bottom] = [place.right, place.bottom, 0, 0];
  for (let y = place.top; y < place.bottom; y++) {
    for (let x = place.left; x < place.right; x++) {
      if (ink[y * width + x]! <= floor) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
  }
  return right === 0 ? place : { left, top, right, bottom };
}

/** The column in the middle of the steps of a span. */
export const middleOf = ({ start, end }: Span, { offset, pixels }: LineSteps): number =>
  offset + ((start + end - 1) / 2) * pixels;
