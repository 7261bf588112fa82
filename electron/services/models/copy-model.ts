import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { makeStorageFolder, storageError } from '../../files/atomic-write.ts';
import { writeJson } from '../../files/json-file.ts';

/** The files of a model folder; the last one only where the model tells what it knows. */
export const MODEL_FILES = ['model.json', 'weights.safetensors', 'known.safetensors'] as const;
const [CARD, WEIGHTS, KNOWN] = MODEL_FILES;

/**
 * Copies a model folder to `target`, with `card` as its card, which is written last: a folder with a card is whole. Throws what
 * the file system and storage say.
 */
export async function copyModelFolder(source: string, target: string, card: ModelCard): Promise<void> {
  makeStorageFolder(target);
  await fs.copyFile(path.join(source, WEIGHTS), path.join(target, WEIGHTS));
  if (card.known) await fs.copyFile(path.join(source, KNOWN), path.join(target, KNOWN));
  else await fs.rm(path.join(target, KNOWN), { force: true });
  await writeJson(path.join(target, CARD), card);
}

/** Copies a model that a run goes on from into the run's folder. Throws `model-not-found` {folder}, storage errors. */
export async function copyParent(
  { folder, card }: { readonly folder: string; readonly card: ModelCard },
  target: string,
): Promise<void> {
  try {
    await copyModelFolder(folder, target, card);
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw gone ? new AppError('model-not-found', { folder }, error) : storageError(error, target);
  }
}
