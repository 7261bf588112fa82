import type { RobustnessCurve } from '../contract/schemas/robustness.ts';
import { amountText } from '../evaluation/disturb.ts';
import { curvePlot } from '../evaluation/curve-plot.ts';
import { percentText } from '../words/numbers.ts';
import { both, escaped, shareText, tableOf } from './markup.ts';
import { DISTURBANCES, WORDS } from './words.ts';

const PLOT = { width: 220, height: 130, left: 34, right: 14, top: 8, bottom: 20 };

/** Accuracy over each change of the images, drawn and as a table; nothing where it was not measured. */
export function robustnessSection(curves: readonly RobustnessCurve[]): string {
  if (curves.length === 0) return '';
  const head = [WORDS.change, WORDS.amount, WORDS.accuracy, WORDS.interval, WORDS.images].map(both);
  const rows = curves.flatMap(({ disturbance, points }) =>
    points.map(({ amount, accuracy, interval95, n }) => [
      both(DISTURBANCES[disturbance]),
      amountText(disturbance, amount),
      shareText(accuracy),
      n === 0 ? '–' : interval95.map((share) => shareText(share)).join(' – '),
      String(n),
    ]),
  );
  return `<h2>${both(WORDS.robustness)}</h2>
<p>${both(WORDS.robustnessHow)}</p>
<div class="curves">${curves.map(drawing).join('\n')}</div>
${tableOf([head, ...rows])}`;
}

function drawing(curve: RobustnessCurve): string {
  const { x, y, line, band, points } = curvePlot(curve, PLOT);
  const { width, height, bottom, left } = PLOT;
  const name = DISTURBANCES[curve.disturbance];
  const shares = [0, 0.5, 1].map(
    (share) =>
      `<text x="${left - 4}" y="${y(share)}" text-anchor="end" dominant-baseline="middle">${100 * share}%</text>`,
  );
  const ends = [curve.points[0]!, curve.points.at(-1)!].map(
    ({ amount }, i) =>
      `<text x="${x(amount)}" y="${height - 4}" text-anchor="${i === 0 ? 'start' : 'end'}">${amountText(curve.disturbance, amount)}</text>`,
  );
  const dots = points.map(({ x: cx, y: cy, point: { amount, accuracy, n } }) => {
    const title = `${amountText(curve.disturbance, amount)}: ${accuracy === null ? '–' : percentText(accuracy)} (${n})`;
    return `<circle cx="${cx}" cy="${cy}" r="3" fill="#2a7"><title>${escaped(title)}</title></circle>`;
  });
  return `<figure><figcaption>${both(name)}</figcaption><svg width="${width}" height="${height}" role="img" aria-label="${escaped(name.join(' '))}">
<line x1="${left}" x2="${width - PLOT.right}" y1="${height - bottom}" y2="${height - bottom}" stroke="currentColor" opacity="0.3"/>
<path d="${band}" fill="#2a7" opacity="0.2"/>
<path d="${line}" fill="none" stroke="#2a7" stroke-width="1.5"/>
${[...shares, ...ends, ...dots].join('\n')}
</svg></figure>`;
}
