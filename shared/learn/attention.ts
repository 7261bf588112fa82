/** One head's rows for each step, [steps, size]. */
export interface HeadRows {
  readonly values: Float32Array;
  readonly size: number;
}

/** A head out of [heads, steps, size]. */
export const headOf = (
  values: Float32Array,
  [, steps, size]: readonly [number, number, number],
  head: number,
): HeadRows => ({
  values: values.subarray(head * steps * size, (head + 1) * steps * size),
  size,
});

/** A step's own row. */
export const rowOf = ({ values, size }: HeadRows, step: number): Float32Array =>
  values.subarray(step * size, (step + 1) * size);

/** How well each step's key answers to one step's query: their product by the square root of their size, before softmax. */
export function scoresOf(queries: HeadRows, keys: HeadRows, step: number): Float32Array {
  const query = rowOf(queries, step);
  const scores = new Float32Array(keys.values.length / keys.size);
  return scores.map(
    (_, other) => rowOf(keys, other).reduce((sum, k, i) => sum + query[i]! * k, 0) / Math.sqrt(keys.size),
  );
}
