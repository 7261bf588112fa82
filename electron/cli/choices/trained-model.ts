import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { runIdSchema, shippedModelSchema, type ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import type { Services } from '../../hosts/create-services.ts';

/** The model that `--model` and `--from` name; `ref` is null for a folder that is not the studio's own. Throws `model-not-found`. */
export async function chooseTrainedModel(
  services: Services,
  choice: string,
): Promise<{ folder: string; ref: ModelRef | null }> {
  const shipped = shippedModelSchema.safeParse(choice);
  if (shipped.success) return { folder: services.models.folderOf(shipped.data), ref: shipped.data };
  const id = runIdSchema.safeParse(choice);
  const folders = [path.resolve(choice), ...(id.success ? [services.models.folderOf(id.data)] : [])];
  for (const folder of folders.reverse()) {
    const found = await fs.stat(path.join(folder, 'model.json')).catch(() => null);
    if (found) return { folder, ref: id.success && folder !== path.resolve(choice) ? id.data : null };
  }
  throw new AppError('model-not-found', { folder: choice });
}
