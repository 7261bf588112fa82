import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { DatasetId, DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import { DATA_PARTS } from '../../../shared/contract/schemas/lesson-file.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { storageError } from '../../files/atomic-write.ts';
import { isThere } from '../../files/is-there.ts';
import { onDisk, wholeText } from '../../formats/listed-zip/pack.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { MODEL_FILES } from '../models/copy-model.ts';
import type { Models } from '../models/models.ts';

/** A file that goes into a lesson's. */
export interface PartFile {
  readonly name: string;
  readonly bytes: number;
  readonly read: () => AsyncIterable<Uint8Array>;
}

export interface ModelPart {
  readonly card: ModelCard;
  readonly files: readonly PartFile[];
}

export type DataPart =
  | { readonly kind: 'known'; readonly id: 'mnist' | 'synthetic' }
  | { readonly kind: 'images'; readonly about: DatasetInfo; readonly files: readonly PartFile[] };

export interface PartSources {
  readonly models: Pick<Models, 'parent'>;
  readonly datasets: Pick<Datasets, 'existing' | 'prepare'>;
}

/** A model's card, under the name that it has here, and its files. Throws `model-not-found` {folder}, `file-torn`, `file-newer`, storage errors. */
export async function modelPart({ models }: PartSources, ref: ModelRef): Promise<ModelPart> {
  const { folder, card } = await models.parent(ref);
  const [cardName, ...weights] = MODEL_FILES;
  const text = `${JSON.stringify(card, null, 2)}\n`;
  const files: PartFile[] = [{ name: cardName, bytes: Buffer.byteLength(text), read: () => wholeText(text) }];
  for (const name of weights) {
    const file = path.join(folder, name);
    if (await isThere(file)) files.push(await fileOnDisk(name, file));
  }
  return { card, files };
}

/** Throws `dataset-not-found` {id}, `lesson-data-kind` {name}, and why it cannot be read. */
export async function dataPart({ datasets }: PartSources, id: DatasetId): Promise<DataPart> {
  const about = await datasets.existing(id);
  if (id === 'mnist' || id === 'synthetic') return { kind: 'known', id };
  // Whoever wrote a hand decides by its own export who gets it.
  if (about.kind !== 'imported') throw new AppError('lesson-data-kind', { name: about.name });
  const [files] = await datasets.prepare([id]);
  const parts = Object.entries(DATA_PARTS) as [keyof typeof DATA_PARTS, string][];
  const found = await Promise.all(parts.map(([part, name]) => fileOnDisk(name, files![part])));
  return { kind: 'images', about, files: found };
}

export interface Weight {
  readonly bytes: number;
  readonly error: ErrorData | null;
}

/** What a part adds to a lesson's file at most; 0 for one that cannot be in it, with the reason. */
export async function weigh(part: Promise<ModelPart | DataPart>): Promise<Weight> {
  try {
    const found = await part;
    return { bytes: 'files' in found ? sumOf(found.files) : 0, error: null };
  } catch (thrown) {
    const { code, params } = toErrorData(thrown);
    return { bytes: 0, error: { code, params } };
  }
}

export const sumOf = (files: readonly PartFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

async function fileOnDisk(name: string, file: string): Promise<PartFile> {
  try {
    return { name, bytes: (await fs.stat(file)).size, read: () => onDisk(file) };
  } catch (error) {
    throw storageError(error, file);
  }
}
