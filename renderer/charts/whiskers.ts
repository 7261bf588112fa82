import type { Chart, Plugin } from 'chart.js';
import { token } from '../styles/theme.ts';
import type { Curve } from './chart-model.ts';

const DOT = 3.5;
const CAP = 4;
/** Curves of the same places would hide each other's whiskers: they stand so far apart, in pixels. */
const APART = 3;

/** Marks the points of curves that have intervals, with a whisker from the low end to the high one. */
export const whiskers = (curves: () => readonly Curve[]): Plugin<'line'> => ({
  id: 'whiskers',
  afterDatasetsDraw(chart) {
    const measured = curves().filter(({ series, band }) => series.interval && !band);
    measured.forEach((curve, i) => draw(chart as Chart, curve, (i - (measured.length - 1) / 2) * APART));
  },
});

function draw({ ctx, scales, chartArea }: Chart, { series, shown }: Curve, beside: number): void {
  const { x, length, interval, color } = series;
  const at = (value: number): number =>
    Math.min(chartArea.bottom, Math.max(chartArea.top, scales['y']!.getPixelForValue(value)));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = token(`--series-${color}`);
  ctx.lineWidth = 1.5;
  for (let i = 0; i < length; i++) {
    const [low, high, value] = [interval!.low[i]!, interval!.high[i]!, shown[i]!];
    const middle = scales['x']!.getPixelForValue(x[i]!);
    if (Number.isFinite(low) && Number.isFinite(high)) whisker(ctx, middle + beside, at(low), at(high));
    if (!Number.isFinite(value)) continue;
    ctx.beginPath();
    ctx.arc(middle, at(value), DOT, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

function whisker(ctx: CanvasRenderingContext2D, x: number, low: number, high: number): void {
  ctx.beginPath();
  ctx.moveTo(x, low);
  ctx.lineTo(x, high);
  for (const end of [low, high]) {
    ctx.moveTo(x - CAP, end);
    ctx.lineTo(x + CAP, end);
  }
  ctx.stroke();
}
