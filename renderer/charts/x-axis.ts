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
