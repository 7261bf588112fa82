import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { modelCardSchema, type KnownCard, type ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { migrateCard } from '../../../shared/runs/migrate.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { readWhole } from '../../files/read-whole.ts';
import { DamagedFile, decodeSafetensors, encodeSafetensors, sha256, type NamedTensor } from './safetensors.ts';

const CARD = 'model.json';
const WEIGHTS = 'weights.safetensors';
const KNOWN = 'known.safetensors';

export interface StoredModel {
  readonly card: ModelCard;
  readonly weights: readonly NamedTensor[];
  /** The weights of its detector of non-signs; null where the card has none. */
  readonly known: readonly NamedTensor[] | null;
}

/** A card to be written, without the hashes, which are computed from the weights. */
export type NewCard = Omit<ModelCard, 'version' | 'weightsSha256' | 'known' | 'temperature'>;

/** A detector's card without the hash, and its weights. */
export interface NewKnown {
  readonly card: Omit<KnownCard, 'weightsSha256'>;
  readonly weights: readonly NamedTensor[];
}

/** SHA-256 of all values one after the other, float32 little-endian: a model's weightsSha256. */
export const weightsSha256 = (weights: readonly NamedTensor[]): string =>
  sha256(weights.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)));

/** Writes model.json and weights.safetensors into `folder`, the card last: a folder with a card is whole. `temperature`: one that was found for these weights. */
export async function writeModelFolder(
  folder: string,
  card: NewCard,
  weights: readonly NamedTensor[],
  known: NewKnown | null = null,
  temperature: number | null = null,
): Promise<ModelCard> {
  const whole: ModelCard = {
    version: 2,
    ...card,
    weightsSha256: weightsSha256(weights),
    known: known && { ...known.card, weightsSha256: weightsSha256(known.weights) },
    temperature,
  };
  const tensors = (file: string, named: readonly NamedTensor[]): Promise<void> =>
    writeAtomic(path.join(folder, file), encodeSafetensors({ tensors: named, metadata: { format: 'inkstone-1' } }));
  await tensors(WEIGHTS, weights);
  if (known) await tensors(KNOWN, known.weights);
  else await fs.rm(path.join(folder, KNOWN), { force: true });
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
  const weights = await readTensors(weightsFile, folder, card.data.weightsSha256);
  return { card: card.data, weights, known: await readKnown(folder, card.data) };
}

/** Changes whenever either file does: what a cache of models is keyed by. */
export async function modelFolderVersion(folder: string): Promise<string> {
  try {
    // The detector's weights are written before the card, which changes with them.
    const stats = await Promise.all([CARD, WEIGHTS].map((name) => fs.stat(path.join(folder, name))));
    return stats.map((s) => `${s.mtimeMs}-${s.size}-${s.ino}`).join('/');
  } catch (error) {
    throw notFound(error, folder);
  }
}

/** The detector that the card speaks of: without it the folder is not whole. */
async function readKnown(folder: string, { known }: ModelCard): Promise<readonly NamedTensor[] | null> {
  if (known === null) return null;
  const file = path.join(folder, KNOWN);
  try {
    return await readTensors(file, folder, known.weightsSha256);
  } catch (error) {
    throw error instanceof AppError && error.code === 'model-not-found'
      ? new AppError('model-torn', { file }, error)
      : error;
  }
}

async function readTensors(file: string, folder: string, hash: string): Promise<readonly NamedTensor[]> {
  const tensors = decode(await read(file, folder), file);
  if (weightsSha256(tensors) !== hash) throw new AppError('model-torn', { file });
  return tensors;
}

async function read(file: string, folder: string): Promise<Uint8Array> {
  try {
    return await readWhole(file);
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
