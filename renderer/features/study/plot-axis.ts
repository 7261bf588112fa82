import type { Metric, Objective } from '../../../shared/contract/schemas/study.ts';
import { type Dimension, toUnit } from '../../../shared/study/dimension.ts';
import { logTicks, niceTicks } from '../../charts/axis.ts';
import type { Format } from '../../i18n/index.ts';
import { valueText } from './parameter-words.ts';
import { metricText } from './study-words.ts';

export interface PlotTick {
  /** 0 to 1 along the axis. */
  readonly at: number;
  readonly text: string;
}

/** An axis of a plot: where a value stands on it, 0 to 1, and its ticks. */
export interface PlotAxis {
  readonly unit: (value: number) => number;
  readonly ticks: readonly PlotTick[];
}

/** More choices than these have no words on an axis, each of which has so many letters at most. */
const MOST_CHOICES = 8;
const LONGEST_CHOICE = 12;
/** A trial that is worse than the median by more than so many times the distance from the best to the median leaves the picture to the others. */
const FAR = 3;
/** Of fewer trials than these none is left out. */
const MANY = 8;
/** Metrics that reach over more than this factor stand on a logarithmic axis. */
const WIDE = 20;

/** An objective's axis over what the trials came to, those that did far worse than most left out: they stand at its edge. */
export function objectiveAxis(values: readonly number[], objective: Objective, format: Format): PlotAxis {
  const { low, high } = boundsOf(values, objective);
  const isLog = objective.metric !== 'validationAccuracy' && low > 0 && high / low > WIDE;
  if (isLog) return logarithmic(low, high, (tick) => metricText(objective.metric, tick, format));
  const ticks = niceTicks(low, high, 4).filter((tick) => tick >= low && tick <= high);
  const words = tickWords(objective.metric, ticks, format);
  return linear(low, high, ticks, words);
}

/** Where an objective's axis begins and ends, with a little air. */
function boundsOf(values: readonly number[], { metric, direction }: Objective): { low: number; high: number } {
  const sign = direction === 'maximize' ? -1 : 1;
  const sorted = values.map((value) => sign * value).sort((a, b) => a - b);
  const best = sorted[0] ?? 0;
  const middle = sorted[Math.floor(sorted.length / 2)] ?? best;
  const limit = sorted.length >= MANY && middle > best ? middle + FAR * (middle - best) : Infinity;
  const worst = sorted.filter((value) => value <= limit).at(-1) ?? best;
  const [low, high] = sign === 1 ? [best, worst] : [-worst, -best];
  const air = high > low ? 0.06 * (high - low) : Math.abs(high || 1) * 0.1;
  const most = metric === 'validationAccuracy' ? 1 : Infinity;
  return { low: Math.max(low > 0 ? low / 2 : 0, low - air), high: Math.min(Math.max(most, high), high + air) };
}

/** Percentages have as many digits as tell the ticks apart. */
function tickWords(metric: Metric, ticks: readonly number[], format: Format): (tick: number) => string {
  if (metric !== 'validationAccuracy') return (tick) => metricText(metric, tick, format);
  const digits = [0, 1, 2].find((n) => ticks.every((tick) => Math.abs(tick * 100 - round(tick * 100, n)) < 1e-6)) ?? 2;
  return (tick) => format.percent(tick, digits);
}
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** A searched option's axis: of numbers from end to end, of choices a place for each. */
export function dimensionTicks(dimension: Dimension, format: Format): PlotTick[] {
  if (dimension.kind === 'choice') {
    const { choices } = dimension;
    if (choices.length > MOST_CHOICES) return [];
    return choices.map((choice) => ({
      at: toUnit(dimension, choice),
      text: short(valueText(dimension.path, choice, format)),
    }));
  }
  const { low, high, log } = dimension;
  const inside = (log ? logTicks({ low, high }) : niceTicks(low, high, 4)).filter(
    (tick) => tick >= low && tick <= high,
  );
  const ticks = log && inside.length > 5 ? inside.filter((tick) => Number.isInteger(Math.log10(tick))) : inside;
  return (ticks.length > 1 ? ticks : [low, high]).map((tick) => ({
    at: toUnit(dimension, tick),
    text: valueText(dimension.path, tick, format),
  }));
}

/** Trials by number, from 0 on. */
export function numberAxis(count: number, format: Format): PlotAxis {
  const last = Math.max(1, count - 1);
  return linear(-0.5, last + 0.5, niceTicks(0, last, 6).filter(Number.isInteger), (tick) => format.number(tick));
}

function linear(low: number, high: number, ticks: readonly number[], text: (tick: number) => string): PlotAxis {
  const unit = (value: number): number => clamp((value - low) / (high - low || 1));
  return { unit, ticks: ticks.map((tick) => ({ at: unit(tick), text: text(tick) })) };
}

function logarithmic(low: number, high: number, text: (tick: number) => string): PlotAxis {
  const unit = (value: number): number => clamp(Math.log(Math.max(value, low) / low) / Math.log(high / low));
  const all = logTicks({ low, high });
  const ticks = all.length > 5 ? all.filter((tick) => Number.isInteger(Math.log10(tick))) : all;
  return { unit, ticks: ticks.map((tick) => ({ at: unit(tick), text: text(tick) })) };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
const short = (text: string): string =>
  text.length > LONGEST_CHOICE ? `${[...text].slice(0, LONGEST_CHOICE - 1).join('')}…` : text;

/** Whether a value stands beyond an axis, at its edge. */
export const isBeyond = (values: readonly number[], objective: Objective, value: number): boolean => {
  const { low, high } = boundsOf(values, objective);
  return value < low || value > high;
};
