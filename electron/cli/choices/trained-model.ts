import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { runIdSchema } from '../../../shared/contract/schemas/run.ts';
import type { Services } from '../../hosts/create-services.ts';

/** The model folder that `evaluate --model` and `predict --model` name. Throws `model-not-found`. */
export async function chooseTrainedModel(
  services: Services,
  choice: string,
): Promise<{ folder: string; run: string | null }> {
  if (choice === 'starter') return { folder: services.models.folderOf('starter'), run: null };
  const id = runIdSchema.safeParse(choice);
  const folders = [path.resolve(choice), ...(id.success ? [services.models.folderOf(id.data)] : [])];
  for (const folder of folders.reverse()) {
    const found = await fs.stat(path.join(folder, 'model.json')).catch(() => null);
    if (found) return { folder, run: id.success && folder !== path.resolve(choice) ? id.data : null };
  }
  throw new AppError('model-not-found', { folder: choice });
}
