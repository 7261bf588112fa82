import type { EvaluationId, EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { answersCsv, robustnessCsv } from '../../../shared/evaluation/csv.ts';
import { evaluationReport, type ReportContent, type ShownImage } from '../../../shared/report/report.ts';
import { encodeGreyPng } from '../../formats/png.ts';
import type { Evaluations } from './evaluations.ts';
import { imageAt, imagePage } from './images.ts';
import { keptRobustness, type KeptRobustnessDependencies } from './robustness.ts';

export type ExportFormat = 'csv' | 'json' | 'html' | 'robustness';

/** The language that a report shows first, of a window's setting and the system's language. */
export const reportLanguage = (chosen: string, system: string): ReportContent['language'] =>
  (chosen === 'system' ? system : chosen).startsWith('zh') ? 'zh-CN' : 'en';

/** Pictures in a report, and pixels in all of them, which make the file large. */
const MOST_SHOWN = 60;
const MOST_PIXELS = 4_000_000;

/** A file's name and text, as the call `evaluations.export` says. `language`: the one that a report shows first. */
export async function exportEvaluation(
  deps: KeptRobustnessDependencies & { readonly evaluations: Evaluations },
  { id, format }: { readonly id: EvaluationId; readonly format: ExportFormat },
  language: ReportContent['language'],
): Promise<{ name: string; text: string }> {
  const { evaluations } = deps;
  const { opener } = evaluations;
  const { info, scores } = await evaluations.get(id, true);
  const stem = fileName(info);
  const name = format === 'robustness' ? `${stem}-robustness.csv` : `${stem}.${format}`;
  if (format !== 'csv') {
    const { curves, current } = await keptRobustness(deps, id);
    // Beside the scores only what was measured of the same labels.
    const robustness = current ? curves : [];
    if (format === 'robustness') return { name, text: robustnessCsv(curves, current) };
    if (format === 'json') return { name, text: `${JSON.stringify({ ...info, scores, robustness }, null, 2)}\n` };
    const worst = await worstImages(evaluations, info);
    return { name, text: evaluationReport({ info, scores, robustness, language, worst }) };
  }
  const opened = await opener.opened(id);
  const evaluated = await opener.evaluated(opened);
  const items = Array.from(opened.rows, (_, row) => imageAt(evaluated, row));
  return { name, text: answersCsv(opened.answers, items, info.task) };
}

async function worstImages(evaluations: Evaluations, { id, task }: EvaluationInfo): Promise<ShownImage[]> {
  const count = Math.max(1, Math.min(MOST_SHOWN, Math.floor(MOST_PIXELS / imageBytes(task))));
  const filter = { verdict: 'wrong' as const };
  const page = await imagePage(evaluations, { id, filter, sort: 'loss', reverse: false, offset: 0, count });
  const { items, images, height, width } = page;
  return items.map((item, i) => {
    const ink = images.subarray(i * height * width, (i + 1) * height * width);
    // Dark ink on white paper.
    const png = encodeGreyPng(
      ink.map((level) => 255 - level),
      width,
      height,
    );
    return { item, picture: `data:image/png;base64,${Buffer.from(png).toString('base64')}` };
  });
}

/** The names of model and data set with what every file system takes of them. */
const fileName = ({ model, dataset, part }: EvaluationInfo): string =>
  [model.name, dataset.name, part]
    .map((name) => name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, ''))
    .join('-')
    .slice(0, 120);
