import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { modelCardSchema, type ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { migrateCard } from '../../../shared/runs/migrate.ts';
import { storageError } from '../../files/atomic-write.ts';
import { type FolderLockOptions, withFolderLock } from '../../files/folder-lock.ts';
import { readJson, writeJson } from '../../files/json-file.ts';

export const cardFile = (folder: string): string => path.join(folder, 'model.json');

/** A model folder's card, an older studio's brought up to date; null if there is none. Throws `file-torn`, `file-newer`, storage errors. */
export const findCard = (folder: string): Promise<ModelCard | null> =>
  readJson(cardFile(folder), modelCardSchema, 2, migrateCard);

/** The same; throws `model-not-found` {folder} too. */
export async function readCard(folder: string): Promise<ModelCard> {
  const card = await findCard(folder);
  if (!card) throw new AppError('model-not-found', { folder });
  return card;
}

/**
 * Changes the card of a model folder while no other host changes it either, so that of two changes at once none is lost. Throws as
 * `readCard` does, what `work` throws, storage errors.
 */
export async function changeCard(folder: string, work: (card: ModelCard) => ModelCard): Promise<void> {
  // A model that is gone needs no lock, which would make a folder for itself.
  await readCard(folder);
  await lockedModel(folder, async () => writeJson(cardFile(folder), work(await readCard(folder))));
}

/** Does `work` with a model folder while nobody else changes it. Throws what `work` throws, storage errors. */
export async function lockedModel<T>(folder: string, work: () => Promise<T>, options?: FolderLockOptions): Promise<T> {
  try {
    return await withFolderLock(folder, work, options);
  } catch (error) {
    throw storageError(error, folder);
  }
}
