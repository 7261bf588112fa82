import type { Random } from '../../../shared/random/random.ts';

/**
 * A random matrix [rows, columns], row-major, whose rows (or columns, whichever are fewer) are of length 1 and at right
 * angles to each other (Saxe, 2014): normal numbers, made orthogonal by Gram and Schmidt's way. That is Keras's QR with
 * the signs of R's diagonal taken in.
 */
export function orthogonal(rows: number, columns: number, random: Random): Float32Array {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, i) => {
    for (const earlier of vectors.slice(0, i)) {
      const along = dot(vector, earlier);
      for (let k = 0; k < length; k++) vector[k]! -= along * earlier[k]!;
    }
    const size = Math.sqrt(dot(vector, vector));
    for (let k = 0; k < length; k++) vector[k]! /= size;
  });
  const values = new Float32Array(rows * columns);
  vectors.forEach((vector, i) =>
    vector.forEach((value, k) => {
      values[rows < columns ? i * columns + k : k * columns + i] = value;
    }),
  );
  return values;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
