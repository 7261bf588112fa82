/**
 * Exponential moving average of y[0..length), freed of its start's bias (divided by 1 - weight^k, as Adam and
 * TensorBoard do), so that the first value is the first of the data. Values that are not finite stay and are left out.
 */
export function smooth(y: ArrayLike<number>, length: number, weight: number): Float32Array {
  const out = new Float32Array(length);
  let mean = 0;
  let bias = 1;
  for (let i = 0; i < length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      out[i] = value;
      continue;
    }
    mean = weight * mean + (1 - weight) * value;
    bias *= weight;
    out[i] = mean / (1 - bias);
  }
  return out;
}
