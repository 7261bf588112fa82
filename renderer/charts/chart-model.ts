import { isLargeLoss, isTiny, powerText } from '../../shared/words/numbers.ts';
import type { Format } from '../i18n/index.ts';
import { accuracyAxis, boundsOf, logAxis, logTicks, lossAxis, niceTicks } from './axis.ts';
import type { Bounds } from './axis.ts';
import { smooth } from './smooth.ts';
import type { LineSeries } from './series.ts';

/** What a curve measures: decides the axis and how a value is written. */
export type Measure = 'loss' | 'accuracy' | 'rate';

/** The share of a curve at its start that may leave the picture, unless a chart says otherwise. */
const STARTS_OUT = 0.1;
/** How far a smoothed curve looks to each side, in steps: less in a young run, whose few steps all differ. */
const reachOf = (length: number): number => Math.min(20, 2 + length / 20);
/**
 * An untrained classifier has a loss of the logarithm of the number of classes. A loss so many times the first one, or
 * above `least` if that is more, has diverged: on a linear scale it would flatten the rest.
 */
const RUNAWAY = { times: 4, least: 8 };

/** A series with the values that are drawn and read: smoothed where asked for. */
export interface Curve {
  readonly series: LineSeries;
  readonly shown: ArrayLike<number>;
  readonly smoothed: boolean;
  /** Its band, smoothed as the curve is; null where it has none. */
  readonly band: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> } | null;
}

export function curvesOf(series: readonly LineSeries[], smoothed: boolean): Curve[] {
  return series.map((one) => {
    const apply = smoothed && one.noisy === true && one.length > 2;
    const shownOf = (y: ArrayLike<number>): ArrayLike<number> =>
      apply ? smooth(y, one.length, reachOf(one.length)) : y;
    const { interval } = one;
    const band = interval?.band ? { low: shownOf(interval.low), high: shownOf(interval.high) } : null;
    return { series: one, shown: shownOf(one.y), smoothed: apply, band };
  });
}

/** The index of a curve's last value; -1 where it has none. */
export function lastKnown({ series, shown }: Curve): number {
  let last = series.length - 1;
  while (last >= 0 && !Number.isFinite(shown[last]!)) last -= 1;
  return last;
}

export interface ValueAxis extends Bounds {
  readonly ticks: readonly number[];
}

/**
 * `height` in pixels: a low chart has fewer ticks. The axis ends at `highest` at the latest, that of a loss on an even scale
 * where training ran away; the curve then leaves the picture.
 */
export function valueAxis(
  curves: readonly Curve[],
  measure: Measure,
  log: boolean,
  height: number,
  highest = Infinity,
  startsOut = STARTS_OUT,
): ValueAxis {
  const drawn = curves.flatMap(({ series: { length, interval }, shown, band }) => {
    const ends = band ?? interval;
    return [shown, ends?.low ?? [], ends?.high ?? []].map((y) => ({ y, length: Math.min(y.length, length) }));
  });
  const found = boundsOf(
    drawn.map(({ y }) => y),
    drawn.map(({ length }) => length),
    measure === 'rate' ? 0 : startsOut,
  );
  const end = measure === 'loss' && !log ? Math.min(highest, sensibleLoss(curves)) : highest;
  const bounds = found && { low: Math.min(found.low, end), high: Math.min(found.high, end) };
  if (log) {
    const axis = logAxis(bounds);
    return { ...axis, ticks: logTicks(axis) };
  }
  const axis = measure === 'accuracy' ? accuracyAxis(bounds) : lossAxis(bounds);
  return { ...axis, ticks: niceTicks(axis.low, axis.high, height < 130 ? 2 : 4) };
}

/** The highest loss that a linear axis shows, from the lowest of the curves' starts; infinite if there are none. */
function sensibleLoss(curves: readonly Curve[]): number {
  const starts = curves.flatMap(({ series }) => {
    for (let i = 0; i < series.length; i++) if (Number.isFinite(series.y[i]!)) return [series.y[i]!];
    return [];
  });
  return starts.length === 0 ? Infinity : Math.max(RUNAWAY.least, RUNAWAY.times * Math.min(...starts));
}

/** A value on a curve in words. */
export function valueText(format: Format, measure: Measure, value: number): string {
  if (measure === 'rate') return format.rate(value);
  return measure === 'loss' ? format.loss(value) : format.percent(value, 2);
}

/** A tick with as many digits as the finest of `ticks` needs; hand in the tick alone where each may have its own. */
export function tickText(format: Format, measure: Measure, tick: number, ticks: readonly number[]): string {
  if (measure === 'rate') return format.rate(tick);
  if (measure === 'loss' && (isLargeLoss(tick) || isTiny(tick))) return powerText(tick);
  const scale = measure === 'accuracy' ? 100 : 1;
  const digits = Math.max(...ticks.map((one) => digitsOf(one * scale)));
  return measure === 'accuracy' ? format.percent(tick, digits) : format.number(tick, digits);
}

/** Digits after the point: two for 0.25, none for 2. */
function digitsOf(value: number): number {
  for (let digits = 0; digits < 6; digits++) {
    if (Math.abs(value - Number(value.toFixed(digits))) <= Math.abs(value) * 1e-6) return digits;
  }
  return 6;
}
