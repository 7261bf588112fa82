import type { Format } from '../i18n/index.ts';
import { t } from '../i18n/index.ts';
import { logTicks, niceTicks, stepAxisEnd, stepTicks } from './axis.ts';

/** The x axis of a chart. */
export interface XAxis {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly ticks: readonly number[];
  readonly text: (tick: number) => string;
  /** A place in words, for the crosshair. */
  readonly place: (x: number) => string;
  /** The column's head in an exported table. */
  readonly column: string;
}

/** Training steps from 0 on, marked by epochs, to `last` or beyond. `planned` and `stepsPerEpoch` 0: not known. */
export function stepAxis(format: Format, last: number, planned: number, stepsPerEpoch: number): XAxis {
  const high = stepAxisEnd(last, planned, stepsPerEpoch);
  return {
    low: 0,
    high,
    log: false,
    ticks: stepTicks(high, stepsPerEpoch, 6),
    text: (tick) => format.number(tick),
    place: (step) => {
      const epoch = stepsPerEpoch > 0 ? ` · ${t('common.chart.epoch', { n: Math.ceil(step / stepsPerEpoch) })}` : '';
      return `${t('common.chart.stepAt', { step })}${epoch}`;
    },
    column: 'step',
  };
}

/** Epochs from 0 on, to `last`. */
export function epochAxis(format: Format, last: number): XAxis {
  const high = Math.max(1, last);
  return {
    low: 0,
    high,
    log: false,
    ticks: niceTicks(0, high, 5).filter(Number.isInteger),
    text: (tick) => format.number(tick),
    place: (epoch) => t('common.chart.epochAt', { epoch: format.plain(epoch, 4) }),
    column: 'epoch',
  };
}

/** Seconds of training from 0 on, to `last`; told in minutes or hours where these are long enough. */
export function timeAxis(format: Format, last: number): XAxis {
  const high = Math.max(1, last);
  const unit = high < 180 ? 1 : high < 10_800 ? 60 : 3600;
  return {
    low: 0,
    high,
    log: false,
    ticks: niceTicks(0, high / unit, 5).map((tick) => tick * unit),
    text: (seconds) => format.duration(seconds),
    place: (seconds) => t('common.chart.timeAt', { time: format.duration(seconds) }),
    column: 'seconds',
  };
}

/** Shares of a run, from 0 to 1. */
export function shareAxis(format: Format): XAxis {
  return {
    low: 0,
    high: 1,
    log: false,
    ticks: [0, 0.25, 0.5, 0.75, 1],
    text: (share) => format.percent(share, 0),
    place: (share) => t('common.chart.shareAt', { share: format.percent(share, 0) }),
    column: 'share of the run',
  };
}

/** Learning rates, each decade as wide as the others. `rates` rise. */
export function rateAxis(format: Format, rates: readonly number[]): XAxis {
  const [low, high] = [rates[0] ?? 0.001, rates.at(-1) ?? 1];
  return {
    low,
    high,
    log: true,
    ticks: logTicks({ low, high }),
    text: format.rate,
    place: (rate) => t('recipe.finder.at', { rate: format.rate(rate) }),
    column: 'learning rate',
  };
}

/** Numbers of images of each class, each decade as wide as the others; `counts` rise. The last one may be all that there are. */
export function imagesAxis(format: Format, counts: readonly number[], endsWithAll: boolean): XAxis {
  const [first, last] = [counts[0] ?? 1, counts.at(-1) ?? 1000];
  const text = (count: number): string => (endsWithAll && count === last ? t('experiment.all') : format.number(count));
  return {
    low: first * 0.7,
    high: last * 1.15,
    log: true,
    ticks: counts,
    text,
    place: (count) => t('experiment.imagesAt', { count: text(count) }),
    column: 'images per class',
  };
}
