import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import type { ChartDataset, Plugin, ScaleOptionsByType } from 'chart.js';
import { withAlpha } from '../styles/color.ts';
import { token } from '../styles/theme.ts';
import { bands } from './bands.ts';
import type { Margins } from './alignment.ts';
import { decimate } from './decimate.ts';
import { directLabels, gutterFor } from './direct-labels.ts';
import type { DirectLabel, LabelStyle } from './direct-labels.ts';
import { lastKnown } from './chart-model.ts';
import type { Curve, ValueAxis } from './chart-model.ts';
import { DASHES, FADED } from './series.ts';
import type { Point } from './series.ts';
import { whiskers } from './whiskers.ts';
import type { XAxis } from './x-axis.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** One picture: everything that the canvas shows, in data and words. */
export interface Picture {
  /** The margins that the charts above and below need. */
  readonly margins: Margins;
  readonly curves: readonly Curve[];
  readonly labels: readonly Pick<DirectLabel, 'name' | 'value'>[];
  readonly y: ValueAxis;
  /** Of the value axis. */
  readonly log: boolean;
  readonly x: XAxis;
  readonly mark: number | null;
  readonly chosen: number | null;
  readonly yText: (tick: number) => string;
}

type LineData = ChartDataset<'line', Point[]>;
const FONT_SIZE = 11;
/** The value axis has a least width and the gutter grows in steps, so that the chart does not jump with every digit. */
const VALUE_AXIS_WIDTH = 46;
const GUTTER_STEP = 16;

/** A small interface over chart.js: paint a picture, ask for positions, dispose. */
export class LineCanvas {
  readonly chart: Chart<'line', Point[]>;
  #labels: DirectLabel[] = [];
  #style: LabelStyle = { font: '', quiet: '', ground: '' };
  #mark: number | null = null;
  #chosen: number | null = null;
  #curves: readonly Curve[] = [];

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
        elements: { point: { radius: 0 }, line: { borderJoinStyle: 'bevel', borderCapStyle: 'round' } },
      },
      plugins: [
        directLabels(
          () => this.#labels,
          () => this.#style,
        ),
        markLine('mark-line', { color: '--line-control', dash: [4, 3] }, () => this.#mark),
        markLine('chosen-line', { color: '--accent', dash: [] }, () => this.#chosen),
        bands(() => this.#curves),
        whiskers(() => this.#curves),
      ],
    });
  }

  /** Returns the margins that the picture needs by itself. */
  paint(picture: Picture): Margins {
    const { chart } = this;
    this.#style = { font: token('--font'), quiet: token('--ink-3'), ground: token('--surface') };
    this.#labels = picture.labels.flatMap((words, i) => labelOf(picture.curves[i]!, words));
    [this.#mark, this.#chosen] = [picture.mark, picture.chosen];
    this.#curves = picture.curves;
    // chart.js draws the first data set last, so that a smoothed curve is never under the raw one of another.
    const forward = [...picture.curves].sort(
      (a, b) => Number(a.series.faded ?? false) - Number(b.series.faded ?? false),
    );
    chart.data.datasets = [
      ...forward.map((curve) => front(curve, chart.width)),
      ...picture.curves.filter(({ smoothed }) => smoothed).map((curve) => behind(curve, chart.width)),
    ];
    const widest = gutterFor(chart.ctx, this.#labels, this.#style);
    const own = { left: VALUE_AXIS_WIDTH, right: Math.ceil(widest / GUTTER_STEP) * GUTTER_STEP };
    chart.options.layout = {
      padding: { top: 6, left: 0, bottom: 0, right: Math.max(own.right, picture.margins.right) },
    };
    chart.options.scales = {
      x: {
        ...axisOf(picture.x.ticks, picture.x.text, this.#style),
        type: picture.x.log ? 'logarithmic' : 'linear',
        min: picture.x.low,
        max: picture.x.high,
        grid: { display: false },
      },
      y: {
        ...axisOf(picture.y.ticks, picture.yText, this.#style),
        type: picture.log ? 'logarithmic' : 'linear',
        afterFit: (axis) => {
          own.left = Math.max(own.left, Math.ceil(axis.width));
          axis.width = Math.max(own.left, picture.margins.left);
        },
        min: picture.y.low,
        max: picture.y.high,
        grid: { color: token('--line'), drawTicks: false },
      },
    };
    chart.update('none');
    return own;
  }

  destroy(): void {
    this.chart.destroy();
  }
}

/** A vertical line at one place of the x axis; none when `place` returns null or one that is out of the picture. */
const markLine = (
  id: string,
  { color, dash }: { readonly color: `--${string}`; readonly dash: readonly number[] },
  place: () => number | null,
): Plugin<'line'> => ({
  id,
  beforeDatasetsDraw({ ctx, chartArea, scales }) {
    const at = place();
    // There is no axis before the first picture.
    if (at === null) return;
    const axis = scales['x']!;
    if (at < axis.min || at > axis.max) return;
    const x = Math.round(axis.getPixelForValue(at)) + 0.5;
    ctx.save();
    ctx.strokeStyle = token(color);
    ctx.setLineDash([...dash]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
});

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

/** Four pixels wide: four points in each still keep every spike, and stroking them takes the time in a picture. */
const columnsIn = (width: number): number => Math.max(60, Math.round(width / 4));

const front = ({ series, shown, smoothed }: Curve, width: number): LineData => ({
  data: decimate(series.x, shown, series.length, columnsIn(width)),
  borderColor: withAlpha(token(`--series-${series.color}`), series.faded ? FADED : 1),
  borderWidth: series.noisy === true && !smoothed ? 1.25 : 2,
  borderDash: [...DASHES[series.dash ?? 0]],
});

/** The raw curve, thin and pale, behind the smoothed one that is read. */
const behind = ({ series }: Curve, width: number): LineData => ({
  data: decimate(series.x, series.y, series.length, columnsIn(width)),
  borderColor: withAlpha(token(`--series-${series.color}`), series.faded ? 0.05 : 0.16),
  borderWidth: 1,
});

function labelOf(curve: Curve, words: Pick<DirectLabel, 'name' | 'value'>): DirectLabel[] {
  const { series, shown } = curve;
  const last = lastKnown(curve);
  const y = shown[last];
  if (y === undefined) return [];
  const ink = token(`--series-${series.color}-ink`);
  const faded = series.faded ?? false;
  return [{ ...words, ink, color: token(`--series-${series.color}`), faded, x: series.x[last]!, y }];
}
