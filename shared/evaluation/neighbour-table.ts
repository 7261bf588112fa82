import type { Table } from './principal-components.ts';

/** Of each row of a table, itself and the rows nearest to it, nearest first, with their distances. */
export interface NeighbourTable {
  readonly indices: number[][];
  readonly distances: number[][];
}

/** Rows between two yields. */
const SLICE = 100;

/**
 * Of each row the `count` nearest (Euclid's distance; equals in order), itself first, at 0. Exact: every pair is measured, which for
 * some thousands of rows of some tens of numbers is quicker than to be clever. Yields the share that is done.
 */
export function* neighbourTable({ values, width }: Table, count: number): Generator<number, NeighbourTable> {
  const rows = values.length / width;
  const [indices, distances]: [number[][], number[][]] = [[], []];
  for (let row = 0; row < rows; row++) {
    if (row > 0 && row % SLICE === 0) yield row / rows;
    const near: number[] = [row];
    const squares: number[] = [-1];
    for (let other = 0; other < rows; other++) {
      if (other === row) continue;
      let square = 0;
      for (let d = 0, a = row * width, b = other * width; d < width; d++)
        square += (values[a + d]! - values[b + d]!) ** 2;
      if (near.length === count && square >= squares[count - 1]!) continue;
      insert(near, squares, other, square, count);
    }
    indices.push(near);
    distances.push(squares.map((square) => Math.sqrt(Math.max(0, square))));
  }
  return { indices, distances };
}

/** Puts one into a list that is sorted by distance, of which no more than `count` are kept. */
function insert(near: number[], squares: number[], row: number, square: number, count: number): void {
  let place = near.length;
  while (place > 0 && squares[place - 1]! > square) place--;
  near.splice(place, 0, row);
  squares.splice(place, 0, square);
  if (near.length > count) [near.length, squares.length] = [count, count];
}
