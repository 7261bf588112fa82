import type { LineInk, Place } from '../place-signs.ts';

/** Cuts of one piece are this far apart at least, and from its edges, in pixels. */
const APART = 3;

/** Cuts for each height of a digit that the piece is wide: those through the least ink. */
const MOST = 5;

/** A cut may lean by a column a row, and stays this near to the column that it is looked for at. */
const REACH = 4;

/** No cut goes through more ink than this, in pixels: two strokes side by side. */
const THICKEST = 7;

interface Seam {
  /** Of each row of the box the first column right of the cut. */
  readonly columns: Int32Array;
  readonly middle: number;
  readonly cost: number;
}

/**
 * Where joined ink may be cut into signs: from top to bottom through as little ink as can be, leaning as the writing does. Of each cut the
 * first column right of it, row by row of the box, the leftmost cut first.
 */
export function seamsOf(line: Pick<LineInk, 'ink' | 'width'>, box: Place, digit: number): Int32Array[] {
  const all: Seam[] = [];
  for (let column = box.left + APART; column < box.right - APART; column++) all.push(seamAt(line, box, column));
  const chosen: Seam[] = [];
  for (const seam of all.sort((a, b) => a.cost - b.cost)) {
    if (chosen.length >= (MOST * (box.right - box.left)) / digit || seam.cost > 255 * THICKEST) break;
    const isInside = seam.middle >= box.left + APART && seam.middle <= box.right - APART;
    if (isInside && chosen.every(({ middle }) => Math.abs(middle - seam.middle) >= APART)) chosen.push(seam);
  }
  return chosen.sort((a, b) => a.middle - b.middle).map(({ columns }) => columns);
}

/** The way through the least ink near a column (dynamic programming over rows). */
function seamAt({ ink, width }: Pick<LineInk, 'ink' | 'width'>, box: Place, column: number): Seam {
  const [left, right] = [Math.max(box.left + 1, column - REACH), Math.min(box.right - 1, column + REACH)];
  const wide = right - left + 1;
  const height = box.bottom - box.top;
  const from = new Int32Array(height * wide);
  let costs = new Float64Array(wide);
  for (let row = 0; row < height; row++) {
    const next = new Float64Array(wide);
    for (let i = 0; i < wide; i++) {
      let best = i;
      for (const other of [i - 1, i + 1])
        if (row > 0 && other >= 0 && other < wide && costs[other]! + 1 < costs[best]!) best = other;
      from[row * wide + i] = best;
      // Straight, and at its column, where it makes no difference.
      next[i] = costs[best]! + ink[(box.top + row) * width + left + i]! + Math.abs(left + i - column) / 4;
    }
    costs = next;
  }
  const cost = Math.min(...costs);
  let at = costs.indexOf(cost);
  const columns = new Int32Array(height);
  for (let row = height - 1; row >= 0; row--) {
    columns[row] = left + at;
    at = from[row * wide + at]!;
  }
  return { columns, cost, middle: columns.reduce((sum, x) => sum + x, 0) / height };
}
