import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { DatasetId, DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readIdxPair } from './import-idx.ts';
import { hasMnist, readMnist } from './mnist-folder.ts';
import type { DataSetContent } from './prepared.ts';

/** Of a single pair, this share is set aside for testing. */
const TEST_FRACTION = 0.2;

export interface FolderContent {
  readonly id: DatasetId;
  readonly name: string;
  readonly kind: DatasetInfo['kind'];
  readonly content: DataSetContent;
}

/**
 * Reads a folder of IDX files: MNIST's four under its checksums, four files named as MNIST's with other content (their own
 * test split), or one pair. Throws `dataset-not-found` {id} when it has none of these, and what reading throws.
 */
export async function importFolder(folder: string): Promise<FolderContent> {
  const name = path.basename(path.resolve(folder));
  if (await hasMnist(folder)) {
    const mnist = await readMnist(folder).catch((error: unknown) => {
      if (error instanceof AppError && (error.code === 'download-checksum' || error.code === 'idx-wrong-size'))
        return null;
      throw error;
    });
    if (mnist) return { id: 'mnist', name: 'MNIST', kind: 'mnist', content: mnist };
  }
  const names = await fs.readdir(folder).catch((error: unknown) => {
    throw storageError(error, folder);
  });
  const pick = (pattern: RegExp): string | null => {
    const found = names.sort().find((file) => pattern.test(file));
    return found === undefined ? null : path.join(folder, found);
  };
  const train = await readPair(pick(/^(?!t10k|test).*idx3/i), pick(/^(?!t10k|test).*idx1/i), 0);
  const test = await readPair(pick(/^(t10k|test).*idx3/i), pick(/^(t10k|test).*idx1/i), 0);
  if (train && test) {
    const content = {
      ...train.content,
      testImages: test.content.trainImages,
      testLabels: test.content.trainLabels,
    };
    return { id: `idx-${mix(train.sha256, test.sha256)}`, name, kind: 'imported', content };
  }
  const pair = await readPair(pick(/idx3/i), pick(/idx1/i), TEST_FRACTION);
  if (!pair) throw new AppError('dataset-not-found', { id: folder });
  return { id: `idx-${pair.sha256.slice(0, 16)}`, name, kind: 'imported', content: pair.content };
}

const readPair = async (images: string | null, labels: string | null, fraction: number) =>
  images !== null && labels !== null ? readIdxPair(images, labels, fraction) : null;

const mix = (a: string, b: string): string => a.slice(0, 8) + b.slice(0, 8);
