import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import type { ChartDataset, ScaleOptionsByType } from 'chart.js';
import { token } from '../styles/theme.ts';
import { decimate } from './decimate.ts';
import { directLabels, gutterFor } from './direct-labels.ts';
import type { DirectLabel, LabelStyle } from './direct-labels.ts';
import type { Curve, ValueAxis } from './chart-model.ts';
import type { Point } from './series.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** One picture: everything that the canvas shows, in data and words. */
export interface Picture {
  readonly curves: readonly Curve[];
  readonly labels: readonly Pick<DirectLabel, 'name' | 'value'>[];
  readonly y: ValueAxis;
  readonly log: boolean;
  readonly xMax: number;
  readonly xTicks: readonly number[];
  readonly xText: (tick: number) => string;
  readonly yText: (tick: number) => string;
}

type LineData = ChartDataset<'line', Point[]>;
const FONT_SIZE = 11;

/** chart.js under a small surface: paint a picture, ask where things are, go. */
export class LineCanvas {
  readonly chart: Chart<'line', Point[]>;
  #labels: DirectLabel[] = [];
  #style: LabelStyle = { font: '', quiet: '', ground: '' };

  constructor(canvas: HTMLCanvasElement) {
    this.chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: { top: 6, left: 0, right: 0, bottom: 0 } },
        elements: { point: { radius: 0 }, line: { borderJoinStyle: 'round', borderCapStyle: 'round' } },
      },
      plugins: [
        directLabels(
          () => this.#labels,
          () => this.#style,
        ),
      ],
    });
  }

  paint(picture: Picture): void {
    const { chart } = this;
    this.#style = { font: token('--font'), quiet: token('--ink-3'), ground: token('--surface') };
    this.#labels = picture.curves.flatMap((curve, i) => labelOf(curve, picture.labels[i]!));
    chart.data.datasets = picture.curves.flatMap((curve) => datasetsOf(curve, chart.width));
    chart.options.layout = {
      padding: { top: 6, left: 0, bottom: 0, right: gutterFor(chart.ctx, this.#labels, this.#style) },
    };
    chart.options.scales = {
      x: {
        ...axisOf(picture.xTicks, picture.xText, this.#style),
        type: 'linear',
        min: 0,
        max: picture.xMax,
        grid: { display: false },
      },
      y: {
        ...axisOf(picture.y.ticks, picture.yText, this.#style),
        type: picture.log ? 'logarithmic' : 'linear',
        min: picture.y.low,
        max: picture.y.high,
        grid: { color: token('--line'), drawTicks: false },
      },
    };
    chart.update('none');
  }

  destroy(): void {
    this.chart.destroy();
  }
}

function axisOf(ticks: readonly number[], text: (tick: number) => string, { font, quiet }: LabelStyle) {
  return {
    border: { display: false },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => void (axis.ticks = ticks.map((value) => ({ value }))),
    ticks: {
      autoSkip: false,
      color: quiet,
      font: { family: font, size: FONT_SIZE },
      padding: 8,
      maxRotation: 0,
      callback: (value: string | number) => text(Number(value)),
    },
  } satisfies Partial<Record<keyof ScaleOptionsByType<'linear'>, unknown>>;
}

/** The raw curve thin behind, where the one that is read is smoothed. */
function datasetsOf({ series, shown, smoothed }: Curve, columns: number): LineData[] {
  const color = token(`--series-${series.color}`);
  const line = (y: ArrayLike<number>, width: number, ink: string): LineData => ({
    data: decimate(series.x, y, series.length, Math.max(100, columns)),
    borderColor: ink,
    borderWidth: width,
    spanGaps: false,
  });
  const front = line(shown, 2, color);
  // Drawn last to first: what stands first lies on top.
  return smoothed ? [front, line(series.y, 1, `${color}4d`)] : [{ ...front, borderWidth: series.noisy ? 1.5 : 2 }];
}

function labelOf({ series, shown }: Curve, words: Pick<DirectLabel, 'name' | 'value'>): DirectLabel[] {
  const last = series.length - 1;
  const y = shown[last];
  if (y === undefined || !Number.isFinite(y)) return [];
  const ink = token(`--series-${series.color}-ink`);
  return [{ ...words, ink, color: token(`--series-${series.color}`), x: series.x[last]!, y }];
}
