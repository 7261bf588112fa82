import { promises as fs } from 'node:fs';
import { AppError } from '../../../shared/contract/errors.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { IMAGE_BYTES } from '../../../shared/ink/types.ts';
import { storageError } from '../../files/atomic-write.ts';

/** Images and labels as bytes, as the cache has them. */
export interface ImageSet {
  readonly count: number;
  /** count x 784, 0 paper to 255 ink. */
  readonly images: Uint8Array;
  /** 0 to 9. */
  readonly labels: Uint8Array;
}

/** The bytes of some images, one after the other: indices.length x 784. */
export function imagesAt({ images }: ImageSet, indices: Int32Array): Uint8Array {
  const bytes = new Uint8Array(indices.length * IMAGE_BYTES);
  indices.forEach((index, i) => {
    bytes.set(images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES);
  });
  return bytes;
}

/**
 * Reads one split of data sets in the cache format (raw bytes, count x 784 and count), put together in order.
 * Throws `file-torn` {path} when images and labels do not fit each other, `storage-failed` or `storage-denied`.
 */
export async function readImageSet(files: readonly DataFiles[], split: 'train' | 'test'): Promise<ImageSet> {
  const parts = await Promise.all(
    files.map(async (set) => {
      const imagesFile = split === 'train' ? set.trainImages : set.testImages;
      const labelsFile = split === 'train' ? set.trainLabels : set.testLabels;
      const [images, labels] = await Promise.all([readBytes(imagesFile), readBytes(labelsFile)]);
      if (images.length !== labels.length * IMAGE_BYTES) throw new AppError('file-torn', { path: imagesFile });
      if (labels.some((label) => label > 9)) throw new AppError('file-torn', { path: labelsFile });
      return { images, labels };
    }),
  );
  const labels = join(parts.map((part) => part.labels));
  return { count: labels.length, images: join(parts.map((part) => part.images)), labels };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    throw storageError(error, file);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
