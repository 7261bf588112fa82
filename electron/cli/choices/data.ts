import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { datasetIdSchema, type DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { Services } from '../../hosts/create-services.ts';

/** The data sets that --data names: ids as they are, folders imported first. Throws `dataset-not-found` {id}. */
export async function chooseData(services: Services, choice: string): Promise<DatasetId[]> {
  const ids: DatasetId[] = [];
  for (const part of choice.split('+')) {
    const id = datasetIdSchema.safeParse(part);
    ids.push(id.success ? id.data : await services.datasets.importFolder(await existing(part)));
  }
  return ids;
}

async function existing(folder: string): Promise<string> {
  const isFolder = await fs.stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new AppError('dataset-not-found', { id: folder });
  return path.resolve(folder);
}
