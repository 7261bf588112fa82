import type { Chart, Plugin } from 'chart.js';
import { withAlpha } from '../styles/color.ts';
import { token } from '../styles/theme.ts';
import type { Curve } from './chart-model.ts';

/** Opacity of a band, and of one whose curve is not forward. */
const [OPACITY, BEHIND] = [0.16, 0.05];

/** The bands of curves that have one, from the low end to the high one, under all curves. */
export const bands = (curves: () => readonly Curve[]): Plugin<'line'> => ({
  id: 'bands',
  beforeDatasetsDraw(chart) {
    for (const curve of curves()) if (curve.band) draw(chart as Chart, curve);
  },
});

function draw({ ctx, scales, chartArea }: Chart, { series, band }: Curve): void {
  const { left, top, right, bottom } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  ctx.clip();
  ctx.fillStyle = withAlpha(token(`--series-${series.color}`), series.faded ? BEHIND : OPACITY);
  for (const [from, to] of stretches(band!.low, band!.high, series.length)) {
    ctx.beginPath();
    for (let i = from; i < to; i++) ctx.lineTo(at('x', series.x[i]!), at('y', band!.high[i]!));
    for (let i = to - 1; i >= from; i--) ctx.lineTo(at('x', series.x[i]!), at('y', band!.low[i]!));
    ctx.fill();
  }
  ctx.restore();
  function at(axis: 'x' | 'y', value: number): number {
    return scales[axis]!.getPixelForValue(value);
  }
}

/** The stretches of a band between its gaps, each from its first place to the one after its last. */
export function stretches(low: ArrayLike<number>, high: ArrayLike<number>, length: number): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let i = 0; i <= length; i++) {
    const known = i < length && Number.isFinite(low[i]!) && Number.isFinite(high[i]!);
    if (known && start < 0) start = i;
    if (known || start < 0) continue;
    found.push([start, i]);
    start = -1;
  }
  return found;
}
