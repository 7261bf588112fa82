import type { LineInk, Place } from '../place-signs.ts';

/** Cuts of one piece are this far apart at least, and from its edges, in pixels. */
const APART = 3;

/** A column is a place to cut if it has no more ink than this share of the column with the most, ... */
const THIN = 0.6;

/** ... and no piece is cut at more of them: those with the least ink. */
const MOST = 6;

/** A cut may lean by a column a row, and stays this near to where its column is. */
const REACH = 4;

/**
 * Where joined ink may be cut into signs: from top to bottom through as little ink as can be, beside each column whose projection has a
 * minimum. Of each cut the first column right of it, row by row of the box, the leftmost cut first.
 */
export function seamsOf({ ink, width }: LineInk, box: Place): Int32Array[] {
  const projection = Array.from({ length: box.right - box.left }, (_, i) => {
    let sum = 0;
    for (let y = box.top; y < box.bottom; y++) sum += ink[y * width + box.left + i]!;
    return sum;
  });
  const most = Math.max(...projection);
  const minima = projection
    .map((sum, column) => ({ sum, column }))
    .filter(({ sum, column }) => {
      const around = projection.slice(Math.max(0, column - APART), column + APART + 1);
      const isInside = column >= APART && column < projection.length - APART;
      return isInside && sum <= THIN * most && sum === Math.min(...around);
    })
    .sort((a, b) => a.sum - b.sum)
    .filter(({ column }, i, all) => all.slice(0, i).every((other) => Math.abs(other.column - column) >= APART))
    .slice(0, MOST);
  return minima.map(({ column }) => seamAt({ ink, width }, box, box.left + column)).sort((a, b) => sumOf(a) - sumOf(b));
}

const sumOf = (seam: Int32Array): number => seam.reduce((sum, x) => sum + x, 0);

/** The way through the least ink near a column (dynamic programming over rows). */
function seamAt({ ink, width }: Pick<LineInk, 'ink' | 'width'>, box: Place, column: number): Int32Array {
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
      // Straight where it makes no difference.
      next[i] = costs[best]! + ink[(box.top + row) * width + left + i]! + Math.abs(left + i - column) / 4;
    }
    costs = next;
  }
  let at = costs.indexOf(Math.min(...costs));
  const seam = new Int32Array(height);
  for (let row = height - 1; row >= 0; row--) {
    seam[row] = left + at;
    at = from[row * wide + at]!;
  }
  return seam;
}
