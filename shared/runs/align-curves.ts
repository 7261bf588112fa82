/** A curve as columns: x rises. */
export interface PlainCurve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly length: number;
}

/** Several curves as one: their mean at each place, and from the lowest to the highest of them. */
export interface BandCurve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly length: number;
}

/** More places than these are not drawn; the curves are read at so many that are evenly apart. */
const MOST_PLACES = 4000;

/**
 * The mean of several curves and their spread. Where their places differ (runs of one group take different times), each is read at the
 * places of all by a straight line between its neighbours; beyond its own ends, and where it has no number, it says nothing.
 */
export function bandOf(curves: readonly PlainCurve[]): BandCurve {
  const x = placesOf(curves);
  const columns = curves.map((curve) => readAt(curve, x));
  const length = x.length;
  const [y, low, high] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i++) {
    let [sum, count, least, most] = [0, 0, Infinity, -Infinity];
    for (const column of columns) {
      const value = column[i]!;
      if (!Number.isFinite(value)) continue;
      [sum, count] = [sum + value, count + 1];
      [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
    y[i] = count === 0 ? NaN : sum / count;
    [low[i], high[i]] = count === 0 ? [NaN, NaN] : [least, most];
  }
  return { x, y, low, high, length };
}

function placesOf(curves: readonly PlainCurve[]): Float64Array {
  const longest = Math.max(0, ...curves.map(({ length }) => length));
  if (longest <= MOST_PLACES) {
    const all = new Set<number>();
    for (const { x, length } of curves) for (let i = 0; i < length; i++) all.add(x[i]!);
    if (all.size <= MOST_PLACES) return Float64Array.from(all).sort();
  }
  const ends = curves.filter(({ length }) => length > 0);
  const first = Math.min(...ends.map(({ x }) => x[0]!));
  const last = Math.max(...ends.map(({ x, length }) => x[length - 1]!));
  return Float64Array.from({ length: MOST_PLACES }, (_, i) => first + ((last - first) * i) / (MOST_PLACES - 1));
}

function readAt({ x, y, length }: PlainCurve, places: Float64Array): Float64Array {
  const values = new Float64Array(places.length).fill(NaN);
  let next = 0;
  places.forEach((place, i) => {
    while (next < length && x[next]! < place) next++;
    if (next === length) return;
    if (x[next] === place) values[i] = y[next]!;
    else if (next > 0) {
      const [from, to] = [x[next - 1]!, x[next]!];
      const share = (place - from) / (to - from);
      values[i] = y[next - 1]! * (1 - share) + y[next]! * share;
    }
  });
  return values;
}

/** An epoch as far as the time is concerned: its last step, and how long it took. */
export interface EpochTime {
  readonly step: number;
  readonly seconds: number;
}

/**
 * Seconds of training up to each of these steps, pauses left out: an epoch's time is spread evenly over its steps; of an epoch that goes on,
 * the steps take as long as those before. NaN before any epoch is done.
 */
export function secondsAt(steps: ArrayLike<number>, length: number, epochs: readonly EpochTime[]): Float64Array {
  const seconds = new Float64Array(length).fill(NaN);
  let [epoch, from, before] = [0, 0, 0];
  let pace = epochs[0] ? epochs[0].seconds / epochs[0].step : NaN;
  for (let i = 0; i < length; i++) {
    while (epoch < epochs.length && steps[i]! > epochs[epoch]!.step) {
      before += epochs[epoch]!.seconds;
      from = epochs[epoch]!.step;
      epoch++;
      const now = epochs[epoch];
      if (now) pace = now.seconds / (now.step - from);
    }
    seconds[i] = before + (steps[i]! - from) * pace;
  }
  return seconds;
}
