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
  /** Each point's interval, in columns as `y`: points are marked, with whiskers. NaN: none. */
  readonly interval?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
}

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
