import type { Calibration, Scores } from '../contract/schemas/evaluation.ts';
import { percentText } from '../words/numbers.ts';
import { both, escaped, tableOf } from './markup.ts';
import { WORDS } from './words.ts';

/** A matrix of more classes is not readable: then its fullest cells are told. */
const MOST_CLASSES = 40;
const MOST_PAIRS = 40;

/** The confusion matrix, classes in the task's order; a table of pairs where there are too many. Classes without images have no shades. */
export function confusionDrawing({ confusion, classes: scores }: Scores, classes: readonly string[]): string {
  if (classes.length > MOST_CLASSES) return pairsTable(confusion, classes);
  const counts = new Map(confusion.map(([truth, predicted, count]) => [truth * classes.length + predicted, count]));
  const cell = (truth: number, predicted: number): string => {
    const count = counts.get(truth * classes.length + predicted) ?? 0;
    if (count === 0) return '<td></td>';
    const share = count / scores[truth]!.support;
    const colour = truth === predicted ? '34,120,80' : '190,50,50';
    const title = `${classes[truth]!} → ${classes[predicted]!}: ${count} (${percentText(share)})`;
    const strength = (0.12 + 0.7 * share).toFixed(3);
    return `<td style="background:rgba(${colour},${strength})" title="${escaped(title)}">${count}</td>`;
  };
  const head = `<tr><th></th>${classes.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr>`;
  const rows = classes.map(
    (name, truth) =>
      `<tr><th>${escaped(name)}</th>${classes.map((_, predicted) => cell(truth, predicted)).join('')}</tr>`,
  );
  return `<p>${both(WORDS.confusionHow)}</p>\n<table class="matrix">\n${head}\n${rows.join('\n')}\n</table>`;
}

function pairsTable(confusion: Scores['confusion'], classes: readonly string[]): string {
  const pairs = confusion
    .filter(([truth, predicted]) => truth !== predicted)
    .sort(([, , a], [, , b]) => b - a)
    .slice(0, MOST_PAIRS);
  if (pairs.length === 0) return `<p>${both(WORDS.none)}</p>`;
  const rows = pairs.map(([truth, predicted, count]) => [
    escaped(classes[truth]!),
    escaped(classes[predicted]!),
    String(count),
  ]);
  return `<h3>${both(WORDS.pairs)}</h3>\n${tableOf([[both(WORDS.truth), both(WORDS.read), both(WORDS.count)], ...rows])}`;
}

const [SIZE, MARGIN] = [240, 36];

/** Accuracy over confidence, with intervals, as an SVG of its own. */
export function calibrationDrawing({ bins }: Calibration): string {
  const x = (share: number): string => (MARGIN + share * SIZE).toFixed(1);
  const y = (share: number): string => (MARGIN / 2 + (1 - share) * SIZE).toFixed(1);
  const marks = bins.map(({ count, confidence, accuracy, accuracy95 }) => {
    if (confidence === null || accuracy === null || accuracy95 === null) return '';
    const [low, high] = accuracy95;
    const title = `${percentText(confidence)}: ${percentText(accuracy)} (${count})`;
    return (
      `<line x1="${x(confidence)}" x2="${x(confidence)}" y1="${y(low)}" y2="${y(high)}" stroke="currentColor" opacity="0.5"/>` +
      `<circle cx="${x(confidence)}" cy="${y(accuracy)}" r="4" fill="#2a7"><title>${escaped(title)}</title></circle>`
    );
  });
  const ticks = [0, 0.5, 1].map(
    (share) =>
      `<text x="${x(share)}" y="${MARGIN / 2 + SIZE + 16}" text-anchor="middle">${100 * share}%</text>` +
      `<text x="${MARGIN - 4}" y="${y(share)}" text-anchor="end" dominant-baseline="middle">${100 * share}</text>`,
  );
  return `<svg width="${SIZE + 2 * MARGIN}" height="${SIZE + 1.5 * MARGIN}" role="img" aria-label="${escaped(WORDS.calibration.join(' '))}">
<rect x="${MARGIN}" y="${MARGIN / 2}" width="${SIZE}" height="${SIZE}" fill="none" stroke="currentColor" opacity="0.3"/>
<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="currentColor" stroke-dasharray="4 4" opacity="0.5"/>
${ticks.join('')}
${marks.join('\n')}
</svg>`;
}
