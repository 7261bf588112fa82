import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { modelCardSchema, type ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { migrateCard } from '../../../shared/runs/migrate.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { DamagedFile, decodeSafetensors, encodeSafetensors, sha256, type NamedTensor } from './safetensors.ts';

const CARD = 'model.json';
const WEIGHTS = 'weights.safetensors';

export interface StoredModel {
  readonly card: ModelCard;
  readonly weights: readonly NamedTensor[];
}

/** SHA-256 of all values one after the other, float32 little-endian: a model's weightsSha256. */
export const weightsSha256 = (weights: readonly NamedTensor[]): string =>
  sha256(weights.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)));

/** Writes model.json and weights.safetensors into `folder`, the card last: a folder with a card is whole. */
export async function writeModelFolder(
  folder: string,
  card: Omit<ModelCard, 'version' | 'weightsSha256'>,
  weights: readonly NamedTensor[],
): Promise<ModelCard> {
  const whole: ModelCard = { version: 2, ...card, weightsSha256: weightsSha256(weights) };
  await writeAtomic(
    path.join(folder, WEIGHTS),
    encodeSafetensors({ tensors: weights, metadata: { format: 'inkstone-1' } }),
  );
  await writeAtomic(path.join(folder, CARD), [new TextEncoder().encode(`${JSON.stringify(whole, null, 2)}\n`)]);
  return whole;
}

/**
 * Throws `model-not-found` {folder} if there is none, `model-torn` {file} if it is damaged or card and weights do not
 * belong together.
 */
export async function readModelFolder(folder: string): Promise<StoredModel> {
  const cardFile = path.join(folder, CARD);
  const weightsFile = path.join(folder, WEIGHTS);
  const card = modelCardSchema.safeParse(migrateCard(parseJson(await read(cardFile, folder))));
  if (!card.success) throw new AppError('model-torn', { file: cardFile }, card.error);
  const weights = decode(await read(weightsFile, folder), weightsFile);
  if (weightsSha256(weights) !== card.data.weightsSha256) throw new AppError('model-torn', { file: weightsFile });
  return { card: card.data, weights };
}

/** Changes whenever either file does: what a cache of models is keyed by. */
export async function modelFolderVersion(folder: string): Promise<string> {
  try {
    const stats = await Promise.all([CARD, WEIGHTS].map((name) => fs.stat(path.join(folder, name))));
    return stats.map((s) => `${s.mtimeMs}-${s.size}-${s.ino}`).join('/');
  } catch (error) {
    throw notFound(error, folder);
  }
}

async function read(file: string, folder: string): Promise<Uint8Array> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    throw notFound(error, folder);
  }
}

function notFound(error: unknown, folder: string): AppError {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return missing ? new AppError('model-not-found', { folder }, error) : storageError(error, folder);
}

function decode(bytes: Uint8Array, file: string): readonly NamedTensor[] {
  try {
    return decodeSafetensors(bytes).tensors;
  } catch (error) {
    if (error instanceof DamagedFile) throw new AppError('model-torn', { file }, error);
    throw error;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
