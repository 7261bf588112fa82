/** Statistics of several measurements of one thing. All throw RangeError without any. */

export interface Summary {
  readonly n: number;
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export function summarise(values: readonly number[]): Summary {
  const sorted = ascending(values);
  return { n: sorted.length, least: sorted[0]!, median: quantile(sorted, 0.5), most: sorted.at(-1)! };
}

/** The value below which `share` (0 to 1) of the values lie, between two of them in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}

export interface Ratio extends Summary {
  /** The highest of the first over the highest of the second, whichever rounds they were in. */
  readonly ofBests: number;
}

/** The ratio of `a` to `b`, round by round: what disturbs one round disturbs both. */
export function ratio(a: readonly number[], b: readonly number[]): Ratio {
  const rounds = Math.min(a.length, b.length);
  const byRound = Array.from({ length: rounds }, (_, i) => a[i]! / b[i]!);
  return { ...summarise(byRound), ofBests: summarise(a).most / summarise(b).most };
}

/** The mean and its standard error; NaN for fewer than two values. */
export function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  if (values.length === 0) throw new RangeError('no values');
  const middle = mean(values);
  const spread = sum(values.map((value) => (value - middle) ** 2));
  return { mean: middle, error: values.length < 2 ? NaN : Math.sqrt(spread / (values.length - 1) / values.length) };
}

export interface Line {
  readonly intercept: number;
  readonly slope: number;
  /** Standard error of the slope; NaN for fewer than three points. */
  readonly slopeError: number;
}

/** The straight line of least squares through (x, y), at least two points of different x. */
export function fitLine(xs: readonly number[], ys: readonly number[]): Line {
  const n = xs.length;
  if (n < 2 || n !== ys.length) throw new RangeError(`no line through ${n} and ${ys.length} values`);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const spread = sum(xs.map((x) => (x - meanX) ** 2));
  const slope = sum(xs.map((x, i) => (x - meanX) * (ys[i]! - meanY))) / spread;
  const intercept = meanY - slope * meanX;
  const residual = sum(xs.map((x, i) => (ys[i]! - intercept - slope * x) ** 2));
  return { intercept, slope, slopeError: n < 3 ? NaN : Math.sqrt(residual / (n - 2) / spread) };
}

/** Whether a slope is at most two standard errors above 0. A falling line counts as flat: it does not grow. */
export const isFlat = ({ slope, slopeError }: Line): boolean => slope <= 2 * slopeError;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('no values');
  return [...values].sort((a, b) => a - b);
}
