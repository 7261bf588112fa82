import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';
import { lossText, rateText } from '../../shared/words/numbers.ts';

const HEIGHT = 12;
const WIDTH = 64;
/** The largest loss that is shown, as a multiple of the first. */
const HEADROOM = 1.2;
/** Width of the labels at the left. */
const MARGIN = 9;

/** The curve as lines of text: loss upward, the learning rate to the right by decades, `|` where the suggestion is. */
export function plotCurve({ points, suggestion }: LearningRateCurve): string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const losses = points.map(({ loss }) => loss);
  // A loss that diverges would flatten the rest of the curve.
  const [low, high] = [Math.min(...losses), Math.min(Math.max(...losses), HEADROOM * first.loss)];
  const left = Math.log10(first.learningRate);
  const decades = Math.log10(last.learningRate) - left || 1;
  const column = (rate: number): number => Math.round(((Math.log10(rate) - left) / decades) * (WIDTH - 1));
  const row = (loss: number): number => Math.round(((high - Math.min(loss, high)) / (high - low || 1)) * (HEIGHT - 1));

  const rows = Array.from({ length: HEIGHT }, () => new Array<string>(WIDTH).fill(' '));
  if (suggestion !== null) for (const cells of rows) cells[column(suggestion)] = '|';
  for (const { learningRate, loss } of points) rows[row(loss)]![column(learningRate)] = '*';

  const label = (y: number): string => (y === 0 ? lossText(high) : y === HEIGHT - 1 ? lossText(low) : '');
  const lines = rows.map((cells, y) => `${label(y).padStart(MARGIN)} ${cells.join('')}`.trimEnd());
  return [...lines, `${' '.repeat(MARGIN + 1)}${axis(left, decades)}`];
}

/** The decades under their columns, as many as there is room for. */
function axis(left: number, decades: number): string {
  let line = '';
  for (let power = Math.ceil(left - 1e-9); power <= left + decades + 1e-9; power++) {
    const at = Math.round(((power - left) / decades) * (WIDTH - 1));
    if (at >= line.length) line = `${line.padEnd(at)}${rateText(10 ** power)} `;
  }
  return line.trimEnd();
}
