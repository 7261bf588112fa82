import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import type { ImageMap } from '../../../shared/contract/schemas/image-map.ts';
import { mapCsv, mapJson } from '../../../shared/evaluation/map-text.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { isFolder } from '../../files/is-there.ts';
import type { Services } from '../../hosts/create-services.ts';
import { exportEvaluation, reportLanguage, type ExportFormat } from '../../services/evaluations/export.ts';
import { saveError } from '../../services/files/save-file.ts';

/** Writes an evaluation to a file that a person named. Throws `save-denied` {name}, `save-failed` {name, reason}, `disk-full`. */
export async function writeExport(
  services: Services,
  { id }: EvaluationInfo,
  format: ExportFormat,
  choice: string,
): Promise<void> {
  const language = reportLanguage('system', services.env.systemLanguage);
  const { text } = await exportEvaluation(services, { id, format }, language);
  await write(path.resolve(choice), text);
}

/** Writes the map of an evaluation's images: JSON where the file's name says so, else a table. Throws as `writeExport` does. */
export const writeMap = (info: EvaluationInfo, map: ImageMap, choice: string): Promise<void> =>
  write(path.resolve(choice), /\.json$/i.test(choice) ? mapJson(map, info) : mapCsv(map, info.task));

async function write(file: string, text: string): Promise<void> {
  try {
    if (await isFolder(file)) throw new AppError('not-a-file', { path: file });
    await writeAtomic(file, [new TextEncoder().encode(text)]);
  } catch (error) {
    throw saveError(storageError(error, file), file);
  }
}
