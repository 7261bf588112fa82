import type { Format } from '../i18n/index.ts';
import { t } from '../i18n/index.ts';
import { logTicks, stepAxisEnd, stepTicks } from './axis.ts';

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
