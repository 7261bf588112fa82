/** Self-attention of one image: softmax(q k^T / sqrt(size)) v of each head. q, k and v are [steps, heads * size], as is the result. */
export function attend(
  { q, k, v }: { readonly q: Float32Array; readonly k: Float32Array; readonly v: Float32Array },
  steps: number,
  heads: number,
): Float32Array {
  const width = q.length / steps;
  const size = width / heads;
  const y = new Float32Array(q.length);
  const shares = new Float64Array(steps);
  for (let head = 0; head < heads; head++) {
    const at = (step: number): number => step * width + head * size;
    for (let step = 0; step < steps; step++) {
      let highest = -Infinity;
      for (let other = 0; other < steps; other++) {
        let product = 0;
        for (let i = 0; i < size; i++) product += q[at(step) + i]! * k[at(other) + i]!;
        shares[other] = product / Math.sqrt(size);
        highest = Math.max(highest, shares[other]!);
      }
      let sum = 0;
      for (let other = 0; other < steps; other++) sum += shares[other] = Math.exp(shares[other]! - highest);
      for (let other = 0; other < steps; other++) {
        const share = shares[other]! / sum;
        for (let i = 0; i < size; i++) y[at(step) + i]! += share * v[at(other) + i]!;
      }
    }
  }
  return y;
}
