import path from 'node:path';
import type { EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import type { ImageMap } from '../../../shared/contract/schemas/image-map.ts';
import { mapCsv, mapJson } from '../../../shared/evaluation/map-text.ts';
import type { Services } from '../../hosts/create-services.ts';
import { exportEvaluation, reportLanguage, type ExportFormat } from '../../services/evaluations/export.ts';
import { writeText } from '../write-text.ts';

/** Writes an evaluation to a file that a person named. Throws `save-denied` {name}, `save-failed` {name, reason}, `disk-full`. */
export async function writeExport(
  services: Services,
  { id }: EvaluationInfo,
  format: ExportFormat,
  choice: string,
): Promise<void> {
  const language = reportLanguage('system', services.env.systemLanguage);
  const { text } = await exportEvaluation(services, { id, format }, language);
  await writeText(path.resolve(choice), text);
}

/** Writes the map of an evaluation's images: JSON where the file's name says so, else a table. Throws as `writeExport` does. */
export const writeMap = (info: EvaluationInfo, map: ImageMap, choice: string): Promise<void> =>
  writeText(path.resolve(choice), /\.json$/i.test(choice) ? mapJson(map, info) : mapCsv(map, info.task));
