import type { Run } from '../../../shared/contract/schemas/run.ts';
import { bandOf, secondsAt, type PlainCurve } from '../../../shared/runs/align-curves.ts';
import type { ComparedLine } from '../../../shared/runs/compared-lines.ts';
import type { LineSeries, Measure } from '../../charts/index.ts';
import type { RunSeries } from '../../stores/run-series.ts';

export const METRICS = ['validation-accuracy', 'validation-loss', 'train-accuracy', 'train-loss', 'rate'] as const;
export type Metric = (typeof METRICS)[number];
export const AXES = ['epoch', 'step', 'time', 'share'] as const;
export type Axis = (typeof AXES)[number];

export const measureOf = (metric: Metric): Measure =>
  metric === 'rate' ? 'rate' : metric.endsWith('loss') ? 'loss' : 'accuracy';

/** A run and what is known of its curves; null while they are on their way. */
export interface Drawn {
  readonly run: Run;
  readonly series: RunSeries | null;
}

/** One of a run's curves along an axis. Steps that have no place on it yet (of the time, before the first epoch) are left out. */
export function curveOf({ run, series }: Drawn, metric: Metric, axis: Axis): PlainCurve {
  if (series === null) return { x: [], y: [], length: 0 };
  const raw = rawOf(series, metric);
  return { ...raw, x: placesOf(raw, run, series, axis) };
}

function rawOf(series: RunSeries, metric: Metric): PlainCurve {
  const { step, length } = series;
  if (metric === 'rate') return { x: step, y: series.learningRate, length };
  const [part, measure] = metric.split('-') as ['validation' | 'train', 'accuracy' | 'loss'];
  if (part === 'train') return { x: step, y: series[measure], length };
  const known = series.epochs.filter(({ validation }) => validation !== null);
  return {
    x: known.map((epoch) => epoch.step),
    y: known.map(({ validation }) => validation![measure] ?? NaN),
    length: known.length,
  };
}

function placesOf({ x, length }: PlainCurve, run: Run, series: RunSeries, axis: Axis): ArrayLike<number> {
  if (axis === 'step') return x;
  if (axis === 'time') return secondsAt(x, length, series.epochs);
  const whole = axis === 'epoch' ? run.stepsPerEpoch : run.totalSteps;
  return Float64Array.from({ length }, (_, i) => x[i]! / Math.max(1, whole));
}

/** Of a line's runs one curve: its own, or their mean in a band from the lowest to the highest. */
export function lineCurve(
  line: Pick<ComparedLine, 'id'>,
  drawn: readonly Drawn[],
  metric: Metric,
  axis: Axis,
): Omit<LineSeries, 'name' | 'color'> {
  const noisy = metric.startsWith('train');
  const curves = drawn.map((one) => curveOf(one, metric, axis)).map(placed);
  const [only] = curves;
  if (curves.length === 1) return { id: line.id, noisy, ...only! };
  const { x, y, low, high, length } = bandOf(curves.filter((curve) => curve.length > 0));
  return { id: line.id, noisy, x, y, length, interval: { low, high, band: true } };
}

/** Without places that are not known, which are all or none of them. */
const placed = (curve: PlainCurve): PlainCurve =>
  curve.length > 0 && Number.isNaN(curve.x[0]!) ? { x: [], y: [], length: 0 } : curve;
