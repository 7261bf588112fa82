import type { Plugin } from 'chart.js';
import { token } from '../styles/theme.ts';

/** A vertical line at one place of the x axis; none when `mark` returns null. */
export const markLine = (mark: () => number | null): Plugin<'line'> => ({
  id: 'mark-line',
  beforeDatasetsDraw({ ctx, chartArea, scales }) {
    const at = mark();
    if (at === null) return;
    const x = Math.round(scales['x']!.getPixelForValue(at)) + 0.5;
    ctx.save();
    ctx.strokeStyle = token('--line-control');
    ctx.setLineDash([4, 3]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
});
