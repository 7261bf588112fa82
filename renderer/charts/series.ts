/** A curve: `length` points in columns that may be longer. x rises; y may hold NaN, which leaves a gap. */
export interface LineSeries {
  readonly id: string;
  readonly name: string;
  /** The palette's colour: 1 is the accent, for the live curve. */
  readonly color: 1 | 2 | 3 | 4 | 5;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly length: number;
  /** One value for each batch: smoothed on request, the raw curve thin behind. */
  readonly noisy?: boolean;
  /** Each point's interval, in columns as `y`: points are marked, with whiskers, or all are a `band`. NaN: none. */
  readonly interval?: {
    readonly low: ArrayLike<number>;
    readonly high: ArrayLike<number>;
    readonly band?: boolean;
  };
  /** Whole, dashed or dotted: for more curves than there are colours. */
  readonly dash?: 0 | 1 | 2;
  /** Another curve was brought forward. */
  readonly faded?: boolean;
}

/** The opacity of a curve while another is forward. */
export const FADED = 0.22;

/** Lengths of dashes and gaps, in pixels, by a curve's `dash`. */
export const DASHES: Readonly<Record<0 | 1 | 2, readonly number[]>> = { 0: [], 1: [7, 4], 2: [2, 3] };

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The index of the last x that is not beyond `at`; -1 when all are. */
export function indexAt(x: ArrayLike<number>, length: number, at: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
