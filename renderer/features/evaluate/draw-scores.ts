import type { Calibration } from '../../../shared/contract/schemas/evaluation.ts';
import type { ConfusionCell } from '../../../shared/evaluation/confusion.ts';
import { widestName } from '../../charts/index.ts';
import { onSheet, pictureOf } from '../../charts/save.ts';
import { token } from '../../styles/theme.ts';
import { shadeOf } from '../run/confusion-view.ts';

/** Device pixels in one of a picture's own. */
const SCALE = 2;
const CELL = { width: 44, height: 26 };
const GAP = 2;

/** On the theme's surface, with its font. */
const picture = (width: number, height: number, draw: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement =>
  pictureOf(width, height, SCALE, (context) => {
    context.fillStyle = token('--surface');
    context.fillRect(0, 0, width, height);
    context.textBaseline = 'middle';
    context.font = `12px ${token('--font')}`;
    draw(context);
  });

export interface ConfusionPicture {
  readonly classes: readonly string[];
  readonly cells: readonly ConfusionCell[];
  /** Places of the classes, in their order. */
  readonly shown: readonly number[];
  /** In words: rows are true classes, columns what they were read as. */
  readonly caption: string;
}

/** The confusion matrix as a picture, counts in all cells. */
export function confusionPng({ classes, cells, shown, caption }: ConfusionPicture, title: string): Promise<Blob> {
  const counts = new Map(cells.map(([truth, read, n]) => [truth * classes.length + read, n]));
  const count = (truth: number, read: number): number => counts.get(truth * classes.length + read) ?? 0;
  const worst = Math.max(
    1,
    ...shown.flatMap((truth) => shown.map((read) => (read === truth ? 0 : count(truth, read)))),
  );
  // About seven pixels a digit; longer names are drawn narrower.
  const [left, top] = [Math.min(120, 7 * widestName(shown.map((place) => classes[place]!)) + 16), 30];
  const at = (i: number, size: number): number => i * (size + GAP);
  const [width, height] = [left + at(shown.length, CELL.width), top + at(shown.length, CELL.height) + 26];
  const drawn = picture(width, height, (context) => {
    shown.forEach((truth, row) => {
      const y = top + at(row, CELL.height);
      context.textAlign = 'right';
      context.fillStyle = token('--ink-2');
      context.fillText(classes[truth]!, left - 8, y + CELL.height / 2, left - 12);
      context.textAlign = 'center';
      shown.forEach((read, column) => {
        const x = left + at(column, CELL.width);
        const n = count(truth, read);
        const shade = truth === read || n === 0 ? 0 : shadeOf(n, worst);
        context.fillStyle = shade > 0 ? token(`--scale-${shade}`) : token('--sunken');
        context.fillRect(x, y, CELL.width, CELL.height);
        context.fillStyle = shade > 0 ? token(`--scale-${shade}-ink`) : token(truth === read ? '--ink-3' : '--ink');
        if (n > 0) context.fillText(String(n), x + CELL.width / 2, y + CELL.height / 2, CELL.width - 4);
      });
    });
    context.fillStyle = token('--ink-2');
    shown.forEach((read, column) => {
      context.fillText(classes[read]!, left + at(column, CELL.width) + CELL.width / 2, top - 14, CELL.width);
    });
    context.textAlign = 'left';
    context.fillStyle = token('--ink-3');
    context.fillText(caption, 0, height - 10);
  });
  return onSheet(drawn, SCALE, title);
}

export interface CalibrationPicture {
  readonly bins: Calibration['bins'];
  readonly percent: (share: number) => string;
  /** The axes, in words. */
  readonly confidence: string;
  readonly accuracy: string;
}

/** Accuracy by confidence as a picture: a bar for each tenth with its interval, and the line on which both agree. */
export function calibrationPng(
  { bins, percent, confidence, accuracy }: CalibrationPicture,
  title: string,
): Promise<Blob> {
  const [width, height, left, top, right, bottom] = [560, 380, 52, 30, 16, 48];
  const x = (share: number): number => left + share * (width - left - right);
  const y = (share: number): number => height - bottom - share * (height - bottom - top);
  const drawn = picture(width, height, (context) => {
    for (const { from, to, accuracy: share, accuracy95 } of bins) {
      if (share === null) continue;
      context.fillStyle = token('--series-2');
      context.fillRect(x(from) + 2, y(share), x(to) - x(from) - 4, y(0) - y(share));
      if (accuracy95)
        line(context, token('--ink'), [x((from + to) / 2), y(accuracy95[0])], [x((from + to) / 2), y(accuracy95[1])]);
    }
    line(context, token('--line-strong'), [x(0), y(0)], [x(1), y(0)]);
    context.setLineDash([4, 4]);
    line(context, token('--ink-3'), [x(0), y(0)], [x(1), y(1)]);
    context.setLineDash([]);
    context.fillStyle = token('--ink-3');
    for (const share of [0, 0.5, 1]) {
      context.textAlign = 'right';
      context.fillText(percent(share), left - 6, y(share));
      context.textAlign = 'center';
      context.fillText(percent(share), x(share), y(0) + 14);
    }
    context.fillText(confidence, x(0.5), height - 12);
    context.textAlign = 'left';
    context.fillText(accuracy, 0, 12);
  });
  return onSheet(drawn, SCALE, title);
}

type End = readonly [x: number, y: number];
function line(context: CanvasRenderingContext2D, color: string, from: End, to: End): void {
  context.strokeStyle = color;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
