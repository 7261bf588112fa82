/** Sweeps over all pairs; ten are enough for any size that is asked for here, and each that finds nothing to do ends it. */
const MOST_SWEEPS = 50;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix (`size` x `size`, row by row; it is overwritten), by Jacobi's rotations. The
 * vectors are the columns of `vectors`, of length 1, in the order of `values`: the largest first.
 */
export function symmetricEigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const turned = new Float64Array(size * size);
  for (let i = 0; i < size; i++) turned[i * size + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) rotated = rotate(matrix, turned, size, p, q) || rotated;
    if (!rotated) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((a, b) => matrix[b * size + b]! - matrix[a * size + a]!);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let row = 0; row < size; row++) vectors[row * size + to] = turned[row * size + from]!;
  });
  return { values: Float64Array.from(order, (i) => matrix[i * size + i]!), vectors };
}

/** Turns the plane of two axes until their off-diagonal element is 0; false where it was as good as that. */
function rotate(matrix: Float64Array, turned: Float64Array, size: number, p: number, q: number): boolean {
  const [app, aqq, apq] = [matrix[p * size + p]!, matrix[q * size + q]!, matrix[p * size + q]!];
  if (Math.abs(apq) <= Number.EPSILON * Math.sqrt(Math.abs(app * aqq)) || apq === 0) return false;
  const theta = (aqq - app) / (2 * apq);
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let i = 0; i < size; i++) turnPair(matrix, i * size + p, i * size + q, cosine, sine);
  for (let i = 0; i < size; i++) turnPair(matrix, p * size + i, q * size + i, cosine, sine);
  for (let i = 0; i < size; i++) turnPair(turned, i * size + p, i * size + q, cosine, sine);
  return true;
}

function turnPair(values: Float64Array, a: number, b: number, cosine: number, sine: number): void {
  const [first, second] = [values[a]!, values[b]!];
  values[a] = cosine * first - sine * second;
  values[b] = sine * first + cosine * second;
}
