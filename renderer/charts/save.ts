import { AppError } from '../../shared/contract/errors.ts';
import { csvCell } from '../../shared/csv-cell.ts';
import { token } from '../styles/theme.ts';
import type { LineSeries } from './series.ts';

/** The raw numbers: a row for each step that any curve has, a column for each curve and the ends of its intervals. RFC 4180. */
export function toCsv(step: string, series: readonly LineSeries[]): string {
  const rows = new Map<number, string[]>();
  const columns = series.flatMap((one) => columnsOf(one));
  columns.forEach(({ x, y, length }, k) => {
    for (let i = 0; i < length; i++) {
      let row = rows.get(x[i]!);
      if (row === undefined) rows.set(x[i]!, (row = columns.map(() => '')));
      // Columns are float32, so seven digits are exact enough. NaN becomes an empty cell.
      row[k] = Number.isFinite(y[i]!) ? String(Number(y[i]!.toPrecision(7))) : '';
    }
  });
  const head = [step, ...columns.map(({ name }) => csvCell(name))].join(',');
  const lines = [...rows].sort(([a], [b]) => a - b).map(([x, values]) => [x, ...values].join(','));
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

/** A curve, and the ends of its intervals if it has any. */
const columnsOf = ({ name, x, y, length, interval }: LineSeries) => [
  { name, x, y, length },
  ...(interval
    ? [
        { name: `${name}, low`, x, y: interval.low, length },
        { name: `${name}, high`, x, y: interval.high, length },
      ]
    : []),
];

/**
 * The chart on its paper with its title above, at the screen's own resolution. Throws `unsupported` where the browser can
 * draw none (it has lost its graphics, or the chart has no room).
 */
export async function toPng(chart: HTMLCanvasElement, title: string): Promise<Blob> {
  if (chart.clientWidth === 0) throw new AppError('unsupported');
  return onSheet(chart, chart.width / chart.clientWidth, title);
}

/** A picture that stands on no page, `width` x `height` in its own pixels. Throws `unsupported` where the browser can draw none. */
export function pictureOf(
  width: number,
  height: number,
  scale: number,
  draw: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const context = canvas.getContext('2d');
  if (context === null) throw new AppError('unsupported');
  context.scale(scale, scale);
  draw(context);
  return canvas;
}

/** A picture on its paper with its title above; `scale`: device pixels in one of its own. Throws as `toPng`. */
export async function onSheet(chart: HTMLCanvasElement, scale: number, title: string): Promise<Blob> {
  const [pad, head] = [16 * scale, 40 * scale];
  const sheet = document.createElement('canvas');
  sheet.width = chart.width + 2 * pad;
  sheet.height = chart.height + head + pad;
  const context = sheet.getContext('2d');
  if (context === null) throw new AppError('unsupported');
  context.fillStyle = token('--surface');
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.fillStyle = token('--ink');
  context.font = `600 ${14 * scale}px ${token('--font')}`;
  context.fillText(title, pad, head - 14 * scale, chart.width);
  context.drawImage(chart, pad, head);
  const png = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, 'image/png'));
  if (png === null) throw new AppError('unsupported');
  return png;
}
