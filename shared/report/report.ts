import type { EvaluatedImage } from '../contract/schemas/evaluated-image.ts';
import type { EvaluationInfo, Scores } from '../contract/schemas/evaluation.ts';
import type { RobustnessCurve } from '../contract/schemas/robustness.ts';
import { calibrationDrawing, confusionDrawing } from './drawings.ts';
import { both, escaped, shareText, tableOf } from './markup.ts';
import { robustnessSection } from './robustness.ts';
import { otherFraming, otherFramingEn, otherFramingZh } from '../words/framing-words.ts';
import { STYLE } from './style.ts';
import { PARTS, WORDS } from './words.ts';

/** One image that is shown, with its picture as a data: address. */
export interface ShownImage {
  readonly item: EvaluatedImage;
  readonly picture: string;
}

export interface ReportContent {
  readonly info: EvaluationInfo;
  readonly scores: Scores;
  /** None where it was not measured. */
  readonly robustness: readonly RobustnessCurve[];
  /** The worst first. */
  readonly worst: readonly ShownImage[];
  /** The one that is shown first; the reader may change. */
  readonly language: 'en' | 'zh-CN';
}

function framingNote(info: EvaluationInfo): string {
  const other = otherFraming(info);
  return other === null ? '' : `<p>${both([otherFramingEn[other], otherFramingZh[other]])}</p>\n`;
}

/**
 * A whole evaluation as one HTML page: no scripts, nothing from elsewhere, both languages inside, of which two buttons that are made
 * of style alone choose one.
 */
export function evaluationReport({ info, scores, robustness, worst, language }: ReportContent): string {
  const checked = (own: string): string => (own === language ? ' checked' : '');
  const title = `${info.model.name} – ${info.dataset.name}`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<input type="radio" name="language" id="en"${checked('en')}><label for="en">English</label>
<input type="radio" name="language" id="zh"${checked('zh-CN')}><label for="zh">中文</label>
<main>
<h1>${both(WORDS.title)} · ${escaped(info.model.name)}</h1>
<p>${escaped(info.dataset.name)} · ${both(PARTS[info.part])} · ${escaped(new Date(info.createdAt).toISOString().slice(0, 10))} · <code>${escaped(info.model.weightsSha256.slice(0, 12))}</code></p>
${framingNote(info)}${summary(scores)}
<h2>${both(WORDS.classes)}</h2>
${classTable(scores, info.task.classes)}
<h2>${both(WORDS.confusion)}</h2>
${confusionDrawing(scores, info.task.classes)}
<h2>${both(WORDS.calibration)}</h2>
<p>${both(WORDS.calibrationHow)}</p>
${calibrationDrawing(scores.calibration)}
${robustnessSection(robustness)}
<h2>${both(WORDS.worst)}</h2>
${worstImages(worst, info.task.classes)}
<footer>${both(WORDS.footer)}</footer>
</main>
</body>
</html>
`;
}

function summary({ n, accuracy, interval95, top2, loss, macro, known, relabelled, leftOut, ...rest }: Scores): string {
  const { calibration, scaled, notFinite } = rest;
  const number = (value: number | null): string => (value === null ? '–' : value.toPrecision(4));
  const rows: [string, string][] = [
    [both(WORDS.images), String(n)],
    [both(WORDS.accuracy), shareText(accuracy)],
    [both(WORDS.interval), n === 0 ? '–' : interval95.map((share) => shareText(share)).join(' – ')],
    [both(WORDS.top2), shareText(top2.share)],
    [both(WORDS.macro), shareText(macro.f1)],
    [both(WORDS.loss), number(loss)],
    [both(WORDS.ece), shareText(calibration.ece)],
  ];
  if (scaled) {
    rows.push([both(WORDS.scaledEce), shareText(scaled.calibration.ece)]);
    rows.push([both(WORDS.temperature), number(scaled.temperature)]);
  }
  if (known) rows.push([both(WORDS.known), `${known.accepted} (${shareText(known.acceptedShare)})`]);
  if (relabelled + leftOut > 0) rows.push([both(WORDS.corrected), `${relabelled}, ${leftOut}`]);
  if (notFinite > 0) rows.push([both(WORDS.notFinite), String(notFinite)]);
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}</dl>`;
}

function classTable({ classes: scores }: Scores, classes: readonly string[]): string {
  const head = [WORDS.class, WORDS.support, WORDS.predicted, WORDS.precision, WORDS.recall, WORDS.f1].map(both);
  const rows = scores.map(({ support, predicted, precision, recall, f1 }, c) => [
    escaped(classes[c]!),
    String(support),
    String(predicted),
    ...[precision, recall, f1].map((share) => shareText(share)),
  ]);
  return tableOf([head, ...rows]);
}

function worstImages(worst: readonly ShownImage[], classes: readonly string[]): string {
  if (worst.length === 0) return `<p>${both(WORDS.none)}</p>`;
  const figures = worst.map(({ item, picture }) => {
    const { place, label, given, predicted, confidence } = item;
    const truth = escaped(classes[label ?? given]!);
    const name = predicted === null ? '–' : classes[predicted]!;
    const read = escaped(name);
    const alt = `${place}: ${classes[label ?? given]!} → ${name}`;
    return `<figure><img src="${escaped(picture)}" alt="${escaped(alt)}"><figcaption>${both(WORDS.shows)} ${truth}, ${both(WORDS.readAs)} ${read} (${shareText(confidence, 0)})<br>#${place}</figcaption></figure>`;
  });
  return `<p>${both(WORDS.worstHow)}</p>\n<div class="images">${figures.join('\n')}</div>`;
}
