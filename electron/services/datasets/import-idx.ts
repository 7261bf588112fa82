import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { IMAGE_BYTES } from '../../../shared/ink/types.ts';
import { parseIdxPair } from '../../../shared/data/idx.ts';
import { stratifiedSplit } from '../../../shared/data/split.ts';
import { stream } from '../../../shared/random/random.ts';
import { readIdxFile, type ReadOptions } from './idx-file.ts';
import type { DataSetContent } from './prepared.ts';

/** The test split is part of the data set, not of a run: the same for everybody who imports the same files. */
const SPLIT_SEED = 1;

export interface Imported {
  readonly content: DataSetContent;
  /** SHA-256 over both files' uncompressed content: the same content is the same data set. */
  readonly sha256: string;
}

/**
 * Reads a pair of IDX files and sets `testFraction` of each class aside for testing. Throws what the parsers and
 * `readIdxFile` throw, or `dataset-empty`.
 */
export async function readIdxPair(
  images: string,
  labels: string,
  testFraction: number,
  options: ReadOptions = {},
): Promise<Imported> {
  const imageFile = await readIdxFile(images, options);
  const labelFile = await readIdxFile(labels, { signal: options.signal });
  const pair = parseIdxPair(imageFile.bytes, labelFile.bytes, {
    images: path.basename(images),
    labels: path.basename(labels),
  });
  if (pair.count === 0) throw new AppError('dataset-empty');
  const split = stratifiedSplit(pair.labels, testFraction, stream(SPLIT_SEED, 'split'));
  return {
    content: {
      trainImages: take(pair.images, split.train, IMAGE_BYTES),
      trainLabels: take(pair.labels, split.train, 1),
      testImages: take(pair.images, split.validation, IMAGE_BYTES),
      testLabels: take(pair.labels, split.validation, 1),
    },
    sha256: createHash('sha256')
      .update(imageFile.sha256)
      .update(labelFile.sha256)
      .update(String(testFraction))
      .digest('hex'),
  };
}

function take(bytes: Uint8Array, indices: Uint32Array, width: number): Uint8Array {
  const taken = new Uint8Array(indices.length * width);
  indices.forEach((index, i) => taken.set(bytes.subarray(index * width, (index + 1) * width), i * width));
  return taken;
}
