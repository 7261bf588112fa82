import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { storageError } from '../../files/atomic-write.ts';
import { sha256Of } from '../../files/content-hash.ts';

/** Bytes that are read at once where all images are. */
const BLOCK = 4_194_304;

const fileOf = (files: DataFiles, split: 'train' | 'test'): string =>
  split === 'test' ? files.testImages : files.trainImages;

/** Images of a split by their places, as they lie in its file. Throws storage errors. */
export async function imagesFrom(
  files: DataFiles,
  split: 'train' | 'test',
  places: ArrayLike<number>,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = fileOf(files, split);
  const bytes = imageBytes(files.task);
  const images = new Uint8Array(places.length * bytes);
  try {
    const handle = await fs.open(file, 'r');
    try {
      // At once: each waits for its turn in the loop, and on a busy machine a hundred turns are long.
      await Promise.all(Array.from(places, (place, i) => handle.read(images, i * bytes, bytes, place * bytes)));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageError(error, file);
  }
  return images;
}

/** SHA-256 of some images of a split, by their places. Throws storage errors. */
export async function hashesAt(
  files: DataFiles,
  split: 'train' | 'test',
  places: ArrayLike<number>,
): Promise<string[]> {
  const [images, bytes] = [await imagesFrom(files, split, places), imageBytes(files.task)];
  return Array.from({ length: places.length }, (_, i) => sha256Of(images.subarray(i * bytes, (i + 1) * bytes)));
}

/** SHA-256 of each image of a split. Throws storage errors. */
export async function hashesOfAll(files: DataFiles, split: 'train' | 'test'): Promise<string[]> {
  const hashes: string[] = [];
  for await (const image of eachImage(files, split)) hashes.push(sha256Of(image));
  return hashes;
}

/** Whether a split begins with the images that have this hash together: those of a data set that has only grown since. Throws storage errors. */
export async function beginsWith(files: DataFiles, split: 'train' | 'test', sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  if (hash.copy().digest('hex') === sha256) return true;
  for await (const image of eachImage(files, split)) {
    if (hash.update(image).copy().digest('hex') === sha256) return true;
  }
  return false;
}

/** The images of a split in order, each for as long as the next is not asked for. */
async function* eachImage(files: DataFiles, split: 'train' | 'test'): AsyncGenerator<Uint8Array> {
  const [file, bytes] = [fileOf(files, split), imageBytes(files.task)];
  const block = new Uint8Array(bytes * Math.max(1, Math.floor(BLOCK / bytes)));
  try {
    const handle = await fs.open(file, 'r');
    try {
      for (let at = 0; ;) {
        const { bytesRead } = await handle.read(block, 0, block.length, at);
        for (let i = 0; i + bytes <= bytesRead; i += bytes) yield block.subarray(i, i + bytes);
        if (bytesRead < bytes) return;
        at += bytesRead - (bytesRead % bytes);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageError(error, file);
  }
}
