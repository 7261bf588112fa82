import type { Chart, Plugin } from 'chart.js';
import { spread } from './spread.ts';

export interface DirectLabel {
  readonly name: string;
  readonly value: string;
  /** The text's colour and the end point's. */
  readonly ink: string;
  readonly color: string;
  /** Another one was brought forward. */
  readonly faded: boolean;
  /** The curve's last point, in data. */
  readonly x: number;
  readonly y: number;
}

export interface LabelStyle {
  readonly font: string;
  readonly quiet: string;
  readonly ground: string;
}

const LINE = 17;
const GAP = 9;
const SIZE = 12;

/** How much room at the right the widest label needs, in pixels. */
export function gutterFor(
  context: CanvasRenderingContext2D,
  labels: readonly DirectLabel[],
  style: LabelStyle,
): number {
  return Math.ceil(labels.reduce((widest, label) => Math.max(widest, widthOf(context, label, style)), 0)) + GAP + 4;
}

function widthOf(context: CanvasRenderingContext2D, label: DirectLabel, style: LabelStyle): number {
  context.font = `600 ${SIZE}px ${style.font}`;
  const name = context.measureText(`${label.name}  `).width;
  context.font = `${SIZE}px ${style.font}`;
  return name + context.measureText(label.value).width;
}

/** Names and newest values at the lines' ends, in place of a legend: in one column right of the newest point. */
export function directLabels(labels: () => readonly DirectLabel[], style: () => LabelStyle): Plugin<'line'> {
  return {
    id: 'direct-labels',
    afterDatasetsDraw(chart) {
      draw(chart as Chart, labels(), style());
    },
  };
}

function draw({ ctx, chartArea, scales }: Chart, labels: readonly DirectLabel[], style: LabelStyle): void {
  const ends = labels.map(({ x, y }) => ({
    x: scales.x!.getPixelForValue(x),
    y: Math.min(chartArea.bottom, Math.max(chartArea.top, scales.y!.getPixelForValue(y))),
  }));
  const column = Math.max(...ends.map(({ x }) => x)) + GAP;
  const places = spread(
    ends.map(({ y }) => y),
    LINE,
    chartArea.top - LINE / 2,
    chartArea.bottom + LINE / 2,
  );
  ctx.save();
  ctx.textBaseline = 'middle';
  labels.forEach((label, i) => {
    const [end, place] = [ends[i]!, places[i]!];
    ctx.globalAlpha = label.faded ? 0.35 : 1;
    ctx.fillStyle = label.color;
    ctx.beginPath();
    ctx.arc(end.x, end.y, 3.5, 0, 2 * Math.PI);
    ctx.fill();
    ctx.font = `600 ${SIZE}px ${style.font}`;
    // A halo of paper keeps the words readable where another curve passes under them.
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = style.ground;
    ctx.strokeText(label.name, column, place);
    ctx.fillStyle = label.ink;
    ctx.fillText(label.name, column, place);
    const valueAt = column + ctx.measureText(`${label.name}  `).width;
    ctx.font = `${SIZE}px ${style.font}`;
    ctx.strokeText(label.value, valueAt, place);
    ctx.fillStyle = style.quiet;
    ctx.fillText(label.value, valueAt, place);
  });
  ctx.restore();
}
