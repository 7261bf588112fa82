import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { modelCardSchema, type ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { migrateCard } from '../../../shared/runs/migrate.ts';
import { readJson } from '../../files/json-file.ts';

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
