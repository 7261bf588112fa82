/** 1, 2, 2.5 or 5 times a power of ten, at least `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power >= rough * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

/**
 * Multiples of a nice step from `low` to `high`, about `count` of them, without binary errors. Their number is known before the first is made:
 * of numbers that differ in their last bits alone, the next multiple may be the same number again.
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  const step = niceStep((high - low) / count);
  // No range, or one whose part is no number any more.
  if (!(step > 0 && step < Infinity)) return [low];
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return [...new Set(ticks)];
}

/** With more decades than this, not all are labelled. */
const MOST_DECADES = 8;

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Where an axis for these curves should begin and end. The first steps of a training fall or rise so far that the rest
 * would be a flat line, so a share `startsOut` of each curve at its start does not count (it may leave the picture). Of a few points
 * none is left out, unless more than a tenth may be.
 */
export function boundsOf(
  curves: readonly ArrayLike<number>[],
  lengths: readonly number[],
  startsOut = 0.1,
): Bounds | null {
  let [low, high] = [Infinity, -Infinity];
  curves.forEach((y, k) => {
    const length = lengths[k]!;
    const skip = length < 20 && startsOut <= 0.1 ? 0 : Math.floor(length * startsOut);
    for (let i = skip; i < length; i++) {
      const value = y[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  });
  return low <= high ? { low, high } : null;
}

/** A loss axis: from zero to a nice number that leaves a little air. */
export function lossAxis(bounds: Bounds | null): Bounds {
  const high = Math.max(bounds?.high ?? 1, 1e-6) * 1.05;
  const step = niceStep(high / 4);
  return { low: 0, high: Number((Math.ceil(high / step) * step).toPrecision(12)) };
}

/** An accuracy axis: up to 100 %, and down as far as the curves go. */
export function accuracyAxis(bounds: Bounds | null): Bounds {
  const low = bounds?.low ?? 0;
  const step = niceStep(Math.max(0.004, 1 - low) / 4);
  return { low: Math.max(0, Number((1 - Math.ceil((1 - low) / step - 1e-9) * step).toPrecision(12))), high: 1 };
}

/**
 * Whole decades around the curves' positive values. A loss that goes to nothing is shown down to a millionth of what a
 * fresh model has; a loss that diverged, as far up as it went.
 */
export function logAxis(bounds: Bounds | null): Bounds {
  const high = Math.max(bounds?.high ?? 1, 1e-6);
  const low = Math.max(Math.min(bounds?.low ?? 0.01, high / 10), Math.min(high, 1) / 1e6, 1e-8);
  const down = [5, 2, 1].map((f) => f * 10 ** Math.floor(Math.log10(low))).find((edge) => edge <= low * 1.0001);
  const up = [1, 2, 5, 10].map((f) => f * 10 ** Math.floor(Math.log10(high))).find((edge) => edge >= high * 0.9999);
  return { low: Number((down ?? low).toPrecision(6)), high: Number((up ?? high).toPrecision(6)) };
}

/** Ticks of a log axis: 1, 2, 5 of each decade, the decades alone when they are many, every k-th of very many; none without two ends. */
export function logTicks({ low, high }: Bounds): number[] {
  if (!(low > 0 && high < Infinity)) return [];
  const decades = Math.log10(high / low);
  const every = Math.max(1, Math.ceil(decades / MOST_DECADES));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    for (const factor of decades > 2.5 ? [1] : [1, 2, 5]) {
      const tick = Number((factor * 10 ** power).toPrecision(6));
      if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * Step ticks at epochs' ends, every k-th so that at most `most` are labelled; below three epochs plain nice steps.
 */
export function stepTicks(last: number, stepsPerEpoch: number, most: number): number[] {
  const epochs = stepsPerEpoch > 0 ? last / stepsPerEpoch : 0;
  if (epochs < 3) return niceTicks(0, last, most - 1).filter(Number.isInteger);
  const every = Math.max(1, Math.floor(niceStep(epochs / (most - 1))));
  return Array.from({ length: Math.floor(epochs / every) + 1 }, (_, k) => k * every * stepsPerEpoch);
}

/**
 * Where the step axis ends: at one epoch, then two, four and so on up to the planned end, so that a young curve is not
 * squeezed into a corner and the axis moves seldom. `planned` 0: nobody knows, the axis ends with the curve.
 */
export function stepAxisEnd(last: number, planned: number, stepsPerEpoch: number): number {
  let end = Math.max(1, stepsPerEpoch || planned || last);
  while (end < last) end *= 2;
  return Math.max(last, planned > 0 ? Math.min(end, planned) : last, 1);
}
