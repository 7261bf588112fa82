/**
 * y[0..length) without its noise: at each place the height of the line that fits the values around it best, those that are
 * `reach` away with 1/e of the weight (local linear regression, Cleveland 1979, with exponential weights). Unlike a moving
 * average it looks to both sides, so that it neither lags nor is biased at its ends: a straight line comes out as it went in,
 * and a training curve stands where the validation beside it was measured. Values that are not finite are left out and stay
 * gaps; nothing leaves the range of the data.
 */
export function smooth(y: ArrayLike<number>, length: number, reach: number): Float32Array {
  const keep = Math.exp(-1 / reach);
  const [low, high] = rangeOf(y, length);
  const before = Array.from({ length: SUMS }, () => new Float64Array(length));
  const sums = new Float64Array(SUMS);
  for (let i = 0; i < length; i++) {
    moveOn(sums, keep, -1);
    add(sums, y[i]!);
    for (let k = 0; k < SUMS; k++) before[k]![i] = sums[k]!;
  }
  const out = new Float32Array(length);
  const both = new Float64Array(SUMS);
  sums.fill(0);
  for (let i = length - 1; i >= 0; i--) {
    // The sums from the left already include the value at the place itself.
    moveOn(sums, keep, 1);
    for (let k = 0; k < SUMS; k++) both[k] = before[k]![i]! + sums[k]!;
    out[i] = Number.isFinite(y[i]!) ? Math.min(high, Math.max(low, heightAtPlace(both))) : y[i]!;
    add(sums, y[i]!);
  }
  return out;
}

/** Indices of the sums: weights, weights times distance and its square, values, values times distance. */
const [WEIGHT, DISTANCE, SQUARE, VALUE, MOMENT, SUMS] = [0, 1, 2, 3, 4, 5] as const;

/**
 * Moves on by one place: all that was summed up is further away (`direction` -1: to the left, 1: to the right) and has
 * less weight.
 */
function moveOn(sums: Float64Array, keep: number, direction: 1 | -1): void {
  sums[SQUARE] = keep * (sums[SQUARE]! + 2 * direction * sums[DISTANCE]! + sums[WEIGHT]!);
  sums[DISTANCE] = keep * (sums[DISTANCE]! + direction * sums[WEIGHT]!);
  sums[MOMENT] = keep * (sums[MOMENT]! + direction * sums[VALUE]!);
  sums[WEIGHT]! *= keep;
  sums[VALUE]! *= keep;
}

/** A value at the place itself. */
function add(sums: Float64Array, value: number): void {
  if (!Number.isFinite(value)) return;
  sums[WEIGHT]! += 1;
  sums[VALUE]! += value;
}

/** The height, at distance 0, of the line of least squares. */
function heightAtPlace(sums: Float64Array): number {
  const weight = sums[WEIGHT]!;
  const spread = weight * sums[SQUARE]! - sums[DISTANCE]! * sums[DISTANCE]!;
  // A single value has no slope.
  if (spread <= 1e-9 * weight * weight) return sums[VALUE]! / weight;
  return (sums[SQUARE]! * sums[VALUE]! - sums[DISTANCE]! * sums[MOMENT]!) / spread;
}

function rangeOf(y: ArrayLike<number>, length: number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
