import type { Random } from '../random/random.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Directions beside those that are wanted, which make the iteration settle sooner (Halko, Martinsson and Tropp, 2011). */
const BESIDE = 8;
const ROUNDS = 4;

/** A table of numbers, row by row. */
export interface Table {
  readonly values: Float32Array;
  /** Numbers in a row. */
  readonly width: number;
}

/**
 * The rows of a table along its `components` principal directions, the one of most variance first: by iteration of a random subspace,
 * so that no matrix of width x width is made. As many components as the width, if that is less. Yields the share that is done.
 */
export function* principalComponents(table: Table, components: number, random: Random): Generator<number, Table> {
  const { values, width } = table;
  const rows = width === 0 ? 0 : values.length / width;
  const kept = Math.min(components, width);
  const size = Math.min(kept + BESIDE, width);
  const passes = 2 * ROUNDS + 1;
  const mean = columnMeans(table, rows);
  let directions: Float64Array = Float64Array.from({ length: width * size }, () => random.normal());
  orthonormal(directions, width, size);
  for (let round = 0; round < ROUNDS; round++) {
    const projected = project(table, rows, mean, directions, size);
    yield (2 * round + 1) / passes;
    directions = gather(table, rows, projected, size);
    orthonormal(directions, width, size);
    yield (2 * round + 2) / passes;
  }
  const projected = project(table, rows, mean, directions, size);
  return { values: turnToPrincipal(projected, rows, size, kept), width: kept };
}

function columnMeans({ values, width }: Table, rows: number): Float64Array {
  const mean = new Float64Array(width);
  for (let at = 0, row = 0; row < rows; row++) for (let d = 0; d < width; d++) mean[d]! += values[at++]! / rows;
  return mean;
}

/** (table - mean) x directions: rows x size. Zeros, which rectified features are full of, cost nothing. */
function project(
  { values, width }: Table,
  rows: number,
  mean: Float64Array,
  directions: Float64Array,
  size: number,
): Float64Array {
  const offset = new Float64Array(size);
  for (let d = 0; d < width; d++) for (let c = 0; c < size; c++) offset[c]! += mean[d]! * directions[d * size + c]!;
  const projected = new Float64Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const out = projected.subarray(row * size, (row + 1) * size);
    for (let c = 0; c < size; c++) out[c] = -offset[c]!;
    for (let d = 0; d < width; d++) {
      const value = values[row * width + d]!;
      if (value === 0) continue;
      for (let c = 0, from = d * size; c < size; c++) out[c]! += value * directions[from + c]!;
    }
  }
  return projected;
}

/** table' x projected: width x size. The columns of `projected` add up to 0, so that the mean changes nothing. */
function gather({ values, width }: Table, rows: number, projected: Float64Array, size: number): Float64Array {
  const gathered = new Float64Array(width * size);
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < width; d++) {
      const value = values[row * width + d]!;
      if (value === 0) continue;
      for (let c = 0, to = d * size, from = row * size; c < size; c++)
        gathered[to + c]! += value * projected[from + c]!;
    }
  }
  return gathered;
}

/** Columns of length 1 at right angles, in place (Gram and Schmidt, twice over); one that the others span already becomes 0. */
function orthonormal(matrix: Float64Array, rows: number, size: number): void {
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let at = 0; at < rows * size; at += size) sum += matrix[at + a]! * matrix[at + b]!;
    return sum;
  };
  for (let c = 0; c < size; c++) {
    const before = Math.sqrt(dot(c, c));
    for (let other = 0; other < 2 * c; other++) {
      const along = dot(c, other % c);
      for (let at = 0; at < rows * size; at += size) matrix[at + c]! -= along * matrix[at + (other % c)]!;
    }
    const length = Math.sqrt(dot(c, c));
    const scale = length > 1e-10 * before ? 1 / length : 0;
    for (let at = 0; at < rows * size; at += size) matrix[at + c]! *= scale;
  }
}

/** Turns what lies in the subspace to its own principal directions, and keeps the first `kept`. */
function turnToPrincipal(projected: Float64Array, rows: number, size: number, kept: number): Float32Array {
  const products = new Float64Array(size * size);
  for (let at = 0; at < projected.length; at += size) {
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) products[a * size + b]! += projected[at + a]! * projected[at + b]!;
  }
  const { vectors } = symmetricEigen(products, size);
  const turned = new Float32Array(rows * kept);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < kept; k++) {
      let sum = 0;
      for (let c = 0; c < size; c++) sum += projected[row * size + c]! * vectors[c * size + k]!;
      turned[row * kept + k] = sum;
    }
  }
  return turned;
}
